/**
 * Three builds into `dist/`: the worker app and the desk (`vite build`), the citizen script (`--mode citizen`) and the
 * service worker (`--mode sw`), in this order: the last one lists what the first made.
 */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type UserConfig } from "vite";
import { compress, noteCitizen, precache } from "./build/precache.ts";
import { words } from "./build/words.ts";

const here = import.meta.dirname;
// Phones in the villages are old, their WebView is not: it is updated apart from the system.
const target = "chrome91";

/** Names a build by its own contents, so that the same sources give the same files. */
function version(): string {
  const hash = createHash("sha256");
  const folder = join(here, "src");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (/\.(tsx?|css)$/.test(name)) hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex").slice(0, 8);
}

function script(entry: string, file: string): NonNullable<UserConfig["build"]> {
  const output = { entryFileNames: file, format: "iife" as const };
  return { target, emptyOutDir: false, copyPublicDir: false, rolldownOptions: { input: join(here, entry), output } };
}

const faces: UserConfig = {
  plugins: [words(), compress()],
  define: { __VERSION__: JSON.stringify(version()) },
  build: {
    target,
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { app: join(here, "app/index.html"), desk: join(here, "desk/index.html") } },
  },
};
const citizen: UserConfig = { plugins: [words(), noteCitizen(), compress()], build: script("src/citizen/index.ts", "citizen/citizen.js") };
const worker: UserConfig = { plugins: [precache(), compress()], build: script("src/sw/index.ts", "sw.js") };
const builds = new Map([["citizen", citizen], ["sw", worker]]);

export default defineConfig(({ mode }) => ({
  root: here,
  ...(builds.get(mode) ?? faces),
  server: { proxy: { "/api": `http://127.0.0.1:${process.env["ZHITONG_PORT"] ?? "8000"}` } },
}));
