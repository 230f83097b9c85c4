/** Activities of every kind, as the API gives them. Labels are in the reader's language already. */

export interface ActivityStep {
  key: string;
  phase: "before" | "during" | "after";
  phase_label: string;
  /** What shows that it was done. */
  takes: "words" | "photos" | "people" | "agenda" | "minutes" | "promises" | "scores";
  label: string;
}

export interface ActivityCounted {
  key: string;
  kind: "count" | "money" | "text";
  label: string;
}

export interface ActivityKind {
  type: string;
  label: string;
  minutes: number;
  /** Held with numbered minutes. */
  numbered: boolean;
  /** People say how content they are. */
  scored: boolean;
  a_year: number | null;
  /** Everybody may read of one where nobody says. */
  open: boolean;
  /** Keys of steps, and parts, without which none counts as held. */
  needs: string[];
  steps: ActivityStep[];
  fields: ActivityCounted[];
}

export interface ActivityPart {
  part: string;
  part_label: string;
  name: string;
  account_id: number | null;
  deputy_id: number | null;
}

export interface ActivityEvidence {
  id: string;
  step: string;
  words: string;
  photos: string[];
  noted_name: string;
  at: string;
}

export interface ActivityAttended {
  id: string;
  name: string;
  unit: string;
  way: "code" | "account" | "list";
  way_label: string;
  at: string;
}

export interface ActivityCode {
  url: string;
  svg: string;
  until: string;
}

export interface ActivityAskedPerson {
  name: string;
  note: string;
  account_id: number | null;
  deputy_id: number | null;
}

export interface ActivityFigure {
  type: string;
  label: string;
  held: number;
  attended: number;
  sums: Record<string, string>;
}

export interface StationSession {
  id: string;
  station_id: number;
  station_name: string;
  area_name: string;
  starts_at: string;
  ends_at: string;
  place: string;
  theme: string;
  cell_name: string | null;
  running: boolean;
}

/** A square, a park, a corridor where people meet the law. */
export interface Venue {
  id: number;
  kind: string;
  kind_label: string;
  name: string;
  area_name: string;
  address: string;
  holds: string;
  opening_hours: string;
  lon: number | null;
  lat: number | null;
}
