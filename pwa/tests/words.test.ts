/** Every text the browser shows has an English row in the catalogue. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { expect, test } from "vitest";
import { folders, keysIn, readAllWords, sources, table } from "../build/words.ts";

const catalogue = readAllWords();
const files = ["api", "app", "features", "shell", "map", "sync", "store", "desk", "citizen"].flatMap((folder) => sources(folder));

test("every key of t(…) has an English row", () => {
  const used = files.flatMap((path) => keysIn(readFileSync(path, "utf8")).map((key) => ({ key, path: relative(".", path) })));
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter(({ key }) => !catalogue.get(key))).toEqual([]);
});

test.each(Object.keys(folders))("%s is built with an English word for every key its sources name", (face) => {
  const words = table(face);
  const used = folders[face]!.flatMap(sources).flatMap((path) => keysIn(readFileSync(path, "utf8")).map((key) => ({ key, path: relative(".", path) })));
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter(({ key }) => !words[key])).toEqual([]);
});

test("a translation has the placeholders of its key", () => {
  const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  const wrong = [...catalogue].filter(([key, english]) => holes(key).join() !== holes(english).join());
  expect(wrong).toEqual([]);
});

test("Chinese texts carry no half-width marks and no space between Han and figures", () => {
  const wrong = [...catalogue.keys()].filter((key) => /\p{Script=Han}\s*[,;:!?()]|[,;:!?(]\s*\p{Script=Han}|\p{Script=Han} \d|\d \p{Script=Han}/u.test(key));
  expect(wrong).toEqual([]);
});
