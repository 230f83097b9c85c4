/** What opinions come to, as the API gives it. */

import type { Term } from "../wire";

/** A draft and how far its opinions are: in no item yet (`free`), owed an answer (`due`). */
export interface DigestDraft {
  id: string;
  number: string;
  title: string;
  closes_on: string;
  raised: number;
  free: number;
  due: number;
  items: number;
}

/** An article of the newest version; the draft as a whole has a null id. */
export interface DigestArticle {
  id: string | null;
  label: string;
  text: string;
  opinions: number;
  free: number;
  items: number;
}

export interface DigestFrame {
  id: string;
  number: string;
  title: string;
  articles: DigestArticle[];
  outcomes: { outcome: string; name: string; reason_required: boolean; article_required: boolean }[];
  may_write: boolean;
}

/** The original, which nobody changes. */
export interface DigestOpinion {
  id: string;
  number: string;
  said_at: string;
  said: string;
  unit_name: string;
  label: string;
  station_name: string | null;
  article_label: string | null;
  item_id: string | null;
}

/** Opinions that say nearly the same, the words most of them share, and the item that says it already. */
export interface DigestGroup {
  /** How many say it; `opinions` holds the first of them. */
  size: number;
  opinions: { id: string; likeness: number; said: string }[];
  words: string[];
  item_id: string | null;
}

export interface DigestItem {
  id: string;
  number: string;
  solicitation_id: string;
  solicitation_title: string;
  article_id: string | null;
  article_label: string | null;
  title: string;
  text: string;
  state: string;
  label: string;
  batch_number: string | null;
  outcome: string | null;
  /** Why it was dropped, or what came back with the result. */
  why: string;
  final_label: string | null;
  final_text: string | null;
  merged_into: string | null;
  answered_at: string | null;
  area_name: string;
  made_at: string;
  version: number;
  opinions: number;
  unanswered: number;
  events: { at: string; actor_name: string; label: string; words: string }[];
  reviews: { expert_id: string; expert_name: string; has_account: boolean; due_on: string; verdict: string | null; reasons: string; ended: boolean; late: boolean }[];
  moves: { id: string; label: string; by: string; reason_required: boolean }[];
  asks_me: boolean;
  may_answer: boolean;
  may_sort: boolean;
}

export interface Expert {
  id: string;
  name: string;
  employer: string;
  specialities: Term[];
  has_account: boolean;
  area: string;
  ended_on: string | null;
  busy: number;
  conflicts: { solicitation_id: string; reason: string }[];
  mine: boolean;
}

export interface Experts {
  items: Expert[];
  specialities: Term[];
  areas: string[];
}

export interface Batch {
  id: string;
  number: string;
  solicitation_title: string;
  recipient: string;
  sent_on: string;
  receipt_number: string | null;
  receipt_on: string | null;
  receipt_by: string | null;
  items: number;
  opinions: number;
}

/** Counts of opinions; shares are parts of one, null of nothing. */
export interface FunnelRow {
  name: string | null;
  station_id: number | null;
  solicitation_id: string | null;
  raised: number;
  reported: number;
  adopted: number;
  due: number;
  reached: number;
  report_rate: number | null;
  adoption_of_reported: number | null;
  adoption_of_raised: number | null;
  delivery_rate: number | null;
}

export interface Funnel {
  items: FunnelRow[];
  total: FunnelRow;
}
