/** Livelihood projects, as the API gives them; money in whole yuan. */

export interface ProjectHead {
  id: string;
  number: string;
  year: number;
  title: string;
  area_code: string;
  area_name: string;
  state: string;
  label: string;
  /** In which of the four lists it stands. */
  list: "order" | "choose" | "build" | "inspect";
  body_name: string | null;
  planned_yuan: number | null;
  paid_yuan: number | null;
  percent: number | null;
  due_on: string | null;
  flag: "" | "yellow" | "red";
  flag_label: string;
  sources: number;
}

export interface ProjectNext {
  id: string;
  label: string;
  /** What is written with it. */
  words: string;
  /** Everybody who asked reads it. */
  tells: boolean;
  plans: boolean;
}

export interface ProjectScore {
  dimension: string;
  name: string;
  n: number;
  mean: number | null;
  mine: number | null;
}

export interface Project extends ProjectHead {
  text: string;
  asked_yuan: number | null;
  asked_due_on: string | null;
  events: { at: string; label: string; actor_name: string; words: string }[];
  cases: { case_id: string; case_number: string }[];
  progress: { at: string; quarter: string; percent: number; paid_yuan: number; words: string; actor_name: string }[];
  scores: ProjectScore[];
  voices: { verdict: string; label: string; n: number }[];
  moves: ProjectNext[];
  may_add: boolean;
  may_report: boolean;
  may_flag: boolean;
  may_score: boolean;
  version: number;
}

export interface ProjectWish {
  id: string;
  number: string;
  area_name: string;
  opened_at: string;
}
