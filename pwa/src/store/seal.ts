/**
 * What is left on a phone after its owner logged out opens only with the owner's password.
 *
 * The password makes an AES-GCM key (PBKDF2) that the browser keeps unreadable while the account is open; on leaving,
 * each record is encrypted under it and the key is dropped. A killed browser leaves some records sealed and some not:
 * sealing again takes up the rest. Ids and digests stay legible; they say nothing.
 */
import { using, writing } from "./db";

export interface Sealed {
  /** `store/key` of the record. */
  key: string;
  store: Sealable;
  /** What of the record stays legible. */
  plain: Record<string, unknown>;
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

export type Sealable = "items" | "attachments" | "kept";

const stores: Sealable[] = ["items", "attachments", "kept"];
/** OWASP's figure for PBKDF2-HMAC-SHA-256. */
const rounds = 600_000;

/** The key that `password` makes with `salt`; it can seal and open but not be read. */
export async function keyOf(password: string, salt: Uint8Array): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", new TextEncoder().encode(password), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(salt), iterations: rounds };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Seal everything of `account`; afterwards none of it can be read without the password. */
export async function sealAccount(account: number, key: CryptoKey): Promise<void> {
  for (const store of stores) {
    for (const name of await using(account, (db) => db.getAllKeys(store))) {
      const record = await using(account, (db) => db.get(store, name) as Promise<unknown>);
      const sealed = await seal(store, name, record, key);
      await writing(account, [store, "sealed"], async (tx) => {
        await tx.objectStore("sealed").put(sealed);
        await tx.objectStore(store).delete(name);
      });
    }
  }
}

/** Open what was sealed; records under another password stay sealed. Returns how many those are. */
export async function unsealAccount(account: number, key: CryptoKey): Promise<number> {
  let shut = 0;
  for (const name of await using(account, (db) => db.getAllKeys("sealed"))) {
    const sealed = await using(account, (db) => db.get("sealed", name));
    const record = sealed && (await unseal(sealed, key).catch(() => undefined));
    if (!sealed || record === undefined) {
      shut += 1;
      continue;
    }
    await writing(account, [sealed.store, "sealed"], async (tx) => {
      const kept = sealed.store === "kept";
      const store = tx.objectStore(sealed.store) as unknown as { put(value: unknown, key?: string): Promise<unknown> };
      await (kept ? store.put(record, name.slice("kept/".length)) : store.put(record));
      await tx.objectStore("sealed").delete(name);
    });
  }
  return shut;
}

async function seal(store: Sealable, name: string, record: unknown, key: CryptoKey): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const { data, ...plain } = store === "attachments" ? (record as { data: ArrayBuffer }) : { data: undefined };
  const clear = data ?? new TextEncoder().encode(JSON.stringify(record));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(store, name) }, key, clear);
  return { key: `${store}/${name}`, store, plain, iv, bytes };
}

async function unseal(sealed: Sealed, key: CryptoKey): Promise<unknown> {
  const name = sealed.key.slice(sealed.store.length + 1);
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: bound(sealed.store, name) };
  const clear = await crypto.subtle.decrypt(how, key, sealed.bytes);
  if (sealed.store === "attachments") return { ...sealed.plain, data: clear };
  return JSON.parse(new TextDecoder().decode(clear));
}

/** A record sealed in one place cannot be put in another. */
function bound(store: Sealable, name: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${store}/${name}`);
}
