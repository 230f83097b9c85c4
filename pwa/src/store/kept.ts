/** Single values of an account: the field area, the epoch, the time when all was sent. */
import type { FieldArea, NearMatter } from "../api/wire";
import { using, writing } from "./db";

export interface Kept {
  field: { value: FieldArea; at: string };
  /** Matters of the own cells, to ask before filing whether it is the same. */
  near: NearMatter[];
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
