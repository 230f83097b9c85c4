/** Shared hints and networks of informants as the API gives them. */

/** What a reconsideration or a trial says of a normative document. */
export interface ReviewHint {
  id: string;
  number: string;
  document: string;
  solicitation_id: string | null;
  solicitation_title: string | null;
  kind_label: string;
  organ: string;
  reference: string;
  decided_on: string;
  said: string;
  area_name: string;
  made_name: string;
  made_at: string;
}

/** Somebody of a network. */
export interface Informant {
  id: string;
  name: string;
  standing: string;
  serves: string;
  place: string;
  from_day: string;
}

/** How many people serve how many places of a kind. */
export interface InformantCount {
  serves: string;
  label: string;
  people: number;
  places: number;
}

/** The network of a station. */
export interface InformantStation {
  station_id: number;
  station: string;
  people: number;
  counts: InformantCount[];
  items: Informant[];
}
