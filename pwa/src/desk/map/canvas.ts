/** The desk's map: shapes from our own tiles, coloured here; the only importer of its library. */
import { Map as GlMap, Marker, setWorkerUrl, type ExpressionSpecification, type MapOptions, type PaddingOptions, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { t } from "../../shell/words";
import type { MapFrame } from "./wire";
import "./map.css";

setWorkerUrl(new URL(workerUrl, location.href).href);

// A cell without a collection post: no colour of the ramp, and dark enough beside white.
const blank = "#c2570c";
const ramp = ["#ffffff", "#dadaeb", "#bcbddc", "#9e9ac8", "#756bb1", "#54278f"];
const ground = "#e9ecec";
const deepest = 14;
const margin = 24;
// Room for the legend, which lies on the map where the window is wide.
const legendRoom = 236;
const wideBox = 700;
const nearZoom = 11.7;
const own = "#d6e6f7";

const classColour: ExpressionSpecification = [
  "match", ["coalesce", ["feature-state", "at"], 0], 1, ramp[1]!, 2, ramp[2]!, 3, ramp[3]!, 4, ramp[4]!, 5, ramp[5]!, 6, blank, ramp[0]!,
];

function tiles(layer: string, version: string): string[] {
  return [`${location.origin}/api/tiles/${layer}/{z}/{x}/{y}.mvt?v=${version}`];
}

/** Ground, cells, townships, selection; the stations come with their images. */
function styleOf({ version }: MapFrame): StyleSpecification {
  const source = (layer: string): StyleSpecification["sources"][string] => ({ type: "vector", tiles: tiles(layer, version), maxzoom: deepest, promoteId: layer === "stations" ? "id" : "code" });
  const chosen = (id: string, width: number, color: string): StyleSpecification["layers"][number] => ({
    id, type: "line", source: "cells", "source-layer": "cells", filter: ["==", ["get", "code"], ""], layout: { "line-join": "round" }, paint: { "line-color": color, "line-width": width },
  });
  return {
    version: 8,
    sources: { cells: source("cells"), areas: source("areas"), stations: source("stations") },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": ground } },
      { id: "cells", type: "fill", source: "cells", "source-layer": "cells", paint: { "fill-color": classColour, "fill-antialias": false } },
      { id: "edges", type: "line", source: "cells", "source-layer": "cells", paint: { "line-color": "#aab2ba", "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.5, 14, 1.2] } },
      { id: "towns", type: "line", source: "areas", "source-layer": "areas", filter: ["==", ["get", "level"], "town"], paint: { "line-color": "#5f6b7a", "line-width": 1.1 } },
      chosen("chosen-under", 6, "#ffffff"),
      chosen("chosen", 3, "#1b2430"),
    ],
  };
}

const common = {
  attributionControl: false,
  dragRotate: false,
  pitchWithRotate: false,
  touchPitch: false,
  maxZoom: 17,
  // Without it a printed page shows an empty map.
  canvasContextAttributes: { preserveDrawingBuffer: true },
} as const;

function paddingOf(box: HTMLElement): PaddingOptions {
  return { top: margin, right: margin, bottom: margin, left: box.clientWidth > wideBox ? legendRoom : margin };
}

function whole({ bounds }: MapFrame, box: HTMLElement): Pick<MapOptions, "bounds" | "fitBoundsOptions"> {
  return bounds ? { bounds, fitBoundsOptions: { padding: paddingOf(box) } } : {};
}

/** A white-rimmed mark, drawn here: posts are diamonds, stations squares. */
function mark(diamond: boolean): ImageData {
  const size = 28;
  const pen = new OffscreenCanvas(size, size).getContext("2d")!;
  pen.translate(size / 2, size / 2);
  if (diamond) pen.rotate(Math.PI / 4);
  pen.fillStyle = "#ffffff";
  pen.fillRect(-9, -9, 18, 18);
  pen.fillStyle = "#1b2430";
  pen.fillRect(-6, -6, 12, 12);
  return pen.getImageData(0, 0, size, size);
}

/** Stations, from where there is room for them. */
function addMarks(map: GlMap): void {
  map.addImage("diamond", mark(true), { pixelRatio: 2 });
  map.addImage("square", mark(false), { pixelRatio: 2 });
  const image: ExpressionSpecification = ["case", ["==", ["get", "kind"], "collection_post"], "diamond", "square"];
  map.addLayer({ id: "stations", type: "symbol", source: "stations", "source-layer": "stations", minzoom: 11, layout: { "icon-image": image, "icon-allow-overlap": true } });
}

/** Places with a name of their own on the map: a mark, and its name when the pointer or the finger rests on it. */
export interface Place {
  id: number;
  label: string;
  lon: number;
  lat: number;
}

/** Marks for `places`, as elements: there are few of them. The table beside the map says the same. */
function standing(map: GlMap, places: Place[]): Marker[] {
  return places.map(({ label: name, lon, lat }) => {
    const element = document.createElement("span");
    element.className = "venue";
    element.title = name;
    element.setAttribute("aria-hidden", "true");
    return new Marker({ element }).setLngLat([lon, lat]).addTo(map);
  });
}

export interface HeadMap {
  /** Show these places instead of those shown before. */
  stand: (places: Place[]) => void;
  /** Colour the cells by class; a code that is absent is white. */
  colour: (classes: ReadonlyMap<string, number>) => void;
  choose: (code: string | null, look: boolean) => void;
  remove: () => void;
}

interface Calls {
  pick: (code: string) => void;
  ready: () => void;
  failed: () => void;
}

/** Draw the scope of `frame` into `box`. */
export function drawMap(box: HTMLElement, frame: MapFrame, { pick, ready, failed }: Calls): HeadMap {
  const map = new GlMap({ container: box, style: styleOf(frame), ...common, ...whole(frame, box), minZoom: 5, locale: { "Map.Title": t("网格地图，方向键移动，加减号缩放，回车选网格") } });
  map.touchZoomRotate.disableRotation();
  map.on("load", () => {
    addMarks(map);
    map.once("idle", ready);
  });
  map.on("error", ({ error }) => {
    if (/40[13]/.test(String(error.message))) failed();
  });
  map.on("click", "cells", ({ features }) => {
    const code: unknown = features?.[0]?.properties["code"];
    if (typeof code === "string") pick(code);
  });
  map.on("mousemove", "cells", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "cells", () => (map.getCanvas().style.cursor = ""));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const code: unknown = map.queryRenderedFeatures(map.project(map.getCenter()), { layers: ["cells"] })[0]?.properties["code"];
    if (typeof code === "string") pick(code);
  });
  keepWhole(map, frame);
  label(map, frame);
  box.append(cross());
  let now: ReadonlyMap<string, number> = new Map();
  const colour = (classes: ReadonlyMap<string, number>): void => {
    const apply = (): void => {
      for (const code of now.keys()) if (!classes.has(code)) map.removeFeatureState({ source: "cells", sourceLayer: "cells", id: code });
      for (const [code, at] of classes) map.setFeatureState({ source: "cells", sourceLayer: "cells", id: code }, { at });
      now = classes;
    };
    if (map.getSource("cells")) apply();
    else void map.once("style.load", apply);
  };
  const choose = (code: string | null, look: boolean): void => {
    for (const layer of ["chosen-under", "chosen"]) if (map.getLayer(layer)) map.setFilter(layer, ["==", ["get", "code"], code ?? ""]);
    if (code !== null && look) lookAt(map, code);
  };
  let marks: Marker[] = [];
  const stand = (places: Place[]): void => {
    for (const each of marks) each.remove();
    marks = standing(map, places);
  };
  return { stand, colour, choose, remove: () => void map.remove() };
}

