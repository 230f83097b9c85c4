/** Tasks of visits, as the API gives them. */

/** A visit that somebody is asked to make; `sightings`: how many were written down at it. */
export interface VisitTask {
  id: string;
  area_name: string;
  place: string;
  what: string;
  why: string;
  priority: "high" | "usual" | "low";
  priority_label: string;
  worker_name: string;
  /** A day. */
  due_on: string;
  due: "overdue" | "today" | "later";
  state: "open" | "done" | "cancelled";
  label: string;
  made_name: string;
  found_label: string | null;
  households: number | null;
  note: string;
  done_at: string | null;
  sightings: number;
  steps: { kind: "given" | "done" | "cancelled"; at: string; actor_name: string; note: string }[];
  may_cancel: boolean;
}

/** Somebody who may be asked; `of_cell`: they answer for the cell. */
export interface VisitWorker {
  id: number;
  name: string;
  of_cell: boolean;
}

export interface VisitGoal {
  area_code: string;
  area_name: string;
  households: number;
}
