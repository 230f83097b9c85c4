/** What the map reads, as the API gives it. */

import type { Term } from "../wire";

/** What the cells are coloured by: reports, reports per 1000 households, significance (Getis-Ord Gi*). */
export type Measure = "count" | "rate" | "gi_star";
export type GiClass = "hot_99" | "hot_95" | "hot_90" | "none" | "cold_90" | "cold_95" | "cold_99";
export type Trend = "new" | "growing" | "persistent" | "fading" | "none";

export interface CellCount {
  code: string;
  name: string;
  area_code: string;
  households: number;
  count: number;
  /** Reports per 1000 households; null without households. */
  rate: number | null;
  /** The same, drawn towards the mean where households are few. */
  smoothed: number | null;
  /** From here on only of `gi_star`, and null where it cannot be said. */
  z?: number | null;
  p?: number | null;
  p_sim?: number | null;
  fdr?: boolean | null;
  class?: GiClass | null;
  trend?: Trend | null;
}

export interface Computed {
  cells: number;
  islands: number;
  permutations: number;
  seed: number;
  /** The share of false finds that the correction allows, 0 to 1. */
  q: number;
}

export interface Hotspots {
  measure: Measure;
  from: string;
  to: string;
  version: string;
  total: number;
  unplaced: number;
  former: number;
  cells: CellCount[];
  /** Only for those who handle hidden matters. */
  hidden_by_village: { code: string; name: string; count: number }[];
  /** How significance was computed; null where it was not. */
  computed: Computed | null;
  /** Why there is no significance. */
  reason: string | null;
}

export type Step = "day" | "week" | "month";

export interface HotspotSeries {
  step: Step;
  /** Days, both counted. */
  steps: { from: string; to: string }[];
  /** Cells with nothing in every step are left out. */
  cells: { code: string; counts: number[] }[];
  total: number[];
}

/** One cell and all that is known of it. */
export interface CellSheet {
  code: string;
  name: string;
  area_code: string;
  village: string;
  town: string;
  households: number;
  count: number;
  rate: number | null;
  smoothed: number | null;
  z: number | null;
  p: number | null;
  p_sim: number | null;
  fdr: boolean | null;
  class: GiClass | null;
  trend: Trend | null;
  /** Oldest first. */
  series: { from: string; to: string; count: number }[];
  categories: { code: string; name: string; name_en: string; n: number }[];
  open_cases: number;
  workers: { id: number; name: string }[];
  /** The nearest open ones, nearest first. */
  posts: { id: number; name: string; kind: string; distance_m: number; walk_min: number }[];
  /** The speed that the minutes assume. */
  walking_kmh: number;
}

export interface BlankCell {
  code: string;
  name: string;
  area_code: string;
  village: string;
  households: number;
}

/** Cells with and without a collection post today. */
export interface Coverage {
  cells: number;
  covered: number;
  /** 0 to 1. */
  rate: number;
  blank: BlankCell[];
}

export interface Town extends Term {
  lon: number;
  lat: number;
}

/** What a map needs before it draws; `bounds`: west, south, east, north. */
export interface MapFrame {
  version: string;
  bounds: [number, number, number, number] | null;
  areas: Term[];
  towns: Town[];
  synthetic: boolean;
  attributions: string[];
  cells_from_zoom: number;
  categories: { code: string; name: string; name_en: string }[];
  topics: { code: string; name: string; name_en: string }[];
}
