/** What the desk reads, as the API gives it. Labels are in the reader's language already. */

import type { ActivityEvidence, ActivityKind, ActivityPart } from "./activities/wire";

export interface Term {
  code: string;
  name: string;
}

/** What a list and a file share. */
export interface CaseHead {
  id: string;
  number: string;
  state: string;
  label: string;
  category: Term;
  area: Term;
  cell: Term | null;
  /** Null of a restricted case for who does not handle it. */
  station: { id: number; name: string } | null;
  hidden: boolean;
  level: "open" | "restricted" | "hidden";
  level_label: string;
  opened_at: string;
  state_since: string;
  due_on: string | null;
  /** Working days; negative when overdue. */
  days_left: number | null;
  /** Null where nothing is due. */
  urgency: "overdue" | "today" | "soon" | "later" | null;
  version: number;
  channel: "industry" | "congress" | null;
  /** 催办, 督办, 提级督办. */
  urged: number;
  /** The procedure it is in already. */
  elsewhere: "litigation" | "arbitration" | "petition" | null;
  /** The worst that its people say of the present answer. */
  rated: "satisfied" | "fair" | "dissatisfied" | null;
}

/** A department, committee or organ. */
export interface Body {
  id: number;
  name: string;
  kind: string;
  kind_label: string;
  role: string | null;
  phone: string;
  address: string;
}

