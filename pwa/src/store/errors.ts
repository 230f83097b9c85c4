/** What can go wrong with the phone's own store, as facts the person is told. */

/** No space is left; nothing was written and nothing written before is lost. */
export class StoreFull extends Error {
  override name = "StoreFull";
}

/** The store cannot be opened or was taken away (private window, data cleared, another tab holds an old version). */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

/** `error` as one of ours when it is about the store, else itself. */
export function explain(error: unknown): unknown {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return new StoreFull(String(error));
  const lost = ["InvalidStateError", "UnknownError", "VersionError", "NotFoundError", "AbortError", "SecurityError"];
  return lost.includes(name) ? new StoreUnavailable(String(error)) : error;
}
