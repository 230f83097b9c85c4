/** Sends what was said of sightings and visits later, one after the other in order of filing; each names its sighting, which went before. */
import { call } from "../api/client";
import type { ClashProblem, SightingAnswer } from "../api/wire";
import type { Item, Later } from "../store/item";
import { listItems } from "../store/outbox";
import { noteAttempt, settle } from "../store/settle";
import { setback, type Outcome, type Run } from "./run";

/** Send every waiting correction and addition. Returns undefined when none is left, else why it stopped. */
export async function sendLaters(run: Run): Promise<Outcome | undefined> {
  for (;;) {
    // Read anew each time: what is on its way leaves room for a newer correction, which erases what nobody has handed over yet.
    const item = (await listItems(run.account)).find(({ state, later }) => state === "waiting" && later);
    if (!item) return undefined;
    const stopped = await sendLater(run, item);
    if (stopped) return stopped;
    run.part(item.id, item.attachments.length > 0 ? 0.2 : 1);
    run.changed();
  }
}

async function sendLater(run: Run, { id, revision, later }: Item): Promise<Outcome | undefined> {
  if (!later) return undefined;
  await noteAttempt(run.account, [{ id, revision }]);
  run.part(id, 0);
  const answer = await run.heed(await call<Partial<SightingAnswer>>(pathOf(later), { method: "POST", body: later.body, csrf: run.csrf }));
  if (answer.kind === "ok") {
    const stored = later.kind === "visited" ? heard(id, later.of, answer.data) : read(id, answer.data);
    if (!stored) return { kind: "later", afterMs: 0 };
    await settle(run.account, [{ id, revision, stored }], run.epoch);
    return undefined;
  }
  if (answer.kind !== "refused" || answer.problem.code === "csrf") return setback(answer);
  await settle(run.account, [{ id, revision, refused: reason(answer.problem, answer.status) }], run.epoch);
  return undefined;
}

function pathOf(later: Later): string {
  if (later.kind === "visited") return `/api/visit-tasks/${later.of}/done`;
  return `/api/sightings/${later.of}/${later.kind === "correction" ? "corrections" : "additions"}`;
}

/** The answer to what was found at a visit, if it is one of this task. */
function heard(id: string, task: string, data: Partial<SightingAnswer> | null): SightingAnswer | undefined {
  return data?.id === task ? { id, number: "", cell: null, station: null, received_at: new Date().toISOString() } : undefined;
}

/** The answer, if it is one to this id. */
function read(id: string, data: Partial<SightingAnswer> | null): SightingAnswer | undefined {
  const { number, received_at } = data ?? {};
  if (data?.id !== id || typeof number !== "string" || typeof received_at !== "string") return undefined;
  return { id, number, cell: null, station: null, received_at };
}

function reason({ title, detail, clashes, head }: ClashProblem, status: number): { text: string; status: number } {
  const text = detail || title || "这一条没有收下，请改一改再传。";
  return { text, status, ...(Array.isArray(clashes) && typeof head === "string" ? { clashes, head } : {}) };
}
