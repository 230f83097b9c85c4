/** Sends sightings, and what was said of drafts, in order of filing and believes only what the server says of each of them by its id. */
import { call } from "../api/client";
import type { BatchItem, Problem } from "../api/wire";
import type { Item, Stored } from "../store/item";
import { listItems } from "../store/outbox";
import { noteAttempt, settle, type Verdict } from "../store/settle";
import { setback, type Outcome, type Run } from "./run";

const mostItems = 50;
const transient = new Set([401, 408, 425, 429]);
/** Statuses of a whole batch that are about its contents. */
const aboutContents = new Set([400, 403, 409, 413, 415, 422]);

/** Send every waiting sighting, or opinion (`spoken`). Returns undefined when none is left, else why it stopped. */
export async function sendReports(run: Run, spoken: boolean): Promise<Outcome | undefined> {
  let most = mostItems;
  for (;;) {
    const waiting = (await listItems(run.account)).filter((item) => item.state === "waiting" && item.body && !item.form.spoken !== spoken);
    if (waiting.length === 0) return undefined;
    const batch = waiting.slice(0, most);
    const said = await sendBatch(run, batch);
    if (said === "smaller") most = Math.max(1, Math.floor(batch.length / 2));
    else if (said !== "settled") return said;
  }
}

async function sendBatch(run: Run, batch: readonly Item[]): Promise<Outcome | "smaller" | "settled"> {
  await noteAttempt(run.account, batch);
  batch.forEach((item) => run.part(item.id, 0));
  const body = { items: batch.map((item) => item.body) };
  const path = `/api/${batch[0]?.form.spoken ? "opinions" : "sightings"}/batch`;
  const answer = await run.heed(await call<unknown>(path, { method: "POST", body, csrf: run.csrf, timeoutMs: 60_000 }));
  if (answer.kind === "refused") return refuseBatch(run, batch, answer.problem, answer.status);
  if (answer.kind !== "ok") return setback(answer);
  const verdicts = answer.status === 200 ? read(batch, answer.data) : [];
  await settle(run.account, verdicts, run.epoch);
  for (const item of batch) if (verdicts.some((verdict) => verdict.id === item.id)) run.part(item.id, item.attachments.length > 0 ? 0.2 : 1);
  run.changed();
  return verdicts.length === batch.length ? "settled" : unanswered(answer.data);
}

/** A refusal of the whole batch: halve it until the one that is meant stands alone. */
async function refuseBatch(run: Run, batch: readonly Item[], problem: Problem, status: number): Promise<Outcome | "smaller" | "settled"> {
  if (!aboutContents.has(status) || problem.code === "csrf") return { kind: "later", afterMs: 0 };
  if (batch.length > 1) return "smaller";
  await settle(run.account, batch.map(({ id, revision }) => ({ id, revision, refused: reason(problem, status) })), run.epoch);
  batch.forEach((item) => run.part(item.id, 1));
  run.changed();
  return "settled";
}

/** What the answer says of the items of `batch`, found by id; silence about an item is no verdict. */
export function read(batch: readonly Item[], data: unknown): Verdict[] {
  const said = new Map(itemsOf(data).map((item) => [item.id, item]));
  return batch.flatMap(({ id, revision }): Verdict[] => {
    const item = said.get(id);
    if (!item) return [];
    const kept = stored(item);
    if (kept) return [{ id, revision, stored: kept }];
    const { status } = item;
    if (typeof status !== "number" || status < 400 || status >= 500 || transient.has(status)) return [];
    return [{ id, revision, refused: reason(item as Partial<Problem>, status) }];
  });
}

function itemsOf(data: unknown): Partial<BatchItem>[] {
  const items = (data as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? items.filter((item): item is Partial<BatchItem> => typeof item === "object" && item !== null) : [];
}

/** What is kept of the answer when the server has it: a sighting by its number, an opinion by its receipt. */
function stored(item: Partial<BatchItem>): Stored | undefined {
  const { status, id, number = item.receipt, received_at } = item;
  if ((status !== 201 && status !== 200) || typeof number !== "string" || typeof received_at !== "string") return undefined;
  const { cell = null, station = null, query_code, case_number } = item;
  return { id: id!, number, cell, station, received_at, query_code, case_number };
}

const conflict = 409;

function reason(problem: Partial<Problem>, status: number): { text: string; status: number } {
  // The answer to an earlier try was lost, and the item was changed since: the server has the former words.
  if (status === conflict && problem.field === "id") return { text: "改之前的那一版已经收到。还要改，就点“修改”再保存，会另记一条。", status };
  return { text: problem.detail || problem.title || "这一条没有收下，请改一改再传。", status };
}

function unanswered(data: unknown): Outcome {
  return itemsOf(data).some((item) => item.status === 401) ? { kind: "login" } : { kind: "later", afterMs: 0 };
}
