/** What a form begins with. */
import type { NoticedBy } from "../../api/wire";
import { uuid7 } from "../../store/ids";
import type { Item } from "../../store/item";
import { readKept } from "../../store/kept";
import { attachmentsOf, getItem, isEditable, revisionOf, type Draft } from "../../store/outbox";
import { search } from "../../shell/route";
import { emptyForm } from "./form";
import { settled } from "./underway";

export interface Start {
  draft: Draft;
  /** Begun here and now: the phone's position is that of the matter. */
  fresh: boolean;
}

/** The form for `id`: the draft, a copy of the filed item, or, without `id`, an empty one; null when that item can no longer be changed. */
export async function startOf(owner: number, id: string | undefined): Promise<Start | null> {
  if (id !== undefined) await settled(id);
  const item = id === undefined ? undefined : await getItem(owner, id);
  if (!item) {
    const noticedBy = (await readKept(owner, "noticedBy")) as NoticedBy | undefined;
    // From the page of a visit: the sighting is of it.
    const visit = new URLSearchParams(search.value).get("visit");
    return { draft: { id: uuid7(), form: { ...emptyForm(noticedBy), ...(visit ? { visit } : {}) }, attachments: [] }, fresh: true };
  }
  if (item.state === "draft") return goOn(owner, item);
  if (!isEditable(item)) return null;
  const begun = await revisionOf(owner, item.id);
  if (begun) return goOn(owner, begun);
  return { draft: { id: uuid7(), form: item.form, attachments: await attachmentsOf(owner, item), revises: item.id }, fresh: false };
}

async function goOn(owner: number, item: Item): Promise<Start> {
  const { id, form, revises } = item;
  return { draft: { id, form, attachments: await attachmentsOf(owner, item), revises }, fresh: false };
}
