/** What the backlog reads, as the API gives it. */

/** A case that lasts long, was redone often or petitioned again; who is in charge of it until when. */
export interface BacklogRow {
  id: string;
  number: string;
  state: string;
  label: string;
  category: string;
  area: string;
  opened_at: string;
  redos: number;
  why: string[];
  leader: string | null;
  due_on: string | null;
  overdue: boolean;
}
