/** Proposals for legislation as the API gives them. */

import type { Term } from "../wire";

/** A plan that took it in; `label`: which kind of plan, whose. */
export interface PlanEntry {
  label: string;
  name: string;
  from_year: number;
  until_year: number;
  category: string;
}

/** A proposal without its parts. */
export interface ProposalHead {
  id: string;
  number: string;
  title: string;
  proposer: string;
  raised_on: string;
  area_code: string;
  area_name: string;
  station_name: string | null;
  state: string;
  label: string;
  body_name: string | null;
  sources: number;
  topics: Term[];
  plans: PlanEntry[];
}

/** A move somebody may make now. */
export interface ProposalNext {
  id: string;
  label: string;
  words: string;
  sends: boolean;
  plans: boolean;
  tells: boolean;
}

/** A proposal. */
export interface Proposal extends ProposalHead {
  text: string;
  events: { at: string; label: string; actor_name: string; words: string }[];
  comes_from: { number: string; item_id: string | null; case_id: string | null; title: string | null; opinions: number }[];
  answered: number;
  moves: ProposalNext[];
  may_add: boolean;
  body_kinds: string[];
  version: number;
}

/** A page of them, and what they may be tagged with. */
export interface Proposals {
  items: ProposalHead[];
  next: string | null;
  topics: Term[];
}
