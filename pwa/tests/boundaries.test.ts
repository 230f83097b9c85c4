/** Which folder may import which: references of the compiler hold most of it, this holds all of it. */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { sources } from "../build/words.ts";

const below: Record<string, readonly string[]> = {
  api: [], shell: [], store: ["api"], sync: ["store", "api"], map: ["shell"],
  features: ["sync", "store", "api", "shell", "map"], app: ["features", "sync", "shell"],
  desk: ["api", "shell", "map"], citizen: ["shell"], sw: ["sync", "store"],
};
/** `features` may name the wire's types, but only `sync` talks to the server. */
const typesOnly = new Set(["features>api", "store>api"]);
const src = resolve(import.meta.dirname, "../src");

interface Import {
  from: string;
  to: string;
  type: boolean;
  path: string;
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/^import (type )?[^;]*?from "(\.[^"]+)"|import\("(\.[^"]+)"\)/gm)].map((match) => {
    const target = relative(src, join(path, "..", (match[2] ?? match[3])!));
    return { from: relative(src, path).split("/")[0]!, to: target.split("/")[0]!, type: match[1] !== undefined, path: relative(src, path) };
  });
}

test("imports go down the ranks only", () => {
  const all = Object.keys(below).flatMap((folder) => sources(folder)).flatMap(importsOf);
  expect(all.length).toBeGreaterThan(50);
  const wrong = all.filter(({ from, to, type }) => from !== to && (!below[from]?.includes(to) || (typesOnly.has(`${from}>${to}`) && !type)));
  expect(wrong).toEqual([]);
});
