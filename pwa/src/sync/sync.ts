/**
 * Brings phone and server together; the only code that knows both. The page runs it, and where the browser has
 * background sync, the service worker: a lock sees to it that two of them never send at once.
 */
import { me, type Answer } from "../api/client";
import { mayFile, scopeOf } from "../api/roles";
import type { Me } from "../api/wire";
import { changeAccount, currentAccount } from "../store/device";
import { heedScope, keep } from "../store/kept";
import { isWaiting } from "../store/item";
import { listItems, prune } from "../store/outbox";
import { tell } from "./channel";
import { refreshAsked, refreshDrafts, refreshField, refreshVisitTasks } from "./field";
import { sendLaters } from "./laters";
import { sendAttachments } from "./attachments";
import { sendReports } from "./reports";
import { Run, setback, type Outcome } from "./run";

export interface Result {
  outcome: Outcome;
  /** How far this phone's clock is ahead, ms; null when no answer said so. */
  aheadMs: number | null;
}

/** Send what waits of `account`, unless another tab is at it. Never throws because of the network. */
export async function syncOnce(account: number): Promise<Result> {
  const held = await navigator.locks.request(`zhitong-sync-${account}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return undefined;
    const run = new Run(account);
    const outcome = await perform(run);
    if (run.aheadMs !== null) await keep(account, "aheadMs", run.aheadMs);
    tell({ kind: "rest", account });
    return { outcome, aheadMs: run.aheadMs };
  });
  return held ?? { outcome: { kind: "busy" }, aheadMs: null };
}

/** The service worker's turn: send for whoever's work is open. Throws when it should be tried again. */
export async function syncInBackground(): Promise<void> {
  const account = await currentAccount();
  if (!account) return;
  const { outcome } = await syncOnce(account.id);
  if (outcome.kind === "later") throw new Error("not everything could be sent");
}

async function perform(run: Run): Promise<Outcome> {
  const stopped = await recognise(run, await run.heed(await me()));
  if (stopped) return stopped;
  const left = (await listItems(run.account)).filter(isWaiting);
  run.begin(left.length);
  const outcome = (await sendReports(run, false)) ?? (await sendReports(run, true)) ?? (await sendLaters(run)) ?? (await sendAttachments(run)) ?? { kind: "rest" };
  if (outcome.kind === "login") await expire(run, true);
  if (outcome.kind !== "rest") return outcome;
  await prune(run.account);
  await refreshField(run);
  await refreshAsked(run);
  await refreshVisitTasks(run);
  await refreshDrafts(run);
  return outcome;
}

/**
 * Only the account whose queue it is may send it; the session's token goes with every write, so that no other can.
 * Whoever has moved loses what the phone holds of the former area here, before anything else is asked or sent.
 */
async function recognise(run: Run, answer: Answer<Me>): Promise<Outcome | undefined> {
  if (answer.kind === "login") await expire(run, true);
  if (answer.kind !== "ok") return setback(answer);
  if (answer.data?.id !== run.account) {
    await expire(run, true);
    return { kind: "stranger" };
  }
  run.csrf = answer.data.csrf;
  await expire(run, false);
  if (await heedScope(run.account, scopeOf(answer.data.roles))) run.changed();
  return mayFile(answer.data.roles) ? undefined : { kind: "unassigned" };
}

async function expire(run: Run, expired: boolean): Promise<void> {
  await changeAccount(run.account, (account) => ({ ...account, expired }));
}
