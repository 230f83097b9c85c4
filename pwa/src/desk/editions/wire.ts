/** Editions of the grid, as the API gives them. */

/** An edition; its figures are of the reader's own area. */
export interface EditionRow {
  id: number;
  name: string;
  area_code: string;
  area_name: string;
  in_force_from: string;
  in_force_to: string | null;
  state: "ahead" | "in_force" | "over";
  state_label: string;
  source: string;
  file_name: string;
  imported_by: string;
  imported_at: string;
  synthetic: boolean;
  cells: number;
  kept: number;
  renamed: number;
  split: number;
  merged: number;
  redrawn: number;
}

/** And how much it moved there, by kind. */
export interface Edition extends EditionRow {
  new: number;
  gone: number;
  posts: number;
  cases: number;
  reports: number;
  workers: number;
  may_withdraw: boolean;
}

/** Something that went from one cell to another; null: no cell. */
export interface EditionMove {
  former: string | null;
  cell: string | null;
  what: string | null;
  what_label: string | null;
  /** Of the former cell's ground, 0 to 1. */
  share: number | null;
  n: number;
  name: string;
  case_id: string | null;
  station_id: number | null;
  /** Metres from the post to its cell. */
  distance_m: number | null;
}

/** An edition that was taken back. */
export interface EditionWithdrawn {
  id: number;
  name: string;
  withdrawn_name: string;
  reason: string;
  withdrawn_at: string;
}
