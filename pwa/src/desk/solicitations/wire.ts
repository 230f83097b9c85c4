/** Solicitations, as the API gives them. */

import type { Term } from "../wire";

/** A line of the list. */
export interface SolicitationHead {
  id: string;
  number: string;
  kind: Term;
  title: string;
  issuer: string;
  state: string;
  label: string;
  phase: "before" | "during" | "after" | "aside";
  phase_label: string;
  area: Term;
  opens_on: string;
  closes_on: string;
  /** Opinions are taken today. */
  taking: boolean;
  days_left: number;
}

/** The file. */
export interface Solicitation extends SolicitationHead {
  about: string;
  issuer_number: string;
  issued_on: string;
  held_label: string | null;
  by: string;
  goes_to: string;
  version: number;
  leads: { id: number; name: string }[];
  versions: DraftVersion[];
  tasks: SolicitationTask[];
  events: { at: string; actor_name: string; receiver: string | null; label: string; words: string; given: { label: string; text: string }[] }[];
  moves: { move: string; label: string; reason_required: boolean; aside: boolean; needs: Term[] }[];
  outcomes: Term[];
  may_draft: boolean;
  runs: StepRun[];
  following: boolean;
}

/** What shows that a step was done; `photos`: digests. */
export interface StepDone {
  words: string;
  name: string;
  at: string;
  photos: string[];
  activity_id: string | null;
  activity_title: string;
}

/** The nine steps at a station; `done` null: still to be done. */
export interface StepRun {
  id: string;
  station_id: number;
  station: string;
  boxes: { nth: number; name: string; done: StepDone | null }[];
  may: boolean;
}

/** The steps of a station as it names them; version 0: not named yet. */
export interface Steps {
  version: number;
  names: string[];
}

/** A version; `articles`: how many. */
export interface DraftVersion {
  id: string;
  nth: number;
  title: string;
  note: string;
  made_at: string;
  articles: number;
}

export interface DraftVersionWhole {
  nth: number;
  items: DraftArticle[];
}

/** `next_id`: of the one that continues it, null in the newest version and where it was dropped. */
export interface DraftArticle {
  id: string;
  label: string;
  heading: string;
  text: string;
  former_label: string | null;
  next_id: string | null;
}

export interface SolicitationTask {
  id: string;
  parent_id: string | null;
  receiver: string;
  words: string;
  due_on: string;
  days_left: number;
  late: boolean;
  state: string;
  label: string;
  version: number;
  holds: boolean;
  steps: { to: string; label: string; why: boolean }[];
}

export interface TaskInHand {
  id: string;
  solicitation_id: string;
  number: string;
  title: string;
  receiver: string;
  days_left: number;
  late: boolean;
  due_on: string;
  label: string;
}

/** What one needs to issue. */
export interface SolicitationFrame {
  kinds: Term[];
  areas: Term[];
}

/** What a text holds, to be put right. */
export interface DraftPreview {
  title: string;
  after: number;
  articles: ReadArticle[];
  formers: { id: string; label: string; text: string }[];
}

export interface ReadArticle {
  label: string;
  heading: string;
  text: string;
  former_id: string | null;
}
