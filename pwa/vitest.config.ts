/** Tests that need no build; `fake-indexeddb` stands for the phone's store. */
import { defineConfig } from "vitest/config";
import { words } from "./build/words.ts";

export default defineConfig({ plugins: [words()], test: { include: ["tests/**/*.test.{ts,tsx}"] } });
