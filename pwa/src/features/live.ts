/** What the pages of the worker app show: signals fed by the store and by the pilot. */
import { batch, computed, signal } from "@preact/signals";
import type { AskedMatter, FieldArea, MyVisits, NearMatter } from "../api/wire";
import { watchStore } from "../store/db";
import { currentAccount, type Account } from "../store/device";
import { StoreFull, StoreUnavailable } from "../store/errors";
import type { Item } from "../store/item";
import { readKept } from "../store/kept";
import { listItems } from "../store/outbox";
import { listen } from "../sync/channel";
import { announce, startPilot, type Facts, type Pilot } from "../sync/pilot";
import { measureSpace, type Space } from "../shell/space";

/** Undefined until the store has answered; null when nobody's work is open on this phone. */
export const account = signal<Account | null | undefined>(undefined);
export const items = signal<readonly Item[]>([]);
export const field = signal<{ value: FieldArea; at: string } | null>(null);
/** Matters of the own cells, as the phone holds them. */
export const nearby = signal<readonly NearMatter[]>([]);
const askedAll = signal<readonly AskedMatter[]>([]);
/** What stations ask of one's own sightings and is not answered here yet, the soonest due first. */
export const asked = computed(() =>
  askedAll.value.filter(({ id, asked_at: at }) => !items.value.some(({ later }) => later?.kind === "addition" && later.of === id && later.askedAt === at)),
);
/** The visits one is asked to make, as the phone holds them. */
export const visits = signal<MyVisits | null>(null);
/** Those that are not made yet, also as far as this phone knows alone; the soonest due first. */
export const visitsToMake = computed(() =>
  (visits.value?.items ?? []).filter(({ id, state }) => state === "open" && !items.value.some(({ later }) => later?.kind === "visited" && later.of === id)),
);
export const allSentAt = signal<string | null>(null);
export const facts = signal<Facts | null>(null);
/** How far the phone's clock was ahead when the server last said so, in this life of the app or an earlier one, ms. */
export const aheadMs = computed(() => facts.value?.aheadMs ?? keptAheadMs.value);
const keptAheadMs = signal<number | null>(null);
export const space = signal<Space | null>(null);
/** What is wrong with the phone's store, in the catalogue's words. */
export const trouble = signal<string | null>(null);

/** The person has to log in before anything can be sent. */
export const expired = computed(() => {
  const kind = facts.value?.outcome?.kind;
  return kind === "login" || kind === "stranger" || (account.value?.expired === true && kind !== "rest");
});

/** The server knows the person but no role under which anything could be filed now. */
export const unassigned = computed(() => facts.value?.outcome?.kind === "unassigned");

let pilot: { account: number; fly: Pilot } | undefined;

/** Start showing: read the store, follow what other tabs do, send. */
export async function startLive(): Promise<void> {
  listen((message) => {
    if (message.kind === "changed") void refresh().catch(report);
  });
  watchStore((what) => (trouble.value = storeTroubles[what]));
  addEventListener("unhandledrejection", (event) => report(event.reason));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sendNow();
  });
  await refresh().catch(report);
}

const storeTroubles = {
  blocked: "另一个窗口还开着旧版本，请把它关掉。",
  closed: "手机的存储被关掉了。请关掉本页再打开，先前存下的都在。",
  outdated: "别的窗口已换成新版本，请刷新本页。",
};

/** Show the store as it is now. */
export async function refresh(): Promise<void> {
  const open = (await currentAccount()) ?? null;
  const [list, kept, sent, ahead, near, tasks, toVisit] = open
    ? await Promise.all([listItems(open.id), readKept(open.id, "field"), readKept(open.id, "allSentAt"), readKept(open.id, "aheadMs"), readKept(open.id, "near"), readKept(open.id, "asked"), readKept(open.id, "visitTasks")])
    : [[], undefined, undefined, undefined, undefined, undefined, undefined];
  batch(() => {
    nearby.value = near ?? [];
    askedAll.value = tasks ?? [];
    visits.value = toVisit ?? null;
    account.value = open;
    items.value = list;
    field.value = kept ?? null;
    allSentAt.value = sent ?? null;
    keptAheadMs.value = ahead ?? null;
  });
  if (pilot?.account !== open?.id) changePilot(open);
}

function changePilot(open: Account | null): void {
  pilot?.fly.stop();
  facts.value = null;
  pilot = open ? { account: open.id, fly: startPilot(open.id, globalThis, (now) => (facts.value = now)) } : undefined;
  if (open) void measureSpace().then((measured) => (space.value = measured));
}

/** Send what waits, now. */
export async function sendNow(): Promise<void> {
  await pilot?.fly.now();
}

/** The queue was written to: show it everywhere and send it. */
export async function changed(): Promise<void> {
  if (account.value) announce(account.value.id);
  await refresh();
  space.value = await measureSpace();
}

/** Tell the person what went wrong with the store; anything else is a fault and stays one. */
export function report(error: unknown): void {
  if (error instanceof StoreFull) trouble.value = "空间不够，刚才的没有存下。先上传或导出，再试一次；先前存下的都在。";
  else if (error instanceof StoreUnavailable) trouble.value = "手机的存储打不开。请退出无痕模式，或关掉别的窗口再试。";
  else console.error(error);
}
