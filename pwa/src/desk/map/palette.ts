/** The colours of the map (ui.md §5) and the marks that say the same without colour. */
import type { GiClass } from "./wire";

/** How a cell looks: `c0` to `c5` for counts and rates. */
export type Shade = "c0" | "c1" | "c2" | "c3" | "c4" | "c5" | "blank" | "unknown" | GiClass | "less_2" | "less_1" | "same" | "more_1" | "more_2";

export const colours: Readonly<Record<Shade, string>> = {
  c0: "#ffffff", c1: "#dadaeb", c2: "#bcbddc", c3: "#9e9ac8", c4: "#756bb1", c5: "#54278f",
  // A cell without a collection post: no colour of the ramp, and dark enough beside white.
  blank: "#c2570c",
  // Below the hatch.
  unknown: "#ffffff",
  hot_99: "#b2182b", hot_95: "#d6604d", hot_90: "#f4a582", none: "#f1f1ee", cold_90: "#92c5de", cold_95: "#4393c3", cold_99: "#2166ac",
  less_2: "#018571", less_1: "#80cdc1", same: "#f5f5f5", more_1: "#dfc27d", more_2: "#a6611a",
};

export const ramp: readonly Shade[] = ["c0", "c1", "c2", "c3", "c4", "c5"];
/** From the hottest to the coldest. */
export const giClasses: readonly GiClass[] = ["hot_99", "hot_95", "hot_90", "none", "cold_90", "cold_95", "cold_99"];
/** From the greatest rise to the greatest fall. */
export const changes: readonly Shade[] = ["more_2", "more_1", "same", "less_1", "less_2"];

/** In grey print hot and cold are equal: these tell them apart. */
export const marks: Readonly<Partial<Record<Shade, string>>> = {
  hot_99: "▲▲▲", hot_95: "▲▲", hot_90: "▲", cold_90: "▼", cold_95: "▼▼", cold_99: "▼▼▼", more_2: "＋＋", more_1: "＋", less_1: "－", less_2: "－－",
};

const pale = new Set<Shade>(["hot_90", "cold_90", "more_1", "less_1"]);
export const ink = "#1b2430";
export const hatchLine = "#aab2ba";

/** What a mark on this colour is drawn with. */
export const markInk = (shade: Shade): string => (pale.has(shade) ? ink : "#ffffff");
