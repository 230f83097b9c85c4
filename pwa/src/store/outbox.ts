/** The queue of one account: what is being written, what waits, what needs the person, what has been sent. */
import type { SightingBody } from "../api/wire";
import { using, writing, type Write } from "./db";
import { StoreFull } from "./errors";
import { unsent, type Form, type Item, type Photo } from "./item";
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

/** The photos of an item, in the order in which it names them; those whose bytes are gone are absent. */
export async function photosOf(account: number, item: Item): Promise<Photo[]> {
  const stored = await using(account, (db) => db.getAllFromIndex("photos", "item", item.id));
  return item.photos.flatMap((note) => stored.filter((photo) => photo.sha256 === note.sha256));
}

/** Write `draft` down as it stands; when space is out, sent items make room. Does nothing to what was filed meanwhile. */
export function saveDraft(account: number, id: string, form: Form, photos: readonly Photo[]): Promise<void> {
  return makingRoom(account, () =>
    writing(account, ["items", "photos"], async (tx) => {
      const known = await tx.objectStore("items").get(id);
      if (known && known.state !== "draft") return;
      const notes = photos.map((photo) => ({ sha256: photo.sha256, size: photo.data.byteLength }));
      const begun = known ?? { id, filed: Date.now(), revision: 0, attempts: 0 };
      await putPhotos(tx, id, photos);
      await tx.objectStore("items").put({ ...begun, state: "draft", form, photos: notes, changedAt: iso() });
    }),
  );
}

/**
 * File an item: from here on it waits to be sent. When this returns it is on the disk.
 * Raises StoreFull, and then the draft written before still stands.
 */
export function fileItem(account: number, form: Form, body: SightingBody, photos: readonly Photo[]): Promise<void> {
  return makingRoom(account, () =>
    writing(account, ["items", "photos", "kept"], async (tx) => {
      const items = tx.objectStore("items");
      const known = await items.get(body.id);
      const last = await items.index("filed").openCursor(null, "prev");
      const order = Math.max(Date.now(), (last?.value.filed ?? 0) + 1);
      const filed = known && known.state !== "draft" ? known.filed : order;
      const notes = photos.map((photo) => ({ sha256: photo.sha256, size: photo.data.byteLength }));
      await putPhotos(tx, body.id, photos);
      await items.put({
        id: body.id, state: "waiting", filed, changedAt: iso(), form, photos: notes, body,
        revision: (known?.revision ?? 0) + 1, attempts: known?.attempts ?? 0,
      });
      await tx.objectStore("kept").put(form.noticedBy, "noticedBy");
    }),
  );
}

/** Take an unsent item back to be written on. Its id stays, unless `id` is given because the server knows the old one. */
export function reopen(account: number, old: string, id: string = old): Promise<void> {
  return writing(account, ["items", "photos"], async (tx) => {
    const item = await tx.objectStore("items").get(old);
    if (!item || item.state === "sent" || item.state === "photos") return;
    const { body: _body, why: _why, ...rest } = item;
    const photos = await tx.objectStore("photos").index("item").getAll(old);
    if (id !== old) await erase(tx, old);
    await putPhotos(tx, id, photos);
    const attempts = id === old ? item.attempts : 0;
    await tx.objectStore("items").put({ ...rest, id, attempts, state: "draft", revision: item.revision + 1, changedAt: iso() });
  });
}

/** Let a refused item try again as it is. */
export function resend(account: number, id: string): Promise<void> {
  return writing(account, ["items"], async (tx) => {
    const item = await tx.objectStore("items").get(id);
    if (!item || item.state !== "refused") return;
    const { why: _why, ...rest } = item;
    await tx.objectStore("items").put({ ...rest, state: item.answer ? "photos" : "waiting", changedAt: iso() });
  });
}

/** Delete an item and its photos from the phone. */
export function removeItem(account: number, id: string): Promise<void> {
  return writing(account, ["items", "photos"], (tx) => erase(tx, id));
}

/** Give up one photo of an item whose report has already gone. */
export function dropPhoto(account: number, id: string, sha256: string): Promise<void> {
  return writing(account, ["items", "photos"], async (tx) => {
    const item = await tx.objectStore("items").get(id);
    if (!item?.answer) return;
    const photos = item.photos.map((note) => (note.sha256 === sha256 ? { ...note, dropped: true } : note));
    const { why: _why, ...rest } = item;
    await tx.objectStore("photos").delete(`${id}/${sha256}`);
    await tx.objectStore("items").put({ ...rest, photos, state: "photos", changedAt: iso() });
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
  return writing(account, ["items", "photos"], async (tx) => {
    const items = await tx.objectStore("items").getAll();
    const old = items.filter((item) => item.state === "sent" && (all || (item.sentAt ?? "") < before));
    for (const item of old) await erase(tx, item.id);
    return old.length;
  });
}

async function erase(tx: Write, id: string): Promise<void> {
  await tx.objectStore("items").delete(id);
  const keys = await tx.objectStore("photos").index("item").getAllKeys(id);
  await Promise.all(keys.map((key) => tx.objectStore("photos").delete(key)));
}

async function putPhotos(tx: Write, id: string, photos: readonly Photo[]): Promise<void> {
  const store = tx.objectStore("photos");
  const named = new Set(photos.map((photo) => `${id}/${photo.sha256}`));
  const there = await store.index("item").getAllKeys(id);
  await Promise.all(there.filter((key) => !named.has(key)).map((key) => store.delete(key)));
  const fresh = photos.filter((photo) => !there.includes(`${id}/${photo.sha256}`));
  await Promise.all(fresh.map((photo) => store.put({ ...photo, item: id, key: `${id}/${photo.sha256}` })));
}

async function makingRoom(account: number, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof StoreFull) || (await prune(account, true)) === 0) throw error;
    await write();
  }
}
