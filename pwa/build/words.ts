/**
 * The message catalogue for the browser: `backend/http/words/*.tsv` (zh-CN<TAB>en) as modules.
 *
 * The Chinese text is the key, so Chinese needs no table; `virtual:words/<face>` is the English one and is
 * imported lazily. A face gets its own file, `common.tsv`, and what its sources name of other files (a key stands in one file only); the
 * citizen script, which is small, only the keys it names.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const root = join(import.meta.dirname, "..");
const catalogue = join(root, "../backend/http/words");
const prefix = "virtual:words/";

/** The rows of one catalogue file, Chinese to English; an absent file has none. */
export function readWords(file: string): Map<string, string> {
  const path = join(catalogue, file);
  const rows = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  const pairs = rows.map((row) => row.split("\t")).filter((row) => row.length === 2 && row[0] !== "zh-CN");
  return new Map(pairs as [string, string][]);
}

/** Every catalogue file's rows together. */
export function readAllWords(): Map<string, string> {
  const files = existsSync(catalogue) ? readdirSync(catalogue).filter((name) => name.endsWith(".tsv")) : [];
  return new Map(files.flatMap((file) => [...readWords(file)]));
}

/** The TypeScript sources below `folder` (relative to `src/`). */
export function sources(folder: string): string[] {
  const base = join(root, "src", folder);
  return readdirSync(base, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(base, name));
}

/** The catalogue keys that a source text names: `t("…")`, and `say: "…"` or `label: "…"` of tables given to `t` later. */
export function keysIn(text: string): string[] {
  return [...text.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => JSON.parse(`"${match[1]}"`) as string);
}

/** The folders of `src/` whose texts a face shows. */
export const folders: Record<string, readonly string[]> = {
  citizen: ["citizen"],
  desk: ["desk", "map", "api", "shell"],
  worker: ["app", "features", "shell", "map", "sync", "store", "api"],
};

/** The English words of a face. */
export function table(face: string): Record<string, string> {
  const own = new Map([...readWords("common.tsv"), ...readWords(`${face}.tsv`)]);
  const texts = (folders[face] ?? []).flatMap(sources).map((path) => readFileSync(path, "utf8"));
  if (face === "citizen") {
    const named = new Set(texts.flatMap(keysIn));
    return Object.fromEntries([...own].filter(([key]) => named.has(key)));
  }
  const quoted = new Set(texts.flatMap((text) => [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, inside]) => inside!)));
  return Object.fromEntries([...[...readAllWords()].filter(([key]) => quoted.has(key)), ...own]);
}

/** The vite plugin that answers `virtual:words/worker`, `…/desk` and `…/citizen`. */
export function words(): Plugin {
  return {
    name: "zhitong-words",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const face = id.slice(prefix.length + 1);
      for (const file of readdirSync(catalogue).filter((name) => name.endsWith(".tsv"))) {
        if (existsSync(join(catalogue, file))) this.addWatchFile(join(catalogue, file));
      }
      return `export default ${JSON.stringify(table(face))}`;
    },
  };
}
