/** What goes over the wire, as DESIGN §6 fixes it. Times are UTC with `Z`; positions are longitude, latitude. */

/** RFC 9457; `title` and `detail` are in the reader's language. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
  /** The name of what is wrong, dotted and indexed. */
  field?: string;
  code?: string;
}

export interface Me {
  id: number;
  login: string;
  name: string;
  /** `label`: what the holder is called there, in the reader's language. */
  roles: { role: string; area: string; label: string; until: string | null }[];
  csrf: string;
  /** What must be done before anything else. */
  needs: "password" | "second_factor" | null;
  /** Whether one's roles may take lists of cases away as a file. */
  exports: boolean;
}

export interface Point {
  type: "Point";
  /** Longitude, latitude, in degrees. */
  coordinates: [number, number];
}

export type NoticedBy = "door_visit" | "neighbour_inquiry" | "public_interaction" | "own_observation";
export type Risk = "low" | "medium" | "high";
export type OutOfCellReason = "visiting_neighbour_cell" | "people_moved_here" | "asked_to_help" | "other";

/** One sighting as it is sent. */
export interface SightingBody {
  id: string;
  seen_at: string;
  category: string;
  noticed_by: NoticedBy;
  hidden: boolean;
  risk: Risk;
  text: string;
  place: Point | null;
  crs: "wgs84";
  accuracy_m?: number;
  fixed_at?: string;
  cell_code?: string;
  out_of_cell_reason?: OutOfCellReason;
  visit_id?: string;
  attachments: string[];
}

/** What the server froze when it stored a sighting. */
export interface SightingAnswer {
  id: string;
  number: string;
  cell: { code: string; name: string } | null;
  station: { id: number; name: string } | null;
  received_at: string;
}

/** One opinion as somebody in the field sends it; `article_id`: null for the whole draft; `concern`: it is to become a case of this category. */
export interface OpinionBody {
  id: string;
  solicitation_id: string;
  article_id: string | null;
  text: string;
  unit_name: string;
  reply: { way: ReplyWay; name: string | null; phone: string | null };
  speaker: "self" | "other";
  channel: HeardBy;
  said_at: string;
  told: boolean;
  cell_code: string | null;
  visit_id: string;
  concern?: string;
}

export type ReplyWay = "receipt" | "phone" | "door";
export type HeardBy = "door" | "phone" | "meeting" | "reception";

/** A draft that may be spoken on where one works, as it goes along in the pocket. */
export interface FieldDraft {
  id: string;
  title: string;
  /** The last day, in China. */
  closes_on: string;
  articles: { id: string; label: string; heading: string; text: string }[];
}

/** `GET /api/field-drafts`. */
export interface FieldDrafts {
  version: string;
  items: FieldDraft[];
}

/** An activity as the training card shows it: `GET /api/activities`. */
export interface ActivityHead {
  id: string;
  title: string;
  place: string;
  starts_at: string | null;
  /** A day in China. */
  held_on: string | null;
  /** What was counted; of a training `lecturer` and `hours`. */
  numbers: Record<string, string | number>;
}

export type BatchItem = { id: string; status: number; receipt?: string; query_code?: string; case_number?: string } & Partial<SightingAnswer> & Partial<Omit<Problem, "status">>;

export interface CellProperties {
  code: string;
  name: string;
  area_code: string;
  households: number | null;
  own: boolean;
}

export interface CellFeature {
  type: "Feature";
  properties: CellProperties;
  geometry: { type: "Polygon"; coordinates: number[][][] } | { type: "MultiPolygon"; coordinates: number[][][][] };
}

export interface Station {
  id: number;
  name: string;
  kind: string;
  lon: number;
  lat: number;
}

/** A matter that may be the same: `GET /api/sightings/near`; its place is rounded to some 50 m, null without one. */
export interface NearMatter {
  number: string;
  category: string;
  opened_at: string;
  lon: number | null;
  lat: number | null;
  cell_code: string;
  mine: boolean;
}

/** What a station asks of the worker who filed a sighting: `GET /api/sightings/asked`; `opening`: how the own words begin. */
export interface AskedMatter {
  id: string;
  number: string;
  asked: string;
  asked_at: string;
  /** A day. */
  due_on: string | null;
  seen_at: string;
  category: string;
  opening: string;
}

/** What somebody found who went there. */
export type Found = "settled" | "nothing" | "watch" | "reported" | "absent";

/** A visit that the worker is asked to make: an item of `GET /api/visit-tasks/mine`. */
export interface VisitTask {
  id: string;
  place: string;
  area_name: string;
  cell_code: string | null;
  what: string;
  why: string;
  priority: "high" | "usual" | "low";
  /** A day. */
  due_on: string;
  state: "open" | "done" | "cancelled";
  made_name: string;
}

/** `GET /api/visit-tasks/mine`; `goal`: households a month, null where none is set. */
export interface MyVisits {
  items: VisitTask[];
  progress: { households: number; tasks: number; goal: number | null };
}

/** What was found, as `POST /api/visit-tasks/{id}/done` takes it. */
export interface VisitResult {
  id: string;
  made_at: string;
  found: Found;
  households: number;
  note: string;
}

/** The fields of a sighting that may be said anew; `place_words`: where it really is, as no correction moves a point. */
export interface SightingState {
  text: string;
  category: string;
  noticed_by: NoticedBy;
  risk: Risk;
  seen_at: string;
  place_words: string;
}

/** `POST /api/sightings/{id}/corrections`; `based_on`: the version that was read. */
export interface CorrectionBody {
  id: string;
  made_at: string;
  based_on: string;
  changes: Partial<SightingState>;
}

/** `POST /api/sightings/{id}/additions`. */
export interface AdditionBody {
  id: string;
  made_at: string;
  text: string;
  attachments: string[];
}

export interface SightingVersion {
  id: string;
  at: string;
  by: string;
  role_label: string;
  mine: boolean;
  /** What it says anew; nothing when it is the first, or adds. */
  fields: (keyof SightingState)[];
  text: string;
}

/** A sighting as it stands: `GET /api/sightings/{id}`; `head`: what the next correction is based on. */
export interface SightingHistory {
  id: string;
  head: string;
  correctable: boolean;
  now: SightingState;
  versions: SightingVersion[];
}

/** One field that somebody else changed meanwhile, as the 409 has it. */
export interface FieldClash {
  field: keyof SightingState;
  yours: string;
  theirs: string;
  by: string;
  at: string;
}

/** The 409 of a correction: `head` is the version that changed the fields last. */
export interface ClashProblem extends Problem {
  clashes?: FieldClash[];
  head?: string;
}

/** What a worker's phone holds: `GET /api/field-area`. */
export interface FieldArea {
  version: string;
  account: { id: number; name: string };
  areas: { code: string; name: string }[];
  cells: { type: "FeatureCollection"; features: CellFeature[] };
  stations: Station[];
  categories: { code: string; name: string; name_en: string; near_m: number; near_days: number }[];
  tasks: unknown[];
  synthetic: boolean;
  attribution: string;
}
