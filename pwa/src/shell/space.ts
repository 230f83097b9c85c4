/** How safe and how roomy the phone's store is. */

export interface Space {
  /** The browser has promised not to clear the store by itself; null when it cannot say. */
  persisted: boolean | null;
  /** Bytes left, by the browser's estimate; null when it cannot say. */
  left: number | null;
}

/** Below this, photos should not be taken before some are uploaded. */
export const lowBytes = 200 * 1024 * 1024;

/** Newer Chromium, so as not to tell how big a disk is, always says that this much is left. */
const saysNothing = 10 * 1024 ** 3;

/** Once a page, as some browsers show the person a question each time. */
let asked: Promise<boolean | null> | undefined;

/** Ask for a store that is not cleared, and say what came of it. */
export async function measureSpace(): Promise<Space> {
  const storage = (navigator as { storage?: StorageManager }).storage;
  asked ??= storage?.persist?.().catch(() => false) ?? Promise.resolve(null);
  const persisted = (await storage?.persisted?.().catch(() => false)) || (await asked);
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const left = estimate?.quota === undefined ? null : Math.max(0, estimate.quota - (estimate.usage ?? 0));
  return { persisted, left: left === saysNothing ? null : left };
}

/** Whole megabytes. */
export function megabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024));
}
