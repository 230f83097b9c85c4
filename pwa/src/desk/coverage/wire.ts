/** Coverage and siting as the API gives them. Degrees in WGS-84, metres on the sphere, shares 0 to 1. */

export const factors = ["households", "reports", "opinions", "harder"] as const;
export type Factor = (typeof factors)[number];
export type Weights = Record<Factor, number>;
export type State = "own" | "within" | "blank";

export interface Rules {
  reach_m: number;
  walk_kmh: number;
  since: string;
  weights: Weights;
}

export interface Sum {
  cells: number;
  reached: number;
  own: number;
  blank: number;
  households: number;
  households_reached: number;
  share: number;
}

export interface Nearest {
  id: number;
  name: string;
  mobile: boolean;
  distance_m: number;
  walk_min: number;
}

export interface ReachedCell extends Weights {
  code: string;
  name: string;
  area_code: string;
  village: string;
  lon: number;
  lat: number;
  state: State;
  posts: number;
  reached_by: number;
  nearest: Nearest | null;
  share: number;
}

export interface PostReach {
  id: number;
  name: string;
  kind: string;
  mobile: boolean;
  ours: boolean;
  lon: number | null;
  lat: number | null;
  cell: string | null;
  reaches: number;
  alone: number;
}

export interface Survey {
  rules: Rules;
  sum: Sum;
  cells: ReachedCell[];
  posts: PostReach[];
}

/** A place for a post and what it adds to those before it. */
export interface Site {
  lon: number;
  lat: number;
  cell: { code: string; name: string; village: string } | null;
  share: number;
  cells: string[];
  factors: { factor: Factor; n: number; share: number }[];
}

export interface Plan {
  rules: Rules;
  before: Sum;
  after: Sum;
  sites: Site[];
}

/** A plan that was saved, with the figures of that day. */
export interface CoveragePlan {
  id: string;
  area_code: string;
  area_name: string;
  name: string;
  made_name: string;
  made_at: string;
  reach_m: number;
  since: string;
  weights: Weights;
  before: Sum;
  after: Sum;
  sites: Site[];
  removes: boolean;
}

export interface OpenedCoveragePlan extends CoveragePlan {
  today: Plan;
  grid_changed: boolean;
}

export interface Advice extends Plan {
  k: number;
  method: "optimal" | "stopped" | "greedy";
  gap: number;
  reason: "no_cells" | "no_demand" | "all_reached" | null;
}
