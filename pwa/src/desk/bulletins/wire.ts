/** Bulletins as the API tells of them. */

export type BulletinKind = "week" | "month" | "own";

export interface BulletinHead {
  /** Null for one that is only looked at. */
  id: string | null;
  kind: BulletinKind;
  kind_label: string;
  area_code: string;
  area_name: string;
  from: string;
  to: string;
  made_at: string;
}

export interface Bulletins {
  items: BulletinHead[];
  next: string | null;
  areas: { code: string; name: string; level: string }[];
}

export interface Sentence {
  text: string;
  /** The figures it rests on. */
  rests: { label: string; value: number }[];
}

export interface Tally {
  code: string;
  name: string;
  now: number;
  before: number | null;
}

export interface HotCell {
  code: string;
  name: string;
  n: number;
  rate: number | null;
  z: number | null;
  p: number | null;
  /** Also when all cells are looked at together. */
  sure: boolean;
  class: string;
  class_label: string;
  trend_label: string;
}

export interface Figure {
  key: string;
  label: string;
  value: number;
}

export interface Drawing {
  width: number;
  height: number;
  cells: { code: string; name: string; n: number; class: string; path: string; mark: [number, number] }[];
  legend: { class: string; label: string; colour: string; mark: string; cells: number }[];
  notes: string[];
}

export interface Bulletin extends BulletinHead {
  open: boolean;
  before: { from: string; to: string; days: number } | null;
  year: { from: string; to: string; days: number } | null;
  total: { now: number; before: number | null; year: number | null };
  days: { day: string; n: number }[];
  categories: Tally[];
  channels: Tally[];
  hot: HotCell[];
  work: Figure[];
  voices: Figure[];
  alerts: { kind: string; label: string; n: number; open: number }[];
  unplaced: number;
  sections: { section: string; label: string; sentences: Sentence[] }[];
  map: Drawing | null;
  notes: string[];
}
