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

/** Ask for a store that is not cleared, and say what came of it. */
export async function measureSpace(): Promise<Space> {
  const storage = (navigator as { storage?: StorageManager }).storage;
  const persisted = (await storage?.persist?.().catch(() => false)) ?? null;
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const left = estimate?.quota === undefined ? null : Math.max(0, estimate.quota - (estimate.usage ?? 0));
  return { persisted, left: left === saysNothing ? null : left };
}

/** Whole megabytes. */
export function megabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024));
}
