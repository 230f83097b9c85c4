/**
 * The phone's store: one database an account, so that nobody sees or sends another person's work, and one for the device.
 *
 * Versions are the numbered migrations below: each is written once and never edited, so that the queue of every
 * version that was ever out in the villages opens in every later one.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import { explain } from "./errors";
import type { Attachment, Item } from "./item";
import type { Sealed } from "./seal";

interface AccountSchema extends DBSchema {
  items: { key: string; value: Item; indexes: { filed: number } };
  attachments: { key: string; value: Attachment; indexes: { item: string } };
  /** Single values: the field area, the epoch, when all was sent. */
  kept: { key: string; value: unknown };
  /** Records that only their owner's password opens. */
  sealed: { key: string; value: Sealed };
}

export type AccountDb = IDBPDatabase<AccountSchema>;
export type Stores = StoreNames<AccountSchema>;
export type Write = IDBPTransaction<AccountSchema, Stores[], "readwrite">;

const migrations: ((db: AccountDb) => void)[] = [
  (db) => {
    db.createObjectStore("items", { keyPath: "id" }).createIndex("filed", "filed");
    db.createObjectStore("attachments", { keyPath: "key" }).createIndex("item", "item");
    db.createObjectStore("kept");
    db.createObjectStore("sealed", { keyPath: "key" });
  },
];

const connections = new Map<number, Promise<AccountDb>>();
let onTrouble: (trouble: "blocked" | "closed" | "outdated") => void = () => undefined;

/** Be told when another tab holds an older version, the browser took the store away, or a newer version wants it. */
export function watchStore(listener: typeof onTrouble): void {
  onTrouble = listener;
}

/** The name of an account's database. */
export function databaseName(account: number): string {
  return `zhitong-${account}`;
}

function open(account: number): Promise<AccountDb> {
  const forget = (): boolean => connections.delete(account);
  const opening = openDB<AccountSchema>(databaseName(account), migrations.length, {
    upgrade: (db, from) => migrations.slice(from).forEach((migrate) => migrate(db)),
    blocked: () => onTrouble("blocked"),
    blocking: () => {
      forget();
      void opening.then((db) => db.close());
      onTrouble("outdated");
    },
    terminated: () => {
      forget();
      onTrouble("closed");
    },
  });
  opening.catch(forget);
  connections.set(account, opening);
  return opening;
}

/** Close what is open for `account`, as a tab does when it ends. */
export async function closeStore(account: number): Promise<void> {
  const opening = connections.get(account);
  connections.delete(account);
  (await opening)?.close();
}

/** Run `work` on the account's database, opened anew once if the connection had been lost; errors as in `errors.ts`. */
export async function using<T>(account: number, work: (db: AccountDb) => Promise<T>): Promise<T> {
  try {
    try {
      return await work(await (connections.get(account) ?? open(account)));
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
      connections.delete(account);
      return await work(await open(account));
    }
  } catch (error) {
    throw explain(error);
  }
}

/**
 * Run `work` in one transaction over `stores`: all of it is on the disk when this returns, or none.
 * `strict` durability, as "saved" must survive a phone that goes dark the moment after.
 */
export function writing<T>(account: number, stores: Stores[], work: (tx: Write) => Promise<T>): Promise<T> {
  return using(account, async (db) => {
    const tx = db.transaction(stores, "readwrite", { durability: "strict" });
    const ended = tx.done.then(() => undefined, (error: unknown) => error ?? new DOMException("aborted", "AbortError"));
    try {
      const result = await work(tx);
      const error = await ended;
      if (error !== undefined) throw error;
      return result;
    } catch (error) {
      try {
        tx.abort();
      } catch {
        // It had already ended by itself.
      }
      await ended;
      throw error;
    }
  });
}
