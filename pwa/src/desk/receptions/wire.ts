/** Receptions as the API tells of them. */

export interface ReceptionHead {
  id: string;
  title: string;
  place: string;
  station_name: string;
  starts_at: string;
  ends_at: string;
  state: string;
  reason: string;
  hosts: { label: string; name: string }[];
  slots: { nth: number; at: string; free: boolean }[];
  page: string;
}

export interface ReceptionAppointment {
  id: string;
  nth: number | null;
  at: string | null;
  receipt: string;
  state: string;
  label: string;
  reason: string;
  about: string;
  name: string | null;
  phone: string | null;
  outcome_label: string | null;
  said: string | null;
  answer: string | null;
  case_id: string | null;
  initiative_id: string | null;
}

export interface Reception extends ReceptionHead {
  appointments: ReceptionAppointment[];
  may_change: boolean;
  may_note: boolean;
  may_suggest: boolean;
}
