/** How the server's word changes the queue; each function is one transaction. */
import type { FieldClash } from "../api/wire";
import { writing, type Write } from "./db";
import type { Item, Stored } from "./item";

/** What the server said of one item. `revision`: of the version that was sent. */
export type Verdict =
  | { id: string; revision: number; stored: Stored }
  | { id: string; revision: number; refused: Refused };

/** Why the server did not take it; of a correction perhaps what somebody else changed meanwhile. */
export interface Refused {
  text: string;
  status: number;
  clashes?: FieldClash[];
  head?: string;
}

const iso = (): string => new Date().toISOString();

/** Note that `items` are handed to the network now, before they are. */
export function noteAttempt(account: number, items: readonly Pick<Item, "id" | "revision">[]): Promise<void> {
  return writing(account, ["items"], async (tx) => {
    for (const { id, revision } of items) {
      const item = await tx.objectStore("items").get(id);
      if (item?.revision === revision) await tx.objectStore("items").put({ ...item, attempts: item.attempts + 1 });
    }
  });
}

/** Apply what the server said. An item that was changed, filed again or deleted meanwhile is left as it is. */
export function settle(account: number, verdicts: readonly Verdict[], epoch: string | null): Promise<void> {
  return writing(account, ["items", "kept"], async (tx) => {
    const items = tx.objectStore("items");
    for (const verdict of verdicts) {
      const item = await items.get(verdict.id);
      if (item?.state !== "waiting" || item.revision !== verdict.revision) continue;
      await items.put("stored" in verdict ? stored(item, verdict.stored, epoch) : refused(item, verdict.refused));
    }
    await noteAllSent(tx);
  });
}

/** The server lacks `missing` of the item's attachments and no others; with none left the item is sent. */
export function settleAttachments(account: number, id: string, missing: readonly string[]): Promise<boolean> {
  return writing(account, ["items", "kept"], async (tx) => {
    const item = await tx.objectStore("items").get(id);
    if (item?.state !== "attachments") return false;
    const lacking = item.attachments.some((note) => !note.dropped && missing.includes(note.sha256));
    if (!lacking) await tx.objectStore("items").put({ ...item, state: "sent", sentAt: iso(), changedAt: iso() });
    await noteAllSent(tx);
    return !lacking;
  });
}

/** The item needs the person because of one attachment (`nth` counts from 1). */
export function refuseAttachment(account: number, id: string, why: { text: string; status: number; nth: number }): Promise<void> {
  return writing(account, ["items"], async (tx) => {
    const item = await tx.objectStore("items").get(id);
    if (item?.state === "attachments") await tx.objectStore("items").put({ ...item, state: "refused", why, changedAt: iso() });
  });
}

/** The server does not know a report that it had said was stored: it waits again. */
export function requeue(account: number, id: string): Promise<void> {
  return writing(account, ["items"], async (tx) => {
    const item = await tx.objectStore("items").get(id);
    if (item && (item.state === "attachments" || item.state === "sent")) await tx.objectStore("items").put(waitAgain(item));
  });
}

/**
 * The server's epoch is `epoch`. When it is another than that under which items were stored, the server may have
 * forgotten them: all of them wait again (a repeat is harmless). Returns how many.
 */
export function noteEpoch(account: number, epoch: string): Promise<number> {
  return writing(account, ["items", "kept"], async (tx) => {
    if ((await tx.objectStore("kept").get("epoch")) === epoch) return 0;
    await tx.objectStore("kept").put(epoch, "epoch");
    const items = await tx.objectStore("items").getAll();
    const older = items.filter((item) => item.answer && item.epoch && item.epoch !== epoch && item.state !== "waiting");
    for (const item of older) await tx.objectStore("items").put(waitAgain(item));
    return older.length;
  });
}

function waitAgain(item: Item): Item {
  const { why: _why, answer: _answer, sentAt: _sentAt, ...rest } = item;
  return { ...rest, state: "waiting", changedAt: iso() };
}

function stored(item: Item, answer: Stored, epoch: string | null): Item {
  const { why: _why, ...rest } = item;
  const state = item.attachments.length > 0 ? "attachments" : "sent";
  return { ...rest, state, answer, epoch, changedAt: iso(), ...(state === "sent" ? { sentAt: iso() } : {}) };
}

function refused(item: Item, { text, status, clashes, head }: Refused): Item {
  const later = item.later?.kind === "correction" && clashes && head ? { later: { ...item.later, clashes, head } } : {};
  return { ...item, ...later, state: "refused", why: { text, status }, changedAt: iso() };
}

async function noteAllSent(tx: Write): Promise<void> {
  const items = await tx.objectStore("items").getAll();
  const left = items.some((item) => item.state !== "sent" && item.state !== "draft");
  if (!left && items.length > 0) await tx.objectStore("kept").put(iso(), "allSentAt");
}
