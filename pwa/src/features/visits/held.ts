/** What the pages of a visit hold: the drafts in the pocket, the visit under way. */
import { useEffect, useState } from "preact/hooks";
import type { FieldDraft } from "../../api/wire";
import { uuid7 } from "../../store/ids";
import { keep, readKept } from "../../store/kept";
import { items, report } from "../live";
import { chinaDay, takesOpinions } from "./form";

export interface Held {
  /** Undefined until the phone has ever heard of drafts. */
  drafts: readonly FieldDraft[] | undefined;
  /** The visit under way; the empty id for none. */
  visit: string;
}

/** What the phone holds, read anew whenever its store was written to; null until it has been read. */
export function useHeld(owner: number): Held | null {
  const [held, set] = useState<Held | null>(null);
  const written = items.value;
  useEffect(() => {
    readHeld(owner).then(set, report);
  }, [owner, written]);
  return held;
}

/** The drafts that take opinions today, and the visit of today. */
export async function readHeld(owner: number): Promise<Held> {
  const [kept, visit] = await Promise.all([readKept(owner, "drafts"), readKept(owner, "visit")]);
  const today = chinaDay(Date.now());
  const goesOn = visit && chinaDay(Date.parse(visit.at)) === today;
  return { drafts: kept?.items.filter((draft) => takesOpinions(draft, today)), visit: goesOn ? visit.id : "" };
}

/** The visit under way; begins one when there is none today. */
export async function visitUnderWay(owner: number): Promise<string> {
  const { visit } = await readHeld(owner);
  if (visit) return visit;
  const id = uuid7();
  await keep(owner, "visit", { id, at: new Date().toISOString() });
  return id;
}

/** What is written from here on is of another visit. */
export function endVisit(owner: number): Promise<void> {
  return keep(owner, "visit", { id: "", at: new Date().toISOString() });
}
