/** The budgets of the finished build: run after `npm run build`. */
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["tests/**/*.size.ts"] } });
