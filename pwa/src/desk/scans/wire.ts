/** What becomes of codes, as the API gives it. */

export interface ScanUse {
  opened: number;
  begun: number;
  submissions: number;
  opinions: number;
  /** What came in all, of what was opened, 0 to 1; null where that is no share. */
  rate: number | null;
}

export interface ScanStep extends ScanUse {
  /** The first day of a week or month. */
  begins: string;
}

export type Brings = "all" | "unscanned" | "unwritten" | "ended";

export interface ScanLine extends ScanUse {
  kind: "deputy" | "station" | "post" | null;
  name: string;
  area_code: string;
  area: string;
  code: string | null;
  category: string | null;
  category_en: string | null;
  ended_on: string | null;
  codes: number;
  brings: Brings;
}

export interface Scans {
  from: string;
  to: string;
  total: ScanUse;
  steps: ScanStep[];
  items: ScanLine[];
  tally: Record<Brings, number>;
}
