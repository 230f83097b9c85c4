/** What a browser has and Node lacks, for code that runs in pages and service workers. */
import "fake-indexeddb/auto";

const held = new Set<string>();

type Held = (lock: { name: string } | null) => Promise<unknown>;

/** Web Locks as far as they are used: one holder a name, `ifAvailable` only. */
async function request(name: string, _options: { ifAvailable: true }, work: Held): Promise<unknown> {
  if (held.has(name)) return work(null);
  held.add(name);
  try {
    return await work({ name });
  } finally {
    held.delete(name);
  }
}

const navigator = { locks: { request }, onLine: true, language: "zh-CN" };
Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
Object.defineProperty(globalThis, "location", { value: { search: "", origin: "http://phone.test" }, configurable: true });
Object.defineProperty(globalThis, "document", { value: { cookie: "" }, configurable: true });
