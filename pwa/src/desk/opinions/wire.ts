/** Opinions on drafts, as the API gives them. */

/** A line of the list. `number`: null until it counts; `text`: empty when it was erased. */
export interface OpinionRow {
  id: string;
  number: string | null;
  receipt: string;
  state: string;
  state_label: string;
  solicitation_id: string;
  draft: string;
  article_id: string | null;
  article: string | null;
  text: string;
  unit_name: string;
  channel: string;
  station: string;
  said_at: string;
  received_at: string;
}

interface Article {
  label: string;
  text: string;
}

/** The file. `seen`: the article as it lay before the person; `now`: the one it counts for today. */
export interface OpinionFile extends OpinionRow {
  seen: Article | null;
  now: Article | null;
  reply_way: string;
  contact: { name: string | null; phone: string | null } | null;
  noted: boolean;
  sitting_id: string | null;
  erased_at: string | null;
  events: { at: string; state: string; label: string; by: string; words: string }[];
  moves: { to: string; label: string; reason_required: boolean }[];
  case: { id: string; number: string } | null;
  /** The name under which the results thank them, empty for none. */
  thanked: string;
}

/** A draft that is open, with its articles. */
export interface FieldDraft {
  id: string;
  title: string;
  closes_on: string;
  articles: (Article & { id: string; heading: string })[];
}

/** A meeting, or a box that was opened; `opinions`: how many were written down of it. */
export interface SittingRow {
  id: string;
  channel: string;
  station: string;
  held_on: string;
  people: string;
  papers: number | null;
  note: string;
  noted_by: string;
  noted_at: string;
  opinions: number;
}

/** What became of one item of a batch: its receipt, or what is wrong. */
export interface OpinionBatchItem {
  status: number;
  receipt?: string;
  query_code?: string;
  title?: string;
  detail?: string;
  field?: string;
}
