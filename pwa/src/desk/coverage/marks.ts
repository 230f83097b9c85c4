/** What the desk's map shows of coverage: three states of cells, and numbered sites that can be dragged; on the map that `canvas` makes. */
import { Marker, type ExpressionSpecification, type Map as GlMap } from "maplibre-gl";
import { t } from "../../shell/words";
import { rank } from "./say";
import type { ReachedCell, Site } from "./wire";

/** States of the cells, as their colours are chosen. */
const at = { own: 1, within: 2, blank: 3 } as const;
const colours = { own: "#5aae61", within: "#c7e5c1", blank: "#ffffff" } as const;
const ink = "#1b2430";
const ground = "#e9ecec";
const step = 12;
// Room for the sites, and for the legend, which lies on the map where the window is wide.
const room = 56;
const legend = 250;
const wide = 700;
const tile = 8;

export interface Marks {
  /** Colour the cells by their state. */
  cells: (cells: ReachedCell[]) => void;
  /** Show the advised sites, which stay, and the trial posts, which are moved. */
  sites: (advised: readonly Site[], trial: readonly [number, number][]) => void;
}

/** Lines at 45°, as blank cells are hatched. */
function hatch(): ImageData {
  const pen = new OffscreenCanvas(tile, tile).getContext("2d")!;
  pen.strokeStyle = "#5f6b7a";
  pen.lineWidth = 1.2;
  for (const shift of [-tile, 0, tile]) {
    pen.moveTo(shift, tile);
    pen.lineTo(shift + tile, 0);
  }
  pen.stroke();
  return pen.getImageData(0, 0, tile, tile);
}

function prepare(map: GlMap): void {
  const state: ExpressionSpecification = ["coalesce", ["feature-state", "reach"], 0];
  map.setPaintProperty("cells", "fill-color", ["match", state, at.own, colours.own, at.within, colours.within, at.blank, colours.blank, ground]);
  map.addImage("blank-hatch", hatch());
  const of = { source: "cells", "source-layer": "cells", filter: ["in", ["get", "code"], ["literal", []]] as never };
  map.addLayer({ id: "blank-hatch", type: "fill", ...of, paint: { "fill-pattern": "blank-hatch", "fill-opacity": 0.55 } }, "chosen-under");
  map.addLayer({ id: "blank-edge", type: "line", ...of, layout: { "line-join": "round" }, paint: { "line-color": ink, "line-width": 1.4 } }, "chosen-under");
}

/** Draw coverage on `map`; `moved` is told where a trial post was put, null: taken away. */
export function mark(map: GlMap, moved: (nth: number, place: [number, number] | null) => void): Marks {
  const whenReady = (work: () => void): void => void (map.getSource("cells") ? work() : map.once("style.load", work));
  whenReady(() => prepare(map));
  let shown: Marker[] = [];
  let looked = "";
  return {
    cells: (cells) => {
      const blank = cells.filter(({ state }) => state === "blank").map(({ code }) => code);
      whenReady(() => {
        map.removeFeatureState({ source: "cells", sourceLayer: "cells" });
        for (const { code, state } of cells) map.setFeatureState({ source: "cells", sourceLayer: "cells", id: code }, { reach: at[state] });
        for (const layer of ["blank-hatch", "blank-edge"]) map.setFilter(layer, ["in", ["get", "code"], ["literal", blank]]);
      });
      const around = cells.map(({ code }) => code).join();
      if (around !== looked && cells.length > 0) {
        looked = around;
        const lons = cells.map(({ lon }) => lon);
        const lats = cells.map(({ lat }) => lat);
        map.fitBounds([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], { padding: { top: room, right: room, bottom: room, left: map.getContainer().clientWidth > wide ? legend : room }, maxZoom: 14, animate: false });
      }
    },
    sites: (advised, trial) => {
      const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["nth"] : undefined;
      for (const each of shown) each.remove();
      shown = [...advised.map((site, nth) => still(map, site, nth)), ...trial.map((place, nth) => loose(map, place, nth, moved))];
      // who moves one by the keys goes on moving it
      if (held !== undefined) map.getContainer().querySelector<HTMLElement>(`[data-nth="${held}"]`)?.focus();
    },
  };
}

function still(map: GlMap, { lon, lat }: Site, nth: number): Marker {
  const element = document.createElement("span");
  element.className = "site";
  element.textContent = rank(nth);
  element.setAttribute("aria-hidden", "true");
  return new Marker({ element }).setLngLat([lon, lat]).addTo(map);
}

function loose(map: GlMap, place: [number, number], nth: number, moved: (nth: number, place: [number, number] | null) => void): Marker {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "site loose";
  element.textContent = String(nth + 1);
  element.dataset["nth"] = String(nth);
  element.setAttribute("aria-label", t("试放点{n}，拖动或按方向键移动，按Delete拿掉", { n: nth + 1 }));
  const marker = new Marker({ element, draggable: true }).setLngLat(place).addTo(map);
  const tell = (): void => moved(nth, [marker.getLngLat().lng, marker.getLngLat().lat]);
  marker.on("dragend", tell);
  for (const kind of ["click", "dblclick"]) element.addEventListener(kind, (event) => event.stopPropagation());
  element.addEventListener("keydown", (event) => {
    const by: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const way = by[event.key];
    if (event.key === "Delete" || event.key === "Backspace") moved(nth, null);
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y } = map.project(marker.getLngLat());
    marker.setLngLat(map.unproject([x + way[0], y + way[1]]));
  });
  element.addEventListener("keyup", (event) => {
    if (event.key.startsWith("Arrow")) tell();
  });
  return marker;
}
