/** The phone's map: canvas, no tiles, nothing from outside; the only importer of its library. */
import { canvas, divIcon, geoJSON, latLngBounds, map as makeMap, marker, circleMarker, type LatLngBounds, type Map as LeafletMap } from "leaflet";
import "leaflet/dist/leaflet.css";
import "./map.css";

interface Cell {
  type: "Feature";
  properties: { code: string; name: string; own: boolean };
  geometry: { type: "Polygon"; coordinates: number[][][] } | { type: "MultiPolygon"; coordinates: number[][][][] };
}

/** What is drawn; positions are longitude, latitude in degrees. */
export interface Field {
  cells: { type: "FeatureCollection"; features: Cell[] };
  stations: { id: number; name: string; kind: string; lon: number; lat: number }[];
}

export interface Extra {
  mark?: [number, number] | undefined;
  dots: readonly [number, number][];
  pick?: (lon: number, lat: number) => void;
}

export interface FieldMap {
  /** Longitude, latitude of the middle. */
  centre: () => [number, number];
  mark: (lon: number, lat: number) => void;
  remove: () => void;
}

/** Draw `field` into `box`; own cells fill the view. */
export function drawField(box: HTMLElement, field: Field, { mark, dots, pick }: Extra): FieldMap {
  const map = makeMap(box, { renderer: canvas({ padding: 0.5 }), attributionControl: false, minZoom: 8, maxZoom: 19, zoomSnap: 0.5 });
  // The canvas cannot draw before the view is set.
  map.fitBounds(viewOf(field, mark) ?? latLngBounds([[18, 73], [54, 135]]), { padding: [16, 16] });
  const ink = (name: string): string => getComputedStyle(box).getPropertyValue(name).trim();
  const cells = geoJSON(field.cells as GeoJSON.FeatureCollection, {
    style: (cell) =>
      cell?.properties.own
        ? { color: ink("--brand"), weight: 2.5, fillColor: ink("--brand-soft"), fillOpacity: 0.9 }
        : { color: "#aab2ba", weight: 1, fillColor: ink("--card"), fillOpacity: 0.7 },
  }).addTo(map);
  cells.eachLayer((layer) => layer.bindTooltip((layer as unknown as { feature: Cell }).feature.properties.name, { sticky: true }));
  for (const [lon, lat] of dots) circleMarker([lat, lon], { radius: 5, color: "#fff", weight: 1.5, fillColor: ink("--ink"), fillOpacity: 1 }).addTo(map);
  for (const station of field.stations) addStation(map, station);
  const at = circleMarker([0, 0], { radius: 9, color: "#fff", weight: 3, fillColor: ink("--brand"), fillOpacity: 1 });
  const put = (lon: number, lat: number): void => void at.setLatLng([lat, lon]).addTo(map);
  if (mark) put(...mark);
  if (pick) {
    map.on("click", ({ latlng }) => {
      put(latlng.lng, latlng.lat);
      pick(latlng.lng, latlng.lat);
    });
  }
  return {
    centre: () => [map.getCenter().lng, map.getCenter().lat],
    mark: put,
    remove: () => void map.remove(),
  };
}

function addStation(map: LeafletMap, { name, kind, lon, lat }: Field["stations"][number]): void {
  const post = /post|mobile/.test(kind);
  const icon = divIcon({ className: post ? "post" : "station", iconSize: [14, 14] });
  marker([lat, lon], { icon, title: name, alt: name, keyboard: false }).addTo(map).bindTooltip(name);
}

function viewOf({ cells }: Field, mark: [number, number] | undefined): LatLngBounds | undefined {
  const own = cells.features.filter((cell) => cell.properties.own);
  const bounds = geoJSON({ type: "FeatureCollection", features: own.length > 0 ? own : cells.features } as GeoJSON.FeatureCollection).getBounds();
  if (mark) bounds.extend([mark[1], mark[0]]);
  return bounds.isValid() ? bounds : undefined;
}
