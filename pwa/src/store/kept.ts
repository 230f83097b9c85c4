/** Single values of an account: the field area, the epoch, the time when all was sent. */
import type { ActivityHead, AskedMatter, FieldArea, FieldDrafts, MyVisits, NearMatter } from "../api/wire";
import { using, writing } from "./db";

export interface Kept {
  field: { value: FieldArea; at: string };
  /** Matters of the own cells, to ask before filing whether it is the same. */
  near: NearMatter[];
  /** What stations ask of one's own sightings. */
  asked: AskedMatter[];
  /** Visits that one is asked to make, and how one stands this month. */
  visitTasks: MyVisits;
  /** Drafts of laws that may be spoken on in one's area. */
  drafts: FieldDrafts;
  /** The visit under way and when it began, UTC; the empty id for none. */
  visit: { id: string; at: string };
  /** What one has been trained in, the newest first, and the trainings to come, as last read. */
  training: { at: string; been: ActivityHead[]; next: ActivityHead[] };
  /** Answers begun to what is asked, by the sighting's id. */
  begun: Record<string, string>;
  /** The roles and areas the server last named, as one text: what the phone holds of an area belongs to them. */
  scope: string;
  epoch: string;
  /** When the last unsent item left, UTC. */
  allSentAt: string;
  /** When the queue was last exported, UTC. */
  exportedAt: string;
  /** How far the phone's clock was ahead when an answer last said so, ms. */
  aheadMs: number;
  /** How the person noticed the last sighting: the form's first choice. */
  noticedBy: string;
}

/** The value kept under `key`, if any. */
export function readKept<K extends keyof Kept>(account: number, key: K): Promise<Kept[K] | undefined> {
  return using(account, (db) => db.get("kept", key) as Promise<Kept[K] | undefined>);
}

/** Keep `value` under `key`. */
export function keep<K extends keyof Kept>(account: number, key: K, value: Kept[K]): Promise<void> {
  return writing(account, ["kept"], async (tx) => {
    await tx.objectStore("kept").put(value, key);
  });
}

/** Change the value kept under `key`, in one transaction, so that of two changes neither is lost. */
export function changeKept<K extends keyof Kept>(account: number, key: K, change: (before: Kept[K] | undefined) => Kept[K]): Promise<void> {
  return writing(account, ["kept"], async (tx) => {
    const kept = tx.objectStore("kept");
    await kept.put(change((await kept.get(key)) as Kept[K] | undefined), key);
  });
}

/** What is of the area and not of the person; the queue and what was sent are the person's. */
const ofTheArea = ["field", "near", "asked", "visitTasks", "drafts"] as const;

/**
 * The server says that the account's roles and areas are `scope`. When they are others than before, what the phone holds
 * of the former area goes at once and as a whole. Returns whether anything went.
 */
export function heedScope(account: number, scope: string): Promise<boolean> {
  return writing(account, ["kept"], async (tx) => {
    const kept = tx.objectStore("kept");
    if ((await kept.get("scope")) === scope) return false;
    const held = await Promise.all(ofTheArea.map((key) => kept.getKey(key)));
    await Promise.all(ofTheArea.map((key) => kept.delete(key)));
    await kept.put(scope, "scope");
    return held.some((key) => key !== undefined);
  });
}

/**
 * Keep a field area with the matters of its own cells. Without new ones (`near` undefined) the former stand, unless
 * other cells are one's own now.
 */
export function keepField(account: number, field: Kept["field"], near: NearMatter[] | undefined): Promise<void> {
  return writing(account, ["kept"], async (tx) => {
    const kept = tx.objectStore("kept");
    const before = (await kept.get("field")) as Kept["field"] | undefined;
    if (near) await kept.put(near, "near");
    else if (ownCells(before?.value) !== ownCells(field.value)) await kept.delete("near");
    await kept.put(field, "field");
  });
}

function ownCells(field: FieldArea | undefined): string {
  const own = field?.cells.features.filter((cell) => cell.properties.own) ?? [];
  return own.map((cell) => cell.properties.code).sort().join();
}
