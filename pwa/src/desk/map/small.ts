/** Small maps of other pages: a still picture of one cell, and a map to point at. */
import { Map as GlMap, Marker } from "maplibre-gl";
import { t } from "../../shell/words";
import { common, cross, label, lookAt, nearZoom, whole } from "./camera";
import { addMarks, styleOf } from "./layers";
import { colours } from "./palette";
import type { MapFrame } from "./wire";
import "./map.css";

const own = "#d6e6f7";

/** A still picture of one cell and one place, for a case file; answers how to take it away. */
export function drawSmall(box: HTMLElement, frame: MapFrame, cell: string | null, at: [number, number] | null): () => void {
  const where = at ? { center: at, zoom: nearZoom } : whole(frame, box);
  const map = new GlMap({ container: box, style: styleOf(frame), ...common, ...where, interactive: false });
  map.getCanvas().tabIndex = -1;
  map.on("load", () => addMarks(map));
  const show = (): void => {
    for (const layer of ["chosen-under", "chosen"]) map.setFilter(layer, ["==", ["get", "code"], cell ?? ""]);
    map.setPaintProperty("cells", "fill-color", ["case", ["==", ["get", "code"], cell ?? ""], own, colours.c0]);
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