/** Until the person moves the map, it shows the whole scope, whatever becomes of the window. */
function keepWhole(map: GlMap, { bounds }: MapFrame): void {
  let moved = false;
  map.on("movestart", ({ originalEvent }) => (moved ||= originalEvent !== undefined));
  map.on("resize", () => {
    if (!moved && bounds) map.fitBounds(bounds, { padding: paddingOf(map.getContainer()), animate: false });
  });
}

/** Bring a cell that is loaded but out of sight into the middle. */
function lookAt(map: GlMap, code: string): void {
  const parts = map.querySourceFeatures("cells", { sourceLayer: "cells", filter: ["==", ["get", "code"], code] });
  const spots = parts.flatMap(({ geometry }) => (geometry.type === "Polygon" ? geometry.coordinates.flat() : geometry.type === "MultiPolygon" ? geometry.coordinates.flat(2) : []));
  if (spots.length === 0) return;
  const lons = spots.map(([lon]) => lon!);
  const lats = spots.map(([, lat]) => lat!);
  const centre: [number, number] = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  if (!map.getBounds().contains(centre)) map.jumpTo({ center: centre });
}

/** Names of the townships as elements: no font is fetched for them. Their share of the way across is noted for paper, where the picture has another size. */
function label(map: GlMap, { towns }: MapFrame): void {
  for (const { name, lon, lat } of towns) {
    const element = document.createElement("span");
    element.className = "town";
    element.textContent = name;
    element.setAttribute("aria-hidden", "true");
    new Marker({ element }).setLngLat([lon, lat]).addTo(map);
    map.on("render", () => {
      const { x, y } = map.project([lon, lat]);
      const { clientWidth, clientHeight } = map.getContainer();
      element.style.setProperty("--x", `${(100 * x) / clientWidth}%`);
      element.style.setProperty("--y", `${(100 * y) / clientHeight}%`);
    });
  }
}

