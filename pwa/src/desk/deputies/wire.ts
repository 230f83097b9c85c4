/** Deputies as the API tells of them. */

export interface DeputyPlace {
  id: string;
  group_id: number | null;
  cell: string | null;
  name: string;
  since: string;
  may_end: boolean;
}

export interface Deputy {
  id: number;
  name: string;
  level_label: string;
  area_code: string;
  area_name: string;
  station_name: string | null;
  term_to: string | null;
  places: DeputyPlace[];
  page: string;
}

export interface Deputies {
  items: Deputy[];
  levels: { level: string; label: string; count: number }[];
  next: string | null;
}

export interface DeputyHome {
  id: number;
  name: string;
  area_name: string;
  groups: { id: number; name: string; members: number }[];
  officers: { id: string; duty_label: string; name: string; since: string }[];
  lacking: string[];
  may_change: boolean;
}
