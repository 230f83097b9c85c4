/** The queue of one account: what is being written, what waits, what needs the person, what has been sent. */
import type { OpinionBody, SightingBody } from "../api/wire";
import { using, writing, type Write } from "./db";
import { StoreFull } from "./errors";
import { uuid7 } from "./ids";
import { unsent, type Attachment, type Form, type Item, type Later } from "./item";
import { readKept } from "./kept";

const days = 24 * 3600 * 1000;
/** Sent items are kept this long, in case the server must be told again. */
export const keepSentMs = 30 * days;

const iso = (): string => new Date().toISOString();

/** All items in order of filing, drafts by when they were begun. */
export function listItems(account: number): Promise<Item[]> {
  return using(account, (db) => db.getAllFromIndex("items", "filed"));
}

/** One item. */
export function getItem(account: number, id: string): Promise<Item | undefined> {
  return using(account, (db) => db.get("items", id));
}

/** The attachments of an item, in the order in which it names them; those whose bytes are gone are absent. */
export async function attachmentsOf(account: number, item: Item): Promise<Attachment[]> {
  const stored = await using(account, (db) => db.getAllFromIndex("attachments", "item", item.id));
  return item.attachments.flatMap((note) => stored.filter((attachment) => attachment.sha256 === note.sha256));
}

/** What a form holds. `revises`: the filed item that it is a changed copy of. */
export interface Draft {
  id: string;
  form: Form;
  attachments: readonly Attachment[];
  revises?: string | undefined;
}

/**
 * Write a draft down as it stands; when space is out, sent items make room.
 * Returns false, and changes nothing, when it was filed meanwhile (by another tab).
 */
export function saveDraft(account: number, { id, form, attachments, revises }: Draft): Promise<boolean> {
  return makingRoom(account, () =>
    writing(account, ["items", "attachments"], async (tx) => {
      const known = await tx.objectStore("items").get(id);
      if (known && known.state !== "draft") return false;
      const begun = known ?? { id, filed: Date.now(), revision: 0, attempts: 0, ...(revises ? { revises } : {}) };
      await putAttachments(tx, id, attachments);
      await tx.objectStore("items").put({ ...begun, state: "draft", form, attachments: notesOf(attachments), changedAt: iso() });
      return true;
    }),
  );
}

/** The draft of a change of the filed item `id`, if one was begun. */
export async function revisionOf(account: number, id: string): Promise<Item | undefined> {
  return (await listItems(account)).find((item) => item.state === "draft" && item.revises === id);
}

/**
 * File a draft: from here on it waits to be sent as `body`. When this returns it is on the disk. A changed copy takes the
 * place, the order and the id of what it revises while the server does not know that one, else it is a record of its own.
 * Returns the id under which it is filed. Raises StoreFull, and then what was written before still stands.
 */
export function fileItem(account: number, { id, form, attachments, revises }: Draft, body: SightingBody | OpinionBody): Promise<string> {
  return makingRoom(account, () =>
    writing(account, ["items", "attachments", "kept"], async (tx) => {
      const items = tx.objectStore("items");
      const original = await items.get(revises ?? id);
      const replaces = !original || isReplaceable(original);
      const target = replaces ? (original?.id ?? id) : revises ? id : uuid7();
      const known = await items.get(target);
      const last = await items.index("filed").openCursor(null, "prev");
      const order = Math.max(Date.now(), (last?.value.filed ?? 0) + 1);
      const filed = known && known.state !== "draft" ? known.filed : order;
      if (revises && target !== id) await erase(tx, id);
      if (original && !replaces && isEditable(original)) await erase(tx, original.id);
      await putAttachments(tx, target, attachments);
      await items.put({
        id: target, state: "waiting", filed, changedAt: iso(), form, attachments: notesOf(attachments), body: { ...body, id: target },
        revision: (known?.revision ?? 0) + 1, attempts: known?.attempts ?? 0,
      });
      if (!form.spoken) await tx.objectStore("kept").put(form.noticedBy, "noticedBy");
      return target;
    }),
  );
}

/**
 * File what is said of a sighting later; when this returns it is on the disk. A correction that needs the person, or was never
 * handed to the network, gives way to this one. Raises StoreFull, and then what was written before still stands.
 */
export function fileLater(account: number, { id, form, attachments }: Draft, later: Later): Promise<void> {
  return makingRoom(account, () =>
    writing(account, ["items", "attachments"], async (tx) => {
      const items = tx.objectStore("items");
      const before = later.kind === "correction" ? (await items.getAll()).find((item) => givesWay(item, later.of)) : undefined;
      const last = await items.index("filed").openCursor(null, "prev");
      const order = Math.max(Date.now(), (last?.value.filed ?? 0) + 1);
      const known = await items.get(id);
      if (before && before.id !== id) await erase(tx, before.id);
      await putAttachments(tx, id, attachments);
      await items.put({
        id, state: "waiting", filed: order, changedAt: iso(), form, attachments: notesOf(attachments), later,
        revision: (known?.revision ?? 0) + 1, attempts: 0,
      });
    }),
  );
}

