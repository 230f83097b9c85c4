/** The layers of the desk's map, from the ground up, and the small images that stand on them. */
import type { ExpressionSpecification, LayerSpecification, Map as GlMap, StyleSpecification } from "maplibre-gl";
import { colours, hatchLine, ink, markInk, marks, type Shade } from "./palette";
import type { MapFrame } from "./wire";

const ground = "#e9ecec";
const deepest = 14;
/** From this zoom every level of significance is marked; below it only the strongest. */
const marksFrom = 12;

const state = (name: string): ExpressionSpecification => ["coalesce", ["feature-state", name], ""];
const when = (name: string, value: string, then: number): ExpressionSpecification => ["case", ["==", state(name), value], then, 0];
const shades = Object.entries(colours).flatMap(([shade, colour]) => [shade, colour]);
const cellColour = ["match", state("shade"), ...shades, colours.c0] as unknown as ExpressionSpecification;
const edgeWidth: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 9, 0.5, 14, 1.2];
const inCells = { source: "cells", "source-layer": "cells" } as const;
const inAreas = { source: "areas", "source-layer": "areas" } as const;

function tiles(layer: string, version: string): string[] {
  return [`${location.origin}/api/tiles/${layer}/{z}/{x}/{y}.mvt?v=${version}`];
}

function chosen(id: string, width: number, color: string): LayerSpecification {
  return { id, type: "line", ...inCells, filter: ["==", ["get", "code"], ""], layout: { "line-join": "round" }, paint: { "line-color": color, "line-width": width } };
}

// Twice the width that is seen: the fill above it covers the inner half and every line between two such cells.
function outline(id: "hot" | "cold", more: object): LayerSpecification {
  return { id: `strong-${id}`, type: "line", ...inCells, layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 4, "line-opacity": when("strong", id, 1), ...more } };
}

/** Ground, cells, what is significant, townships, selection; stations and marks come with their images. */
export function styleOf({ version, cells_from_zoom }: MapFrame): StyleSpecification {
  const source = (layer: string): StyleSpecification["sources"][string] => ({ type: "vector", tiles: tiles(layer, version), maxzoom: deepest, promoteId: layer === "stations" ? "id" : "code" });
  return {
    version: 8,
    transition: { duration: 0 },
    sources: { cells: source("cells"), areas: source("areas"), stations: source("stations"), marks: { type: "geojson", data: { type: "FeatureCollection", features: [] } } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": ground } },
      { id: "town-fills", type: "fill", ...inAreas, maxzoom: cells_from_zoom, paint: { "fill-color": cellColour, "fill-antialias": false, "fill-opacity": ["case", ["==", state("shade"), ""], 0, 1] } },
      { id: "cells", type: "fill", ...inCells, paint: { "fill-color": cellColour, "fill-antialias": false } },
      { id: "edges", type: "line", ...inCells, paint: { "line-color": hatchLine, "line-width": edgeWidth } },
      outline("hot", {}),
      outline("cold", { "line-dasharray": [1.5, 1] }),
      { id: "strong", type: "fill", ...inCells, paint: { "fill-color": cellColour, "fill-antialias": false, "fill-opacity": ["case", ["==", state("strong"), ""], 0, 1] } },
      { id: "strong-edges", type: "line", ...inCells, paint: { "line-color": hatchLine, "line-width": edgeWidth, "line-opacity": ["case", ["==", state("strong"), ""], 0, 1] } },
      { id: "towns", type: "line", ...inAreas, filter: ["==", ["get", "level"], "town"], paint: { "line-color": "#5f6b7a", "line-width": 1.1 } },
      chosen("chosen-under", 6, "#ffffff"),
      chosen("chosen", 3, ink),
    ],
  };
}

// A township has room for its mark, below its name.
const inTown: ExpressionSpecification = ["==", ["get", "layer"], "areas"];
const seen: ExpressionSpecification = ["step", ["zoom"], ["case", inTown, 1, 0], marksFrom, 1];
const unseen: ExpressionSpecification = ["step", ["zoom"], 1, marksFrom, 0];

/** On paper there is no colour to go by: white ground, and every level marked. */
export function forPaper(map: GlMap, paper: boolean): void {
  map.setPaintProperty("ground", "background-color", paper ? "#ffffff" : ground);
  if (map.getLayer("marks")) {
    map.setPaintProperty("marks", "icon-opacity", paper ? 1 : seen);
    map.setPaintProperty("marks-far", "icon-opacity", paper ? 0 : unseen);
  }
  map.redraw();
}

