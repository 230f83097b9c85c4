/** The ledgers, as the API gives them. */

export interface LedgerColumn {
  key: string;
  name: string;
  kind: "text" | "code" | "date" | "number";
  /** In characters. */
  width: number;
  /** Its figures are summed. */
  adds: boolean;
}

export interface LedgerBook {
  code: string;
  name: string;
  /** Which day puts an entry into a period. */
  dated: string;
  by: ("category" | "channel" | "station")[];
  columns: LedgerColumn[];
}

export interface OwnLedgerBook {
  id: string;
  name: string;
  source: string;
  columns: string[];
  area: string;
  category: string | null;
  channel: string | null;
  station: number | null;
  span: Span;
  ended: boolean;
  may_end: boolean;
}

export type Span = "month" | "last_month" | "quarter" | "year" | "last_year";

export interface LedgerChoice {
  code: string;
  name: string;
}

export interface Ledgers {
  items: LedgerBook[];
  own: OwnLedgerBook[];
  channels: LedgerChoice[];
  stations: LedgerChoice[];
  spans: LedgerChoice[];
  may_keep: boolean;
}

export interface LedgerSum {
  code: string;
  name: string;
  rows: number;
  hidden: number;
  sums: Record<string, number>;
}

export interface LedgerPage {
  code: string;
  title: string;
  dated: string;
  from: string;
  to: string;
  columns: LedgerColumn[];
  items: (string | number | null)[][];
  rows: number;
  hidden: number;
  sums: Record<string, number>;
  areas: LedgerSum[];
}
