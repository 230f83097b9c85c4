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
  may_sample: boolean;
  version: number;
}

export interface ProjectWish {
  id: string;
  number: string;
  area_name: string;
  opened_at: string;
}

/** A cell of a project's sample; `left`: households that have not answered yet. */
export interface SurveyCell {
  code: string;
  name: string;
  households: number;
  asked: number[];
  left: number[];
  voices: { verdict: string; label: string; n: number }[];
}

/** The households that are asked of a project, and what they say. */
export interface Survey {
  seed: number;
  asked: number;
  answered: number;
  /** Empty once enough have answered. */
  warning: string;
  voices: { verdict: string; label: string; n: number }[];
  cells: SurveyCell[];
  may_note: boolean;
}
