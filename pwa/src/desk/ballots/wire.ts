/** Ballots, as the API gives them. Labels are in the reader's language already. */

export interface BallotHead {
  id: string;
  number: string;
  area_code: string;
  area_name: string;
  kind: string;
  kind_label: string;
  meeting: string;
  title: string;
  held_on: string;
  state: "draft" | "open" | "closed" | "counted" | "published" | "void";
  label: string;
}

export interface BallotStanding {
  position: number;
  title: string;
  in_favour: number | null;
  against: number | null;
  abstained: number | null;
  outcome: "elected" | "not_elected" | "tied" | null;
  outcome_label: string;
}

export interface BallotMember {
  id: string;
  name: string;
  way: "link" | "paper" | null;
  has_voted: boolean;
  /** From the list of deputies, not written by hand. */
  listed: boolean;
}

export interface BallotTeller {
  name: string;
  mine: boolean;
  papers: number | null;
  unsealed: boolean;
  signed: boolean;
}

export interface Ballot extends BallotHead {
  way: "each" | "choose";
  way_label: string;
  contested: boolean;
  seats: number;
  rule: string;
  rule_label: string;
  quorum: string;
  quorum_label: string;
  /** Null for who sees only the own line of the roll. */
  members_n: number | null;
  issued: number | null;
  cast: number | null;
  received: number | null;
  not_cast: number | null;
  invalid: number | null;
  passed: boolean | null;
  could_turn: boolean;
  /** Of the recount just made: whether all came to the same. */
  recount: boolean | null;
  candidates: BallotStanding[];
  members: BallotMember[];
  tellers: BallotTeller[];
  objections: { name: string; words: string; noted_name: string; at: string }[];
  events: { at: string; actor_name: string; label: string; words: string }[];
  steps: { to: string; label: string; reason: boolean }[];
  may_run: boolean;
  may_count: boolean;
  may_vote: boolean;
  version: number;
}

/** What was issued to a member; a link's code is told once. */
export interface BallotIssued {
  name: string;
  way: "link" | "paper" | null;
  code: string;
  url: string;
}
