/** Work on the photos of drafts that goes on when their form is left; whoever opens such a draft waits for it. */

const underway = new Map<string, Promise<void>>();

/** Remember `work` on the draft `id` until it ends; it never fails. */
export function remember(id: string, work: Promise<void>): void {
  underway.set(id, work);
  void work.then(() => {
    if (underway.get(id) === work) underway.delete(id);
  });
}

/** Returns when no work on the draft `id` is left. */
export async function settled(id: string): Promise<void> {
  await underway.get(id);
}
