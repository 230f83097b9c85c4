/** What the map reads, as the API gives it. */

import type { Term } from "../wire";

export interface CellCount {
  code: string;
  name: string;
  area_code: string;
  households: number;
  count: number;
}

export interface Hotspots {
  from: string;
  to: string;
  version: string;
  total: number;
  unplaced: number;
  former: number;
  cells: CellCount[];
  /** Only for those who handle hidden matters. */
  hidden_by_village: { code: string; name: string; count: number }[];
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
