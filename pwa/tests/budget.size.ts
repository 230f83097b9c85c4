/** What a phone must fetch before a face can be used (DESIGN §10 P9). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { filesOf, readManifest } from "../build/precache.ts";

const dist = join(import.meta.dirname, "../dist");
const zipped = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const scripts = (entry: string): string[] => filesOf(readManifest(), entry, false).filter((file) => file.endsWith(".js"));
const sum = (files: string[]): number => files.reduce((bytes, file) => bytes + zipped(file), 0);

test("the worker app's first script is at most 35 kB", () => {
  const bytes = sum(scripts("app/index.html"));
  console.info(`worker app: ${bytes} bytes of script, gzip`);
  expect(bytes).toBeGreaterThan(2_000);
  expect(bytes).toBeLessThanOrEqual(35_000);
});

test("the citizen script is below 10 kB", () => {
  const bytes = zipped("citizen/citizen.js");
  console.info(`citizen: ${bytes} bytes, gzip`);
  expect(readFileSync(join(dist, "citizen/citizen.js")).length).toBeGreaterThan(100);
  expect(bytes).toBeLessThan(10_000);
});

test("the desk does not load its map at first", () => {
  const bytes = sum(scripts("desk/index.html"));
  console.info(`desk: ${bytes} bytes of script, gzip`);
  expect(bytes).toBeLessThan(150_000);
});
