/** What stands around a case besides its file, as the API gives it. */

/** In which other procedures it is, who is in charge of it, and which other petitions its people made. */
export interface CaseStanding {
  procedures: { at: string; actor_name: string; role_label: string; procedure: string; label: string; reason: string }[];
  charges: { id: string; at: string; actor_name: string; leader: string; reason: string; due_on: string; overdue: boolean }[];
  earlier: { case_id: string; number: string; label: string; channel: string; came_on: string }[];
  may_note: boolean;
  may_charge: boolean;
}

/** What somebody said of an answer; `by`: who wrote it down for them. */
export interface Rating {
  id: string;
  at: string;
  verdict: "satisfied" | "fair" | "dissatisfied";
  label: string;
  reason: string;
  way_label: string;
  by: string;
}

/** A sheet and what was said of its answer, newest first. */
export interface RatedSheet {
  sheet_id: string;
  number: string;
  report_number: string;
  issued_at: string;
  present: boolean;
  said: Rating[];
}

/** What is said of the answers to a case; `consent`: that all are content, in words. */
export interface CaseRatings {
  sheets: RatedSheet[];
  may_write: boolean;
  content: boolean;
  consent: string;
}
