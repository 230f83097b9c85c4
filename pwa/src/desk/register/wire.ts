/** What the desk's intake reads, as the API gives it. */

export interface RegistrationPlace {
  code: string;
  name: string;
}

/** A way by which something comes; of a numbered one another system may have its own number. */
export interface RegistrationChannel {
  code: string;
  name: string;
  petition: boolean;
  numbered: boolean;
}

export interface RegistrationForm {
  channels: RegistrationChannel[];
  categories: RegistrationPlace[];
  stations: { id: number; name: string }[];
  villages: RegistrationPlace[];
  cells: RegistrationPlace[];
  levels: RegistrationPlace[];
  procedures: RegistrationPlace[];
  /** What the person is told before name and phone are written down. */
  tell: string[];
  today: string;
}

/** What is handed to the person. */
export interface Registered {
  id: string;
  receipt: string;
  query_code: string;
  number: string;
  station: { id: number; name: string; why: string; distance_m: number | null };
  received_at: string;
  accept_by: string | null;
  link: string;
  /** SVG. */
  qr: string;
}

/** How one report came, as staff wrote it down. */
export interface Came {
  report_id: string;
  report_number: string;
  label: string;
  petition: boolean;
  came_on: string;
  their_number: string;
  by: string;
  role_label: string;
  station: string | null;
}
