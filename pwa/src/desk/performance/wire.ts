/** A deputy's performance file as the API tells of it. */

export interface PerformancePart {
  section: string;
  label: string;
  n: number;
  /** What else the deeds come to, in words. */
  more: string[];
  entries: { id: string; day: string; number: string; title: string; note: string }[];
}

export interface Performance {
  deputy_id: number;
  name: string;
  level_label: string;
  area_name: string;
  parts: PerformancePart[];
  /** Nothing was left out. */
  whole: boolean;
}
