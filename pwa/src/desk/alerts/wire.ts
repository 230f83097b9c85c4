/** Alerts, as the API gives them. */
import type { VisitTask } from "../visits/wire";

/** What repeats, heaps up or has risen, in words; `cases`: those that this reader sees. */
export interface Alert {
  id: string;
  kind: string;
  kind_label: string;
  area_code: string;
  area_name: string;
  words: string;
  raised_at: string;
  state: "open" | "seen" | "acted" | "tasked";
  label: string;
  note: string;
  settled_name: string | null;
  settled_at: string | null;
  cases: { id: string; number: string; label: string }[];
  cell_code: string | null;
  /** The visit that came of it. */
  task: VisitTask | null;
  may_task: boolean;
  may_note: boolean;
  may_urge: boolean;
}
