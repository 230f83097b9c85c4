/** Which cell a point lies in and which post is nearest, on the phone; the server decides again when it stores. */
import type { CellFeature, FieldArea, Station } from "../../api/wire";

type Ring = number[][];

const degree = Math.PI / 180;
const earthM = 6_371_008.8;

/** The cell that covers (`lon`, `lat`), degrees WGS-84; own cells first, as an edge belongs to both sides here. */
export function cellAt(area: FieldArea | undefined, lon: number, lat: number): CellFeature | undefined {
  const hits = (area?.cells.features ?? []).filter((cell) => covers(cell, lon, lat));
  return hits.find((cell) => cell.properties.own) ?? hits[0];
}

/** Great-circle distance in metres between two points in degrees. */
export function metresBetween(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const half = (a: number, b: number): number => Math.sin(((b - a) * degree) / 2) ** 2;
  const h = half(lat1, lat2) + Math.cos(lat1 * degree) * Math.cos(lat2 * degree) * half(lon1, lon2);
  return 2 * earthM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The station nearest to a point, and how far it is, in metres. */
export function nearestStation(area: FieldArea | undefined, lon: number, lat: number): { station: Station; metres: number } | undefined {
  const all = (area?.stations ?? []).map((station) => ({ station, metres: metresBetween(lon, lat, station.lon, station.lat) }));
  return all.sort((a, b) => a.metres - b.metres)[0];
}

/** The middle of a cell's outer ring: good enough to say which post is nearest, never stored. */
export function middleOf(cell: CellFeature): [number, number] {
  const ring = polygonsOf(cell)[0]?.[0] ?? [];
  const sum = ring.reduce((total, point) => [total[0]! + point[0]!, total[1]! + point[1]!], [0, 0]);
  return [sum[0]! / (ring.length || 1), sum[1]! / (ring.length || 1)];
}

function polygonsOf({ geometry }: CellFeature): Ring[][] {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function covers(cell: CellFeature, lon: number, lat: number): boolean {
  return polygonsOf(cell).some(([outer, ...holes]) => outer !== undefined && inRing(outer, lon, lat) && !holes.some((hole) => inRing(hole, lon, lat)));
}

/** Even-odd rule. */
function inRing(ring: Ring, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = ring[i] as [number, number];
    const [x2, y2] = ring[j] as [number, number];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
