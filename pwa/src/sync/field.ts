/** The field area on the phone: own cells and neighbours, posts, categories, tasks. */
import { call } from "../api/client";
import type { AskedMatter, FieldArea, FieldDrafts, MyVisits, NearMatter } from "../api/wire";
import { keep, keepField, readKept } from "../store/kept";
import type { Run } from "./run";

const freshMs = 3600 * 1000;

/** Fetch the field area when the phone's is older than an hour; the old one stands until a whole new one is here. */
export async function refreshField(run: Run): Promise<void> {
  const kept = await readKept(run.account, "field");
  if (kept && Date.now() - Date.parse(kept.at) < freshMs) return;
  const answer = await run.heed(await call<FieldArea>("/api/field-area", { timeoutMs: 120_000 }));
  if (answer.kind !== "ok" || !isField(answer.data, run.account)) return;
  const near = await run.heed(await call<{ items: NearMatter[] }>("/api/sightings/near"));
  const matters = near.kind === "ok" && Array.isArray(near.data?.items) ? near.data.items : undefined;
  await keepField(run.account, { value: answer.data, at: new Date().toISOString() }, matters);
  run.changed();
}

/** Fetch what stations ask of one's own sightings; what the phone holds stands until it is known. */
export async function refreshAsked(run: Run): Promise<void> {
  const answer = await run.heed(await call<{ items: AskedMatter[] }>("/api/sightings/asked"));
  if (answer.kind !== "ok" || !Array.isArray(answer.data?.items)) return;
  const before = JSON.stringify((await readKept(run.account, "asked")) ?? []);
  if (JSON.stringify(answer.data.items) === before) return;
  await keep(run.account, "asked", answer.data.items);
  run.changed();
}

/** Fetch the visits that one is asked to make; what the phone holds stands until they are known. */
export async function refreshVisitTasks(run: Run): Promise<void> {
  const answer = await run.heed(await call<MyVisits>("/api/visit-tasks/mine"));
  if (answer.kind !== "ok" || !Array.isArray(answer.data?.items) || !answer.data.progress) return;
  if (JSON.stringify(answer.data) === JSON.stringify(await readKept(run.account, "visitTasks"))) return;
  await keep(run.account, "visitTasks", answer.data);
  run.changed();
}

/** Fetch the drafts of laws that may be spoken on, when they are others than the phone holds: what has closed goes by that. */
export async function refreshDrafts(run: Run): Promise<void> {
  const kept = await readKept(run.account, "drafts");
  const headers: Record<string, string> = kept ? { "If-None-Match": `"${kept.version}"` } : {};
  const answer = await run.heed(await call<FieldDrafts>("/api/field-drafts", { headers }));
  if (answer.kind !== "ok" || !Array.isArray(answer.data?.items)) return;
  await keep(run.account, "drafts", answer.data);
  run.changed();
}

function isField(data: FieldArea | null, account: number): boolean {
  return data?.account?.id === account && Array.isArray(data.cells?.features) && Array.isArray(data.categories);
}
