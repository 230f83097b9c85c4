/** Who uses this phone: the accounts it has seen and the one whose work is open. Shared by all tabs and the service worker. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { explain } from "./errors";

export interface Account {
  id: number;
  login: string;
  name: string;
  /** For the key that the password makes. */
  salt: Uint8Array;
  /** Seals the account's records; there only while the account is open on this phone. Cannot be read out. */
  key?: CryptoKey;
  /** The session is known to have ended; the account stays open, so that work in the field goes on. */
  expired: boolean;
}

interface DeviceSchema extends DBSchema {
  accounts: { key: number; value: Account };
  kept: { key: string; value: number };
}

const migrations: ((db: IDBPDatabase<DeviceSchema>) => void)[] = [
  (db) => {
    db.createObjectStore("accounts", { keyPath: "id" });
    db.createObjectStore("kept");
  },
];

async function using<T>(work: (db: IDBPDatabase<DeviceSchema>) => Promise<T>): Promise<T> {
  try {
    const db = await openDB<DeviceSchema>("zhitong-device", migrations.length, {
      upgrade: (opened, from) => migrations.slice(from).forEach((migrate) => migrate(opened)),
    });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw explain(error);
  }
}

/** The account whose work is open on this phone, its session ended or not. */
export function currentAccount(): Promise<Account | undefined> {
  return using(async (db) => {
    const id = await db.get("kept", "current");
    return id === undefined ? undefined : db.get("accounts", id);
  });
}

/** Every account this phone knows. */
export function knownAccounts(): Promise<Account[]> {
  return using((db) => db.getAll("accounts"));
}

/** Open `account` here. */
export function openAccount(account: Account): Promise<void> {
  return using(async (db) => {
    const tx = db.transaction(["accounts", "kept"], "readwrite");
    await Promise.all([tx.objectStore("accounts").put(account), tx.objectStore("kept").put(account.id, "current"), tx.done]);
  });
}

/** Change what is known of an account; does nothing to an unknown one. */
export function changeAccount(id: number, change: (account: Account) => Account): Promise<void> {
  return using(async (db) => {
    const tx = db.transaction("accounts", "readwrite");
    const account = await tx.store.get(id);
    if (account) await tx.store.put(change(account));
    await tx.done;
  });
}

/** Nobody's work is open any more; the session of `id` is to be ended as soon as the server can be told. */
export function leaveAccount(id: number): Promise<void> {
  return using(async (db) => {
    const tx = db.transaction("kept", "readwrite");
    await Promise.all([tx.store.delete("current"), tx.store.put(id, "leaving"), tx.done]);
  });
}

/** Whose session is still to be ended. */
export function leavingAccount(): Promise<number | undefined> {
  return using((db) => db.get("kept", "leaving"));
}

/** That session has ended, or another has taken its place. */
export function accountLeft(): Promise<void> {
  return using((db) => db.delete("kept", "leaving"));
}