export interface CaseRow extends CaseHead {
  reports: number;
  opening: string;
  waiting_for_me: boolean;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Report {
  id: string;
  number: string;
  kind: "sighting" | "submission";
  channel: string;
  text: string;
  place: { type: "Point"; coordinates: [number, number] } | null;
  place_words: string;
  accuracy_m: number | null;
  seen_at: string;
  received_at: string;
  /** Digests, also of what has not come yet. */
  photos: string[];
  recordings: { sha256: string; duration_ms: number }[];
  noticed_by: string | null;
  risk: string | null;
  /** Whether it lies outside the cells its worker answers for; null for a submission. */
  out_of_cell: boolean | null;
  out_of_cell_reason: string | null;
  reply_way: string | null;
  deputy: string | null;
  contact: { name: string | null; phone: string | null } | null;
  /** They left one, and have not agreed that this viewer's body gets it. */
  contact_withheld: boolean;
  /** The report that its writer put right with this one. */
  corrects_id: string | null;
  /** Why the words are gone; `text` says so then. */
  erased: "citizen" | "retention" | null;
  category_name: string;
  /** Of what was said of a sighting later: the fields it says anew, none when it adds; null of a first report. */
  changes: string[] | null;
  amended_by: string | null;
  amended_as: string | null;
}

export interface Happening {
  version: number;
  at: string;
  actor_name: string;
  role_label: string;
  kind: string;
  to: string;
  label: string;
  reason: string;
  evidence: Record<string, string>;
  /** The same as people read it. */
  said: { label: string; text: string }[];
}

/** What a move needs; `least` 0 may be left out. */
export interface Need {
  key: string;
  label: string;
  least: number;
  kind: "text" | "day" | "due" | "body" | "choices" | "choice" | "cases";
  choices: { value: string; label: string }[];
}

/** 催办, 督办 or 提级督办. */
export interface Urge {
  level: number;
  label: string;
  at: string;
  actor_name: string;
  role_label: string;
  note: string;
}

/** A person of a case and a body that reaches them by their own word only. */
export interface ConsentAsked {
  report_id: string;
  number: string;
  body_id: number;
  body_name: string;
  /** How they said so last; null for never. */
  given: string | null;
  label: string;
  at: string | null;
}

/** A body at the table of a case. */
export interface Seat {
  seat: string;
  role_label: string;
  body_name: string;
  body_phone: string;
  since: string;
  mine: boolean;
}

export interface Move {
  /** Its row of the table. */
  id: string;
  to: string;
  label: string;
  fields: Need[];
  reason_required: boolean;
  /** It may be made, but the case does not wait for it. */
  rests: boolean;
  waiting_for: string | null;
}

export interface SheetRow {
  id: string;
  number: string;
  report_number: string;
  reply_way: string;
  issued_at: string;
  delivered_at: string | null;
  attempts: { rung: string; attempt: number; state: string; created_at: string; settled_at: string | null; photo: string | null }[];
}

/** What the office's rules suggest; a person decides. */
export interface CaseSuggested {
  rule_id: string;
  channel: "industry" | "congress";
  body_id: number | null;
  due: string | null;
}

/** A rule of dispatch; null stands for any. */
export interface Rule {
  id: string;
  position: number;
  category: string | null;
  area_code: string;
  from_day: string | null;
  until_day: string | null;
  /** Monday is 1. */
  weekdays: number[] | null;
  /** Of the day in China; 22 to 6 runs over midnight. */
  from_hour: number | null;
  until_hour: number | null;
  channel: "industry" | "congress";
  body_id: number | null;
  body_name: string | null;
  /** Working days. */
  days: number | null;
  note: string;
  disabled: boolean;
  version: number;
}

/** The rule that takes a matter, and those before it. */
export interface RuleTried {
  rule: Rule | null;
  passed: { rule: Rule; why_not: string }[];
}

/** A link by which one acts for a body at one case without an account. */
export interface Link {
  id: string;
  body_name: string;
  issued_at: string;
  issued_name: string;
  expires_at: string;
  revoked_at: string | null;
  opened_at: string | null;
  seen_at: string | null;
  state: "live" | "revoked" | "expired" | "over";
  label: string;
}

/** Its address, which is shown once. */
export interface IssuedLink {
  id: string;
  url: string;
  expires_at: string;
}

export interface CaseFile extends CaseHead {
  reports: Report[];
  timeline: Happening[];
  sheets: SheetRow[];
  moves: Move[];
  seats: Seat[];
  promised_on: string | null;
  redos: number;
  urges: Urge[];
  /** How far this person may urge it; 0 for not at all. */
  may_urge: number;
  suggested: CaseSuggested | null;
  /** How sensitive it is, judged anew; newest first. */
  levels: { at: string; actor_name: string; role_label: string; label: string; reason: string }[];
  may_level: { value: string; label: string }[];
  /** The case this one was split off, in which words, and what was split off it. */
  parent: { id: string; number: string } | null;
  part: string;
  children: { id: string; number: string; label: string; category: Term; opened_at: string }[];
  /** The case that took this one's reports in. */
  joined_to: { id: string; number: string } | null;
}

/** An open case that may be the same matter; `distance_m`: metres, null without places. */
export interface NearCase {
  id: string;
  number: string;
  label: string;
  area: Term;
  opened_at: string;
  distance_m: number | null;
}

/** A feedback sheet in a list; `due_on`: by when it should have reached its person. */
export interface ListedSheet {
  id: string;
  number: string;
  subject_kind: string;
  subject_id: string;
  subject_number: string;
  report_number: string;
  reply_way: string;
  issued_at: string;
  tried: string[];
  delivered_at: string | null;
  due_on: string;
}

export interface Message {
  id: string;
  title: string;
  url: string;
  created_at: string;
  read_at: string | null;
}

/** A place where one is logged in. */
export interface Session {
  id: string;
  begun_at: string;
  seen_at: string;
  /** In words. */
  device: string;
  /** The one that asks. */
  this: boolean;
}

/** The own second factor. */
export interface Factor {
  on: boolean;
  /** Whether one's roles ask for it. */
  required: boolean;
  recovery_codes: number;
}

/** A secret on its way into an app. */
export interface BegunFactor {
  secret: string;
  address: string;
  /** SVG. */
  qr: string;
}

/** Something promised of a case or at a meeting. */
export interface Commitment {
  id: string;
  subject_kind: "case" | "activity";
  subject_id: string;
  subject_name: string;
  text: string;
  body_name: string;
  due_on: string;
  state: "open" | "kept" | "broken" | "withdrawn";
  label: string;
  overdue: boolean;
  mine: boolean;
  notes: { at: string; actor_name: string; label: string; words: string }[];
}

/** What a list of activities and one of them share. */
export interface ActivityHead {
  id: string;
  type: string;
  type_label: string;
  title: string;
  area: Term;
  place: string;
  /** Null: the day is not fixed yet. */
  starts_at: string | null;
  ends_at: string | null;
  state: "planned" | "held" | "cancelled";
  label: string;
  convener: string;
  held_on: string | null;
  station_id: number | null;
  venue_id: number | null;
  cell_name: string | null;
  /** Whoever opens the public pages reads of it. */
  public: boolean;
  tags: string[];
  /** What its kind counts, by key. */
  numbers: Record<string, string | number>;
  /** Of a row that repeats. */
  series_id: string | null;
  attended: number;
  items: number;
  version: number;
}

/** A point of an agenda; null where it is not for this reader, who then has number and village. */
export interface AgendaItem {
  id: string;
  case_id: string | null;
  case_number: string | null;
  area: Term;
  category: string | null;
  hidden: boolean;
  words: string | null;
  why: string | null;
  decision: string | null;
}

export interface Activity extends ActivityHead {
  cancelled_reason: string;
  kind: ActivityKind;
  people: ActivityPart[];
  evidence: ActivityEvidence[];
  /** Keys of the steps that are done. */
  done: string[];
  /** How many are how content. */
  scores: Record<string, number>;
  participants: { body_id: number; body_name: string }[];
  agenda: AgendaItem[];
  minutes: { number: string; text: string; signed_by: string } | null;
  commitments: Commitment[];
  may_change: boolean;
}

/** A topic of supervision, as it is of one case. */
export interface CaseTopic extends Term {
  on: boolean;
  by_category: boolean;
}
