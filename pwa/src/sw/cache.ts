/**
 * What is kept so that the worker app and the desk open without a network: only files of the build, never data.
 *
 * `/api`, `/c/`, `/t/` and whatever else is not named here are none of our business.
 */
import list from "virtual:precache";

const name = `build-${list.version}`;
const known = new Set(list.all);

/** Keep the shells and what they load first; fails as a whole, so that half a build never becomes the active one. */
export async function install(): Promise<void> {
  const cache = await caches.open(name);
  await cache.addAll(list.now.map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "reload" })));
}

/** Forget all earlier builds but the last, whose pages may still be open in another tab. IndexedDB is never touched. */
export async function activate(): Promise<void> {
  const earlier = (await caches.keys()).filter((other) => other.startsWith("build-") && other !== name);
  await Promise.all(earlier.slice(0, -1).map((other) => caches.delete(other)));
}

/** The address under which `request` is kept, or undefined when it must go its way. */
export function keptAs(request: Request): string | undefined {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return undefined;
  const face = /^\/(app|desk)(\/|$)/.exec(url.pathname)?.[1];
  if (face && request.mode === "navigate") return `/${face}/`;
  return url.pathname.startsWith("/assets/") ? url.pathname : undefined;
}

/** From the cache; else from the network, keeping it. */
export async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(name);
  const kept = (await cache.match(path, { ignoreVary: true })) ?? (await caches.match(path, { ignoreVary: true }));
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.status === 200 && !fresh.redirected && known.has(path)) await cache.put(path, fresh.clone()).catch(() => undefined);
  return fresh;
}