/** What Enter selects, shown while the map has the focus. */
function cross(): Element {
  const box = document.createElement("div");
  box.className = "cross";
  box.innerHTML = '<svg viewBox="0 0 22 22" aria-hidden="true"><path d="M11 1v20M1 11h20" stroke="#fff" stroke-width="5"/><path d="M11 1v20M1 11h20" stroke="#1b2430" stroke-width="2"/></svg>';
  return box;
}

/** A still picture of one cell and one place, for a case file; answers how to take it away. */
export function drawSmall(box: HTMLElement, frame: MapFrame, cell: string | null, at: [number, number] | null): () => void {
  const where = at ? { center: at, zoom: nearZoom } : whole(frame, box);
  const map = new GlMap({ container: box, style: styleOf(frame), ...common, ...where, interactive: false });
  map.getCanvas().tabIndex = -1;
  map.on("load", () => addMarks(map));
  const show = (): void => {
    for (const layer of ["chosen-under", "chosen"]) map.setFilter(layer, ["==", ["get", "code"], cell ?? ""]);
    map.setPaintProperty("cells", "fill-color", ["case", ["==", ["get", "code"], cell ?? ""], own, ramp[0]!]);
    if (cell !== null && !at) void map.once("idle", () => (lookAt(map, cell), map.jumpTo({ zoom: nearZoom })));
  };
  map.once("style.load", show);
  if (at) {
    const pin = document.createElement("span");
    pin.className = "pin";
    new Marker({ element: pin }).setLngLat(at).addTo(map);
  }
  return () => void map.remove();
}

/** A map to point at: a click, or Enter for its middle, takes a place (longitude, latitude); answers how to take it away. */
export function drawPick(box: HTMLElement, frame: MapFrame, at: [number, number] | null, take: (place: [number, number]) => void): () => void {
  const where = at ? { center: at, zoom: nearZoom } : whole(frame, box);
  const map = new GlMap({ container: box, style: styleOf(frame), ...common, ...where, minZoom: 5, locale: { "Map.Title": t("选地点的地图，方向键移动，加减号缩放，回车选中间") } });
  map.touchZoomRotate.disableRotation();
  map.on("load", () => addMarks(map));
  label(map, frame);
  box.append(cross());
  const pin = document.createElement("span");
  pin.className = "pin";
  const marker = new Marker({ element: pin });
  const put = (place: [number, number]): void => void marker.setLngLat(place).addTo(map);
  const picked = ({ lng, lat }: { lng: number; lat: number }): void => {
    put([lng, lat]);
    take([lng, lat]);
  };
  if (at) put(at);
  map.on("click", ({ lngLat }) => picked(lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    picked(map.getCenter());
  });
  return () => void map.remove();
}
