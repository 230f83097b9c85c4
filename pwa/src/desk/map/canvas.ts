/** The desk's map: shapes from our own tiles, coloured here. Its library is imported by this folder only. */
import { Map as GlMap, Marker, type GeoJSONSource } from "maplibre-gl";
import { t } from "../../shell/words";
import { common, cross, keepWhole, label, lookAt, whole } from "./camera";
import { addMarks, forPaper, styleOf } from "./layers";
import { centres } from "./centres";
import { marks } from "./palette";
import { blankPicture, type Picture } from "./picture";
import type { MapFrame } from "./wire";
import "./map.css";

/** Places with a name of their own on the map: a mark, and its name when the pointer or the finger rests on it. */
export interface Place {
  id: number;
  label: string;
  lon: number;
  lat: number;
}

/** Where a map looks. */
export interface Camera {
  center: [number, number];
  zoom: number;
}

/** A still of the map, and where on it (in its own pixels) the names stand. */
export interface Still {
  image: HTMLCanvasElement;
  names: { text: string; x: number; y: number }[];
  /** Pixels of the image for one of the page. */
  ratio: number;
}

export interface HeadMap {
  /** For pages that draw more on it. */
  map: GlMap;
  /** Show these places instead of those shown before. */
  stand: (places: Place[]) => void;
  /** Colour the cells, and the townships where these stand for them; a code that is absent is white. */
  colour: (picture: Picture) => void;
  choose: (code: string | null, look: boolean) => void;
  camera: () => Camera;
  /** Look where another map looks. */
  follow: (camera: Camera) => void;
  still: () => Still;
  /** Say which of two maps this is; null where there is one. */
  name: (caption: string | null) => void;
  remove: () => void;
}

export interface Calls {
  pick: (code: string) => void;
  ready: () => void;
  failed: () => void;
  /** The person has moved this map. */
  moved: (camera: Camera) => void;
  /** The map rests where the person has moved it. */
  rested?: (camera: Camera) => void;
  /** Whether the map is so small that townships stand for the cells. */
  far?: (is: boolean) => void;
}

/** Draw the scope of `frame` into `box`. */
export function drawMap(box: HTMLElement, frame: MapFrame, { pick, ready, failed, moved, rested, far }: Calls): HeadMap {
  const title = t("网格地图，方向键移动，加减号缩放，回车选网格");
  const map = new GlMap({ container: box, style: styleOf(frame), ...common, ...whole(frame, box), minZoom: 5, locale: { "Map.Title": title } });
  map.touchZoomRotate.disableRotation();
  const small = (): boolean => map.getZoom() < frame.cells_from_zoom;
  const colouring = colourer(map, small);
  const zoomed = (): void => far?.(small());
  map.on("zoom", zoomed);
  zoomed();
  map.on("load", () => {
    addMarks(map, frame.cells_from_zoom);
    colouring.mark();
    map.once("idle", ready);
  });
  map.on("error", ({ error }) => {
    if (/40[13]/.test(String(error.message))) failed();
  });
  picking(map, pick);
  const touched = keepWhole(map, frame);
  label(map, frame);
  box.append(cross());
  const camera = (): Camera => ({ center: map.getCenter().toArray(), zoom: map.getZoom() });
  let following = false;
  map.on("move", () => following || moved(camera()));
  map.on("moveend", ({ originalEvent }) => originalEvent && rested?.(camera()));
  const forget = printing(map, box);
  let standing: Marker[] = [];
  return {
    map,
    colour: colouring.colour,
    camera,
    choose: (code, look) => {
      for (const layer of ["chosen-under", "chosen"]) if (map.getLayer(layer)) map.setFilter(layer, ["==", ["get", "code"], code ?? ""]);
      if (code !== null && look) lookAt(map, code);
    },
    stand: (places) => {
      for (const each of standing) each.remove();
      standing = places.map((place) => stand(map, place));
    },
    follow: (to) => {
      following = true;
      touched();
      map.jumpTo(to);
      following = false;
    },
    still: () => still(map, frame),
    name: (caption) => map.getCanvas().setAttribute("aria-label", [caption, title].filter(Boolean).join("·")),
    remove: () => {
      forget();
      map.remove();
    },
  };
}

