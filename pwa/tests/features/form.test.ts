/** From the form to what is sent, and where a point lies. */
import "../support/phone";
import { expect, test } from "vitest";
import type { FieldArea } from "../../src/api/wire";
import { cellAt, metresBetween, nearestStation } from "../../src/features/sightings/cells";
import { betterFix, bodyOf, emptyForm, followsOn, isOutside, wrongIn } from "../../src/features/sightings/form";
import { formOf } from "../support/make";

const square = (code: string, west: number, own: boolean) => ({
  type: "Feature" as const,
  properties: { code, name: code, area_code: "621124100005", households: 300, own },
  geometry: { type: "Polygon" as const, coordinates: [[[west, 35], [west + 1, 35], [west + 1, 36], [west, 36], [west, 35]]] },
});

const area: FieldArea = {
  version: "1", account: { id: 1, name: "马" }, areas: [], categories: [], tasks: [], synthetic: true, attribution: "",
  cells: { type: "FeatureCollection", features: [square("neighbour", 104, false), square("own", 103, true)] },
  stations: [{ id: 1, name: "近", kind: "post", lon: 103.5, lat: 35.5 }, { id: 2, name: "远", kind: "post", lon: 104.5, lat: 35.5 }],
};
const pin = (lon: number) => ({ way: "pin" as const, lon, lat: 35.5, at: "2026-11-22T01:00:00.000Z" });

test("a point has its cell; on the shared edge the own one; outside none", () => {
  expect(cellAt(area, 103.2, 35.5)?.properties.code).toBe("own");
  expect(cellAt(area, 104.2, 35.5)?.properties.code).toBe("neighbour");
  expect(cellAt(area, 105.2, 35.5)).toBeUndefined();
});

test("distances are on the sphere and the nearest station is the nearest", () => {
  expect(metresBetween(103, 35, 103, 36)).toBeCloseTo(111_195, -1);
  expect(nearestStation(area, 103.9, 35.5)?.station.name).toBe("近");
});

test("outside the own cells a reason is asked for, and only then", () => {
  expect(isOutside(area, pin(103.5))).toBe(false);
  expect(isOutside(area, pin(104.5))).toBe(true);
  expect(isOutside(area, pin(110))).toBe(true);
  expect(isOutside(undefined, pin(110))).toBe(false);
  expect(wrongIn({ ...formOf("事"), place: pin(104.5) }, area).map((wrong) => wrong.field)).toEqual(["reason"]);
  expect(wrongIn(emptyForm(), area).map((wrong) => wrong.field)).toEqual(["category", "text", "place"]);
});

test("what is sent names the datum, and only what is known of the place", () => {
  const id = "0190aaaa-0000-7000-8000-000000000000";
  expect(bodyOf(id, formOf(" 水渠 "), ["d"], area)).toEqual({
    id, seen_at: "2026-11-22T01:00:00.000Z", category: "land", noticed_by: "door_visit", hidden: false, risk: "low", text: "水渠", crs: "wgs84",
    place: { type: "Point", coordinates: [103.78, 35.29] }, accuracy_m: 12, fixed_at: "2026-11-22T01:00:00.000Z", attachments: ["d"],
  });
  const byHand = bodyOf(id, { ...formOf("水渠"), place: { way: "cell", cellCode: "neighbour" }, reason: "asked_to_help" }, [], area);
  expect(byHand).toMatchObject({ place: null, cell_code: "neighbour", out_of_cell_reason: "asked_to_help" });
  expect(byHand).not.toHaveProperty("accuracy_m");
  expect(bodyOf(id, { ...formOf("水渠"), reason: "other" }, [], area)).not.toHaveProperty("out_of_cell_reason");
});

test("a place is followed for two minutes in sight, or ten until there is a fix at all", () => {
  const minute = 60_000;
  expect(followsOn(true, 2 * minute - 1, false)).toBe(true);
  expect(followsOn(true, 2 * minute, false)).toBe(false);
  expect(followsOn(true, 1_000, true)).toBe(false);
  expect(followsOn(false, 9 * minute, true)).toBe(true);
  expect(followsOn(false, 10 * minute, false)).toBe(false);
});

test("a better fix replaces a worse one, a choice by hand stays", () => {
  const fix = { way: "fix" as const, lon: 103.5, lat: 35.5, accuracyM: 50, at: "" };
  expect(betterFix(null, fix)).toBe(true);
  expect(betterFix(fix, { lon: 103.5, lat: 35.5, accuracyM: 20 })).toBe(true);
  expect(betterFix(fix, { lon: 103.5, lat: 35.5, accuracyM: 80 })).toBe(false);
  expect(betterFix(fix, { lon: 103.51, lat: 35.5, accuracyM: 80 })).toBe(true);
  expect(betterFix(pin(103.5), { lon: 103.5, lat: 35.5, accuracyM: 5 })).toBe(false);
});
