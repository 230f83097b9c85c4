/** How a page is looked at, in its address and back. */
import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";

vi.stubGlobal("location", { search: "", pathname: "/desk/map" });
const { flag, queryOf, takeFrom, word } = await import("../src/desk/address");

const span = signal("90");
const table = signal(false);
const cell = signal<string | null>(null);
const parts = { period: word(span, "90", (text) => ["7", "30"].includes(text)), table: flag(table), cell: word(cell, null, (text) => /^\w+$/.test(text)) };

test("the usual view is not named, another one is, and what is not the page's own stays", () => {
  expect(queryOf(parts, "")).toBe("");
  span.value = "30";
  table.value = true;
  expect(queryOf(parts, "?lang=en&period=7")).toBe("?lang=en&period=30&table=1");
});

test("an address that names something says all; one that names nothing, nothing", () => {
  takeFrom(parts, "?lang=en");
  expect([span.value, table.value, cell.value]).toEqual(["30", true, null]);
  takeFrom(parts, "?cell=621124100");
  expect([span.value, table.value, cell.value]).toEqual(["90", false, "621124100"]);
});

test("what is not possible is the usual", () => {
  takeFrom(parts, "?period=8&cell=%3Cb%3E&table=yes");
  expect([span.value, table.value, cell.value]).toEqual(["90", false, null]);
});
