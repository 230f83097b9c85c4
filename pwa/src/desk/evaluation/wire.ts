/** Evaluations as the API tells of them. */

export interface EvaluationHead {
  id: string;
  area_code: string;
  area_name: string;
  kind: string;
  kind_label: string;
  since: string;
  until: string;
  months: number;
  state: "draft" | "checking" | "settled" | "dropped";
  label: string;
  reason: string;
  made_name: string;
  settled_name: string | null;
  settled_at: string | null;
  version: number;
}

export interface EvaluationIndicator {
  code: string;
  dimension: string;
  name: string;
  name_en: string;
  label: string;
  measure: string;
  per: string | null;
  direction: "more" | "less";
  pace: "month" | "year" | "whole";
  target: number;
  weight: number;
  /** What is counted and what it is in proportion to, in words. */
  counts: string;
  of: string;
}

/** What a station says of its own value. */
export interface EvaluationClaim {
  value: number;
  reason: string;
  evidence: { label: string; to: string }[];
  made_name: string;
}

export interface EvaluationValue {
  indicator: string;
  n: number;
  of_n: number | null;
  /** Null: there is no record. */
  value: number | null;
  /** False: there was nothing to judge by. */
  counted: boolean;
  points: number | null;
  claim: EvaluationClaim | null;
  checked: boolean;
  reviewed: number | null;
  reason: string;
  checked_name: string;
}

export interface EvaluatedStation {
  id: number;
  name: string;
  households: number | null;
  score: number | null;
  rank: number | null;
  covered: number;
  own: boolean;
  /** The viewer may say what the values should be. */
  claims: boolean;
  dimensions: { code: string; computed: number | null; points: number | null; rank: number | null }[];
  values: EvaluationValue[];
}

export interface Evaluation extends EvaluationHead {
  scheme: string;
  scheme_version: number;
  dimensions: { code: string; name: string; weight: number }[];
  indicators: EvaluationIndicator[];
  stations: EvaluatedStation[];
  whole: boolean;
  keeps: boolean;
  moves: ("open" | "settle" | "drop")[];
  unchecked: number;
}

export interface EvaluationTerm {
  code: string;
  label: string;
}

export interface EvaluationMeasure {
  code: string;
  label: string;
  /** The measures that it may be a share of. */
  parts: string[];
}

/** A version of the weights; without an area: the one that comes with the installation. */
export interface EvaluationScheme {
  id: string;
  area_code: string | null;
  area_name: string | null;
  version: number;
  name: string;
  workload: number;
  population: number;
  effect: number;
  indicators: EvaluationIndicator[];
}

export interface EvaluationSchemes {
  items: EvaluationScheme[];
  dimensions: EvaluationTerm[];
  measures: EvaluationMeasure[];
  /** This person may add a version. */
  keeps: boolean;
}

export interface EvaluationSources {
  label: string;
  n: number;
  shown: number;
  items: { kind: string; day: string; label: string; to: string }[];
  next: string | null;
}

/** Records that a station may name as evidence. */
export interface EvaluationRecords {
  items: { kind: string; kind_label: string; day: string; label: string; to: string }[];
}

export interface Subsidy {
  budget: string;
  workload: number;
  population: number;
  effect: number;
  words: string;
  items: { id: number; name: string; work: number; households: number; score: number; work_share: number | null; household_share: number | null; score_share: number | null; share: number; yuan: string }[];
}

export interface Honour {
  id: string;
  kind: string;
  station_name: string;
  way: "applied" | "proposed";
  words: string;
  state: "asked" | "granted" | "declined" | "withdrawn";
  label: string;
  figures: string;
  asked_name: string;
  asked_at: string;
  decided_name: string | null;
  reason: string;
  may: ("granted" | "declined" | "withdrawn")[];
  version: number;
}

export interface Honours {
  items: Honour[];
  kinds: { code: string; name: string }[];
}
