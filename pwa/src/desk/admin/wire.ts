/** What the administrators read, as the API gives it. */

export interface HeldRole {
  id: number;
  role: string;
  area: string;
  label: string;
  from: string;
  until: string | null;
  state: "coming" | "waiting" | "held" | "ended";
}

export interface Account {
  id: number;
  login: string;
  name: string;
  created_at: string;
  locked: boolean;
  closed: boolean;
  password_once: boolean;
  second_factor: boolean;
  roles: HeldRole[];
  profile: { kinds: { code: string; label: string }[]; speciality: string; languages: string[] };
}

/** Somebody with the password that is told this once. */
export interface Given {
  id: number;
  login: string;
  name: string;
  password: string;
}

/** One thing to put right in a list; `row` counts as the sheet counts. */
export interface RefusedRow {
  row: number | null;
  login: string;
  what: string;
}

export interface Entry {
  id: number;
  at: string;
  actor_id: number | null;
  actor: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  area: string;
  fields: string[];
}

export interface Check {
  at: string;
  links: number;
  faults: number;
  told: string[];
}

export interface Partner {
  id: string;
  name: string;
  area: string;
  endpoint: string;
  events: string[];
  fields: string[];
  hidden: boolean;
  former_until: string | null;
  created_at: string;
  disabled_at: string | null;
}

export interface Delivery {
  id: string;
  event: string;
  status: "waiting" | "delivered" | "dead";
  attempts: number;
  next_at: string;
  response_code: number | null;
  created_at: string;
  settled_at: string | null;
}