/** A click, or Enter for the middle, takes a cell. */
function picking(map: GlMap, pick: (code: string) => void): void {
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
}

/** Colours cells and townships, and puts a mark into the middle of what is seen of each that has one. */
function colourer(map: GlMap, small: () => boolean): { colour: (picture: Picture) => void; mark: () => void } {
  let now: Picture = blankPicture;
  const mark = (): void => {
    const source = map.getSource<GeoJSONSource>("marks");
    if (!source || !map.getLayer("marks")) return;
    const layer = small() ? "areas" : "cells";
    const shown = new Map([...(layer === "areas" ? now.towns : now.shades)].filter(([, shade]) => shade in marks));
    void source.setData({ type: "FeatureCollection", features: [...centres(map, layer, [...shown.keys()])].map(([code, coordinates]) => ({ type: "Feature", properties: { shade: shown.get(code), layer }, geometry: { type: "Point", coordinates } })) });
  };
  const apply = (picture: Picture): void => {
    const of = (layer: string, id: string): { source: string; sourceLayer: string; id: string } => ({ source: layer, sourceLayer: layer, id });
    for (const code of now.shades.keys()) if (!picture.shades.has(code)) map.removeFeatureState(of("cells", code));
    for (const [code, shade] of picture.shades) map.setFeatureState(of("cells", code), { shade, strong: picture.outlined.get(code) ?? "" });
    for (const code of now.towns.keys()) if (!picture.towns.has(code)) map.removeFeatureState(of("areas", code));
    for (const [code, shade] of picture.towns) map.setFeatureState(of("areas", code), { shade });
    now = picture;
    mark();
  };
  map.on("moveend", mark);
  map.on("sourcedata", ({ sourceId }) => {
    if ((sourceId === "cells" || sourceId === "areas") && map.isSourceLoaded(sourceId)) mark();
  });
  const colour = (picture: Picture): void => {
    if (map.getSource("cells")) apply(picture);
    else void map.once("style.load", () => apply(picture));
  };
  return { colour, mark };
}

/** A place as an element: there are few of them. The table beside the map says the same. */
function stand(map: GlMap, { label: name, lon, lat }: Place): Marker {
  const element = document.createElement("span");
  element.className = "venue";
  element.title = name;
  element.setAttribute("aria-hidden", "true");
  return new Marker({ element }).setLngLat([lon, lat]).addTo(map);
}

/** The map's image as on paper. */
function copy(map: GlMap): HTMLCanvasElement {
  forPaper(map, true);
  const source = map.getCanvas();
  const image = Object.assign(document.createElement("canvas"), { width: source.width, height: source.height });
  image.getContext("2d")!.drawImage(source, 0, 0);
  forPaper(map, false);
  return image;
}

/** Paper gets a copy: what is drawn by WebGL while the printer waits does not reach it. Answers how to end this. */
function printing(map: GlMap, box: HTMLElement): () => void {
  let image: HTMLCanvasElement | undefined;
  const before = (): void => {
    image?.remove();
    image = copy(map);
    image.className = "paper";
    map.getCanvasContainer().prepend(image);
    box.classList.add("copied");
  };
  const after = (): void => {
    image?.remove();
    box.classList.remove("copied");
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}

/** The map as on paper, and its names. */
function still(map: GlMap, { towns }: MapFrame): Still {
  const image = copy(map);
  const ratio = image.width / map.getContainer().clientWidth;
  const names = towns.map(({ name, lon, lat }) => {
    const { x, y } = map.project([lon, lat]);
    return { text: name, x: x * ratio, y: y * ratio };
  });
  return { image, names, ratio };
}
