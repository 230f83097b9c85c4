/** Where a mark stands in a cell: in the middle of the largest piece of it that is loaded, as tiles cut cells. */
import type { Map as GlMap } from "maplibre-gl";

type Ring = readonly (readonly number[])[];

/** Twice the area of a ring and its middle; what is too thin to have one answers null. */
export function middleOf(ring: Ring): { size: number; at: [number, number] } | null {
  let [twice, x, y] = [0, 0, 0];
  const [left, low] = ring[0] as [number, number];
  ring.forEach((corner, nth) => {
    const next = ring[(nth + 1) % ring.length]!;
    // Taken from the first corner, so that small shapes far from 0° lose no digits.
    const [ax, ay, bx, by] = [corner[0]! - left, corner[1]! - low, next[0]! - left, next[1]! - low];
    const part = ax * by - bx * ay;
    twice += part;
    x += (ax + bx) * part;
    y += (ay + by) * part;
  });
  return twice === 0 ? null : { size: Math.abs(twice), at: [left + x / (3 * twice), low + y / (3 * twice)] };
}

/** The middles of these cells or areas, of those that are in sight. */
export function centres(map: GlMap, layer: "cells" | "areas", codes: string[]): Map<string, [number, number]> {
  const best = new Map<string, { size: number; at: [number, number] }>();
  if (codes.length === 0) return new Map();
  for (const { geometry, properties } of map.querySourceFeatures(layer, { sourceLayer: layer, filter: ["match", ["get", "code"], codes, true, false] })) {
    const code = String(properties["code"]);
    const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]!] : geometry.type === "MultiPolygon" ? (geometry.coordinates as number[][][][]).map((parts) => parts[0]!) : [];
    for (const ring of rings) {
      const found = middleOf(ring);
      if (found && found.size > (best.get(code)?.size ?? 0)) best.set(code, found);
    }
  }
  return new Map([...best].map(([code, { at }]) => [code, at]));
}
