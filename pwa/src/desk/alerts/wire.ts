/** Alerts, as the API gives them. */

/** What repeats, heaps up or has risen, in words; `cases`: those that this reader sees. */
export interface Alert {
  id: string;
  kind: string;
  kind_label: string;
  area_code: string;
  area_name: string;
  words: string;
  raised_at: string;
  state: "open" | "seen" | "acted";
  label: string;
  note: string;
  settled_name: string | null;
  settled_at: string | null;
  cases: { id: string; number: string; label: string }[];
  may_note: boolean;
  may_urge: boolean;
}
