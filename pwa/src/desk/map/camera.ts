/** Where a map looks, and the names that stand on it. */
import { Marker, setWorkerUrl, type Map as GlMap, type MapOptions, type PaddingOptions } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { MapFrame } from "./wire";

setWorkerUrl(new URL(workerUrl, location.href).href);

const margin = 24;
// Room for the legend, which lies on the map where the window is wide.
const legendRoom = 236;
const wideBox = 700;
// Room for the name of the period above each of two maps.
const captionRoom = 48;
export const nearZoom = 11.7;

export const common = {
  attributionControl: false,
  dragRotate: false,
  pitchWithRotate: false,
  touchPitch: false,
  maxZoom: 17,
  // Without it a printed page shows an empty map.
  canvasContextAttributes: { preserveDrawingBuffer: true },
} as const;

function paddingOf(box: HTMLElement): PaddingOptions {
  return { top: box.closest(".two") ? captionRoom : margin, right: margin, bottom: margin, left: box.clientWidth > wideBox ? legendRoom : margin };
}

export function whole({ bounds }: MapFrame, box: HTMLElement): Pick<MapOptions, "bounds" | "fitBoundsOptions"> {
  return bounds ? { bounds, fitBoundsOptions: { padding: paddingOf(box) } } : {};
}

/** Until the person moves the map, it shows the whole scope, whatever becomes of the window; call the answer when it was moved otherwise. */
export function keepWhole(map: GlMap, { bounds }: MapFrame): () => void {
  let moved = false;
  map.on("movestart", ({ originalEvent }) => (moved ||= originalEvent !== undefined));
  map.on("resize", () => {
    if (!moved && bounds) map.fitBounds(bounds, { padding: paddingOf(map.getContainer()), animate: false });
  });
  return () => (moved = true);
}

/** Bring a cell that is loaded but out of sight into the middle. */
export function lookAt(map: GlMap, code: string): void {
  const parts = map.querySourceFeatures("cells", { sourceLayer: "cells", filter: ["==", ["get", "code"], code] });
  const spots = parts.flatMap(({ geometry }) => (geometry.type === "Polygon" ? geometry.coordinates.flat() : geometry.type === "MultiPolygon" ? geometry.coordinates.flat(2) : []));
  if (spots.length === 0) return;
  const lons = spots.map(([lon]) => lon!);
  const lats = spots.map(([, lat]) => lat!);
  const centre: [number, number] = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  if (!map.getBounds().contains(centre)) map.jumpTo({ center: centre });
}

/** Names of the townships as elements: no font is fetched for them. Their share of the way across is noted for paper, where the picture has another size. */
export function label(map: GlMap, { towns }: MapFrame): void {
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
export function cross(): Element {
  const box = document.createElement("div");
  box.className = "cross";
  box.innerHTML = '<svg viewBox="0 0 22 22" aria-hidden="true"><path d="M11 1v20M1 11h20" stroke="#fff" stroke-width="5"/><path d="M11 1v20M1 11h20" stroke="#1b2430" stroke-width="2"/></svg>';
  return box;
}