/** An unsent correction of the sighting `of` that a new one takes the place of. */
export function givesWay({ later, state, attempts }: Item, of: string): boolean {
  return later?.kind === "correction" && later.of === of && (state === "refused" || (state === "waiting" && attempts === 0));
}

/** The server has a version of this id: what is changed now must go as a new report. */
const conflict = 409;

/** A changed version may still take the item's place under its id. */
export function isReplaceable(item: Item): boolean {
  return item.state === "draft" || (isEditable(item) && item.why?.status !== conflict);
}

/** The person may still change the item: the server is not known to have stored it. */
export function isEditable(item: Item): boolean {
  return !item.answer && !item.later && (item.state === "waiting" || item.state === "refused");
}

/** Let a refused item try again as it is. */
export function resend(account: number, id: string): Promise<void> {
  return writing(account, ["items"], async (tx) => {
    const item = await tx.objectStore("items").get(id);
    if (!item || item.state !== "refused") return;
    const { why: _why, ...rest } = item;
    await tx.objectStore("items").put({ ...rest, state: item.answer ? "attachments" : "waiting", changedAt: iso() });
  });
}

/** Delete an item and its attachments from the phone. */
export function removeItem(account: number, id: string): Promise<void> {
  return writing(account, ["items", "attachments"], (tx) => erase(tx, id));
}

/** Delete a draft; does nothing to what was filed meanwhile. */
export function removeDraft(account: number, id: string): Promise<void> {
  return writing(account, ["items", "attachments"], async (tx) => {
    if ((await tx.objectStore("items").get(id))?.state === "draft") await erase(tx, id);
  });
}

/** Give up one attachment of an item whose report has already gone. */
export function dropAttachment(account: number, id: string, sha256: string): Promise<void> {
  return writing(account, ["items", "attachments"], async (tx) => {
    const item = await tx.objectStore("items").get(id);
    if (!item?.answer) return;
    const attachments = item.attachments.map((note) => (note.sha256 === sha256 ? { ...note, dropped: true } : note));
    const { why: _why, ...rest } = item;
    await tx.objectStore("attachments").delete(`${id}/${sha256}`);
    await tx.objectStore("items").put({ ...rest, attachments, state: "attachments", changedAt: iso() });
  });
}

/** How many items would be lost to a person who logs out now: unsent ones changed since the last export. */
export async function unsafeToLeave(account: number): Promise<number> {
  const exported = (await readKept(account, "exportedAt")) ?? "";
  return unsent(await listItems(account)).filter((item) => item.changedAt > exported).length;
}

/** Forget sent items older than 30 days; with `all`, every sent item, as an unsent one needs the space. Returns how many. */
export function prune(account: number, all = false): Promise<number> {
  const before = new Date(Date.now() - keepSentMs).toISOString();
  return writing(account, ["items", "attachments"], async (tx) => {
    const items = await tx.objectStore("items").getAll();
    const old = items.filter((item) => item.state === "sent" && (all || (item.sentAt ?? "") < before));
    for (const item of old) await erase(tx, item.id);
    return old.length;
  });
}

async function erase(tx: Write, id: string): Promise<void> {
  await tx.objectStore("items").delete(id);
  const keys = await tx.objectStore("attachments").index("item").getAllKeys(id);
  await Promise.all(keys.map((key) => tx.objectStore("attachments").delete(key)));
}

async function putAttachments(tx: Write, id: string, attachments: readonly Attachment[]): Promise<void> {
  const store = tx.objectStore("attachments");
  const named = new Set(attachments.map((attachment) => `${id}/${attachment.sha256}`));
  const there = await store.index("item").getAllKeys(id);
  await Promise.all(there.filter((key) => !named.has(key)).map((key) => store.delete(key)));
  const fresh = attachments.filter((attachment) => !there.includes(`${id}/${attachment.sha256}`));
  await Promise.all(fresh.map((attachment) => store.put({ ...attachment, item: id, key: `${id}/${attachment.sha256}` })));
}

function notesOf(attachments: readonly Attachment[]): Item["attachments"] {
  return attachments.map(({ sha256, data, seconds }) => ({ sha256, size: data.byteLength, ...(seconds === undefined ? {} : { seconds }) }));
}

async function makingRoom<T>(account: number, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof StoreFull) || (await prune(account, true)) === 0) throw error;
    return await write();
  }
}
