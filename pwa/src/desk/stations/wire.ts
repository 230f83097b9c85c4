/** The file of a station, as the API gives it. */

/** A version of a fact; `state`: current, coming, over or removed. */
export interface Fact {
  id: string;
  version: number;
  kind: string;
  value: string;
  label: string;
  words: string;
  count: number | null;
  place: string;
  met: boolean | null;
  about: string | null;
  since: string | null;
  until: string | null;
  note: string;
  state: string;
  written_name: string;
  written_at: string;
}

/** A kind of fact and what it asks for. */
export interface FactKind {
  kind: string;
  label: string;
  named: boolean;
  counted: boolean;
  judged: boolean;
  about: boolean;
  public: boolean;
  values: { value: string; label: string }[];
}

/** A station's file. */
export interface StationFile {
  id: number;
  name: string;
  comprehensive: boolean;
  may_write: boolean;
  kinds: FactKind[];
  items: Fact[];
}

/** A station's screen. */
export interface Wall {
  id: string;
  /** Where it hangs. */
  name: string;
  issued_at: string;
  issued_name: string;
  revoked_at: string | null;
  seen_at: string | null;
}

/** A screen's link, told once. */
export interface IssuedWall {
  id: string;
  url: string;
}
