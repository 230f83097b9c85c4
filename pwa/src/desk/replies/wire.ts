/** Reply templates, as the API gives them. */

/** How answers of one kind are begun; `area_code` null: shipped. */
export interface ReplyTemplate {
  id: string;
  version: number;
  area_code: string | null;
  kind: string;
  kind_label: string;
  title: string;
  body: string;
  disabled: boolean;
}

/** A kind of answers, or a field that a template may name. */
export interface ReplyTerm {
  key: string;
  label: string;
}

/** A template filled in for a case; `fits`: the case came to its answer in this way. */
export interface FilledReply {
  id: string;
  version: number;
  kind_label: string;
  title: string;
  text: string;
  fits: boolean;
}