/** Stations, from where there is room for them; the hatch of what has no data; the marks. `cellsFrom`: from which zoom there are cells. */
export function addMarks(map: GlMap, cellsFrom = 0): void {
  map.addImage("diamond", station(true), { pixelRatio: 2 });
  map.addImage("square", station(false), { pixelRatio: 2 });
  map.addImage("hatch", hatch(), { pixelRatio: 2 });
  for (const [shade, text] of Object.entries(marks) as [Shade, string][]) {
    map.addImage(shade, mark(text, markInk(shade)), { pixelRatio: 2 });
    if (shade.endsWith("_99")) map.addImage(`${shade}-far`, mark(text[0]!, markInk(shade)), { pixelRatio: 2 });
  }
  map.addLayer({ id: "hatch", type: "fill", ...inCells, paint: { "fill-pattern": "hatch", "fill-opacity": when("shade", "unknown", 1) } }, "edges");
  map.addLayer({ id: "town-hatch", type: "fill", ...inAreas, maxzoom: cellsFrom, paint: { "fill-pattern": "hatch", "fill-opacity": when("shade", "unknown", 1) } }, "edges");
  const image: ExpressionSpecification = ["case", ["==", ["get", "kind"], "collection_post"], "diamond", "square"];
  map.addLayer({ id: "stations", type: "symbol", source: "stations", "source-layer": "stations", minzoom: 11, layout: { "icon-image": image, "icon-allow-overlap": true } });
  const always = { "icon-allow-overlap": true, "icon-ignore-placement": true } as const;
  map.addLayer({ id: "marks-far", type: "symbol", source: "marks", filter: ["in", ["get", "shade"], ["literal", ["hot_99", "cold_99"]]], layout: { "icon-image": ["concat", ["get", "shade"], "-far"], ...always }, paint: { "icon-opacity": unseen } }, "stations");
  map.addLayer({ id: "marks", type: "symbol", source: "marks", layout: { "icon-image": ["get", "shade"], "icon-offset": ["case", inTown, ["literal", [0, 16]], ["literal", [0, 0]]], ...always }, paint: { "icon-opacity": seen } }, "stations");
}

function pen(width: number, height: number): OffscreenCanvasRenderingContext2D {
  return new OffscreenCanvas(width, height).getContext("2d")!;
}

/** A white-rimmed mark: posts are diamonds, stations squares. */
function station(diamond: boolean): ImageData {
  const size = 28;
  const to = pen(size, size);
  to.translate(size / 2, size / 2);
  if (diamond) to.rotate(Math.PI / 4);
  to.fillStyle = "#ffffff";
  to.fillRect(-9, -9, 18, 18);
  to.fillStyle = ink;
  to.fillRect(-6, -6, 12, 12);
  return to.getImageData(0, 0, size, size);
}

/** Lines at 45°, one every 6 px. */
function hatch(): ImageData {
  const size = 12;
  const to = pen(size, size);
  to.fillStyle = colours.unknown;
  to.fillRect(0, 0, size, size);
  to.strokeStyle = hatchLine;
  to.lineWidth = 2.5;
  for (const at of [-size, 0, size]) {
    to.moveTo(at - 2, size + 2);
    to.lineTo(at + size + 2, -2);
  }
  to.stroke();
  return to.getImageData(0, 0, size, size);
}

/** `text` of ▲ ▼ ＋ －, drawn here: no font is fetched for it. */
function mark(text: string, colour: string): ImageData {
  const [side, gap] = [14, 2];
  const to = pen(text.length * (side + gap), side);
  to.fillStyle = to.strokeStyle = colour;
  to.lineWidth = 3;
  [...text].forEach((sign, nth) => {
    const left = nth * (side + gap) + gap / 2;
    to.beginPath();
    if (sign === "▲" || sign === "▼") {
      const [base, tip] = sign === "▲" ? [side - 1, 1] : [1, side - 1];
      to.moveTo(left, base);
      to.lineTo(left + side, base);
      to.lineTo(left + side / 2, tip);
      to.fill();
      return;
    }
    to.moveTo(left + 1, side / 2);
    to.lineTo(left + side - 1, side / 2);
    if (sign === "＋") {
      to.moveTo(left + side / 2, 1);
      to.lineTo(left + side / 2, side - 1);
    }
    to.stroke();
  });
  return to.getImageData(0, 0, to.canvas.width, side);
}
