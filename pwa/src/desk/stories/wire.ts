/** Stories, as the API gives them. */

/** A story; `mine`: whether the viewer wrote it. */
export interface Story {
  id: string;
  kind: string;
  category: string | null;
  title: string;
  body: string;
  state: string;
  label: string;
  cases: string[];
  /** For whom, on which subjects. */
  audiences: string[];
  mine: boolean;
  written_name: string;
  written_at: string;
  checked_name: string | null;
  withdrawn_reason: string;
  version: number;
}

/** A page of them. */
export interface Stories {
  items: Story[];
  next: string | null;
  kinds: { code: string; label: string }[];
}

/** A part of a text that may tell whose it was. */
export interface StoryMark {
  what: string;
  text: string;
}
