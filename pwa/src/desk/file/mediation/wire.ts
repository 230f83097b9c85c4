/** What hangs on a mediation, as the API gives it. */

/** A party to a mediation, name and phone masked. */
export interface Party {
  id: string;
  side: "claimant" | "respondent" | "other";
  side_label: string;
  name: string | null;
  phone: string | null;
  relation: string;
  /** The party that this one puts right. */
  corrects_id: string | null;
}

/** A sitting of the parties (笔录). */
export interface Sitting {
  id: string;
  held_at: string;
  place: string;
  led_by: string;
  said: string;
  corrects_id: string | null;
  actor_name: string;
}

export interface Agreement {
  text: string;
  effective_on: string;
  perform_by: string;
  /** Nothing has been taken up anew since. */
  stands: boolean;
  /** In which both sides may ask a court. */
  window: { last: string; days_left: number } | null;
}

export interface FollowUp {
  id: string;
  made_on: string;
  outcome_label: string;
  note: string;
  actor_name: string;
}

/** What both sides asked of a court, and what it said. */
export interface Confirmation {
  id: string;
  applied_on: string;
  court_name: string;
  number: string;
  ruling: { result_label: string; decided_on: string; reason: string } | null;
}

export interface Mediation {
  parties: Party[];
  records: Sitting[];
  agreement: Agreement | null;
  follow_ups: FollowUp[];
  confirmations: Confirmation[];
  /** What one may note now. */
  may: string[];
}
