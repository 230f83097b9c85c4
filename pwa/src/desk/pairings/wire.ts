/** Pairings as the API tells of them. */

export interface PairingKind {
  code: string;
  name: string;
  first: "person" | "body";
  second: "person" | "deputy";
  activity_type: string | null;
}

export interface Pairing {
  id: string;
  kind: string;
  kind_label: string;
  area_code: string;
  area_name: string;
  first_name: string;
  second_name: string;
  purpose: string;
  from_day: string;
  until_day: string | null;
  ended_reason: string;
  running: boolean;
  activities: { activity_id: string; title: string; day: string | null }[];
  may_change: boolean;
}

export interface Pairings {
  items: Pairing[];
  kinds: PairingKind[];
  next: string | null;
}
