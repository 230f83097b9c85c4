/** What becomes of matters besides their answers, as the API gives it. */

import type { Term } from "../wire";

/** What becomes of a matter besides its answer. */
export interface Initiative {
  id: string;
  number: string;
  kind: string;
  kind_label: string;
  title: string;
  text: string;
  case: { id: string | null; number: string; area: Term; hidden: boolean };
  state: string;
  label: string;
  body_name: string | null;
  due_on: string | null;
  overdue: boolean;
  by: string;
  made_at: string;
  version: number;
  topics: Term[];
  events: { at: string; actor_name: string; label: string; words: string }[];
  steps: { to: string; label: string; sends: boolean; days: boolean; marks: { code: string; label: string }[] }[];
  cases: InitiativeHeld[];
  /** To which kinds of bodies it may go; none named: to any. */
  body_kinds: string[];
  may_change_cases: boolean;
  /** Of a deputy's suggestion, who leads it first. */
  signers: { name: string; state: string; label: string }[];
  may_ask_signers: boolean;
  may_sign: boolean;
  may_unsign: boolean;
}

/** A further case of an initiative; `id` null for who does not see the case. */
export interface InitiativeHeld {
  id: string | null;
  number: string;
  area_name: string;
  put: boolean;
  reason: string;
  actor_name: string;
  at: string;
}

/** Cases of one category that came up in one area. */
export interface Cluster {
  category: Term;
  area: Term;
  count: number;
  still_open: number;
  first: string;
  last: string;
  words: string[];
  cases: string[];
  numbers: string[];
}
