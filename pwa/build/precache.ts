/**
 * What the service worker keeps: the files of the finished build, as the module `virtual:precache`.
 *
 * The shell of each face and what it loads first are fetched at once; what a face imports later is kept when it
 * was first used, so that a phone in a village never downloads the desk's map.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const dist = join(import.meta.dirname, "../dist");

interface Chunk {
  file: string;
  css?: string[];
  assets?: string[];
  imports?: string[];
  dynamicImports?: string[];
}

export type Manifest = Record<string, Chunk>;

/** Vite's manifest of the main build. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Manifest;
}

/** Files that `entry` loads, its own first; with `lazily`, also those it imports later. */
export function filesOf(manifest: Manifest, entry: string, lazily: boolean, seen = new Set<string>()): string[] {
  const chunk = manifest[entry];
  if (!chunk || seen.has(entry)) return [];
  seen.add(entry);
  const next = [...(chunk.imports ?? []), ...(lazily ? (chunk.dynamicImports ?? []) : [])];
  const own = [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])];
  return [...new Set([...own, ...next.flatMap((name) => filesOf(manifest, name, lazily, seen))])];
}

function digest(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 12);
}

function list(): { version: string; now: string[]; all: string[] } {
  const manifest = readManifest();
  const still = readdirSync(join(dist, "../public/assets"));
  const shells = { "/app/": "app/index.html", "/desk/": "desk/index.html" };
  const worker = filesOf(manifest, shells["/app/"], true);
  const desk = filesOf(manifest, shells["/desk/"], false);
  const url = (file: string): string => `/${file}`;
  const now = [...Object.keys(shells), ...worker.map(url), ...desk.map(url), ...still.map((name) => `/assets/${name}`)];
  const all = [...new Set([...now, ...readdirSync(join(dist, "assets")).filter((name) => !name.endsWith(".gz")).map((name) => `/assets/${name}`)])];
  const versions = [...Object.values(shells), ...all.filter((path) => path.startsWith("/assets/"))];
  const version = createHash("sha256").update(versions.map((path) => digest(join(dist, path))).join()).digest("hex");
  return { version: version.slice(0, 12), now: [...new Set(now)], all };
}

/** Answers `virtual:precache` from the main build, which must have been made before. */
export function precache(): Plugin {
  return {
    name: "zhitong-precache",
    resolveId: (id) => (id === "virtual:precache" ? `\0${id}` : null),
    load: (id) => (id === "\0virtual:precache" ? `export default ${JSON.stringify(list())}` : null),
  };
}

/** Puts a gzipped twin beside every text of the build, which the server gives to whoever takes it. */
export function compress(): Plugin {
  return {
    name: "zhitong-compress",
    writeBundle(_, bundle) {
      for (const file of Object.keys(bundle).filter((name) => /\.(js|css|html)$/.test(name))) {
        const path = join(dist, file);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

/** Adds the citizen script, under its fixed name and with its digest, to the manifest that the server reads. */
export function noteCitizen(): Plugin {
  return {
    name: "zhitong-citizen",
    writeBundle() {
      const path = join(dist, ".vite/manifest.json");
      const manifest = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>) : {};
      const file = "citizen/citizen.js";
      manifest["src/citizen/index.ts"] = { file, hash: digest(join(dist, file)), isEntry: true };
      writeFileSync(path, JSON.stringify(manifest, null, 2));
    },
  };
}
