/** Who sits here, and reading from the server with its waiting, its failures and its own further tries. */
import { signal } from "@preact/signals";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { call, me, type Answer, type Request } from "../api/client";
import { t } from "../shell/words";
import type { Me, Problem } from "../api/wire";
import type { Body, Page } from "./wire";
import type { MapFrame } from "./map/wire";

/** Null: nobody is logged in; undefined: not known yet. */
export const viewer = signal<Me | null | undefined>(undefined);
/** Whether the viewer may note that an answer has reached its person. */
export const mayNote = (): boolean => viewer.value?.roles.some(({ role }) => role === "liaison") ?? false;
/** Areas, categories and bounds of the viewer's scope; null for who has none. */
export const frame = signal<MapFrame | null>(null);
/** The departments, committees and organs the viewer acts for. */
export const bodies = signal<Body[]>([]);
/** How many cases wait for the viewer; null while unknown. */
export const waitingCount = signal<string | null>(null);

/** Roles that read the cases of their area. */
export const readers = new Set(["liaison", "verifier", "town_congress", "town_head"]);

/** Whether the viewer holds one of `roles`. */
export const holds = (...roles: string[]): boolean => viewer.value?.roles.some(({ role }) => roles.includes(role)) ?? false;

/** Whether the viewer may write down what somebody else says. */
export const mayRegister = (): boolean => holds("liaison", "town_congress", "deputy");

/** Whether the viewer has cases to see of an area, or in the hands of a body. */
const seesArea = (): boolean => bodies.value.length > 0 || holds(...readers);

/** Whether all the viewer sees came by the own code as a deputy. */
export const onlyByCode = (): boolean => holds("deputy") && !seesArea();

/** Whether the viewer has cases to see: of an area, in the hands of a body, or by the own code. */
export function seesCases(): boolean {
  return seesArea() || holds("deputy");
}

/** The session ended in the middle of work: the login stands before the page, and what was written there stays. */
export const ended = signal(false);
/** Counts the logins into pages that stood; what was refused meanwhile is read again. */
const resumed = signal(0);
/** Nobody could be asked who sits here; tried again by itself. */
export const unreached = signal(false);
/** How many readings take long while what was asked for before still stands on the page. */
export const catchingUp = signal(0);

const retryS = 10;
/** Other tabs of this browser share the session: they hear who has come, null when somebody has left. */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("zhitong-desk");

/** Once more in a while, or as soon as there is a network. */
function later(work: () => void): void {
  const stop = new AbortController();
  const once = (): void => (stop.abort(), clearTimeout(timer), work());
  const timer = setTimeout(once, 1000 * retryS);
  addEventListener("online", once, { signal: stop.signal });
}

/** Ask who is logged in; without a network the last known person stays, and nobody is taken for logged out. */
export async function recognise(): Promise<void> {
  const answer = await me();
  unreached.value = viewer.value === undefined && (answer.kind === "silence" || answer.kind === "later");
  if (unreached.value) return later(() => void recognise());
  if (answer.kind === "ok") viewer.value = answer.data;
  else viewer.value ??= null;
  await readFrame();
}

/** The session is over; who was at work logs in before the page, who was not sees the login. */
export function expire(): void {
  if (viewer.value) ended.value = true;
  else viewer.value = null;
}

/** Somebody has logged in; false when it is not the person whose page stands there: that page is loaded anew, so that nothing of theirs stays. */
export function resume(person: Me): boolean {
  if (viewer.value && viewer.value.id !== person.id) {
    sessionStorage.clear();
    location.reload();
    return false;
  }
  viewer.value = person;
  ended.value = false;
  resumed.value++;
  return true;
}

/** Tell the other tabs who has come; null: the person has left. */
export function tell(id: number | null): void {
  tabs?.postMessage(id);
}

if (tabs) {
  tabs.onmessage = ({ data }: MessageEvent<number | null>) => {
    if (data === null) expire();
    else if (viewer.value === null) location.reload();
    else if (viewer.value) void me().then((answer) => answer.kind === "ok" && resume(answer.data));
  };
}

/** Read for whom the viewer acts, and the frame of the map, again after a login. */
export async function readFrame(): Promise<void> {
  frame.value = null;
  bodies.value = [];
  if (!viewer.value) return;
  const mine = await call<{ items: Body[] }>("/api/bodies?mine=1");
  if (mine.kind === "ok") bodies.value = mine.data.items;
  if (!viewer.value.roles.some(({ role }) => readers.has(role))) return;
  const answer = await call<MapFrame>("/api/hotspots/frame");
  if (answer.kind === "ok") frame.value = answer.data;
  else if (answer.kind === "silence" || answer.kind === "later" || mine.kind === "silence") later(() => void readFrame());
}

/** Ask the server; a session that has ended meanwhile leads to the login, and back to the same page. */
export async function ask<T>(path: string, request?: Request): Promise<Answer<T>> {
  let answer = await call<T>(path, request);
  if (answer.kind === "refused" && answer.problem.code === "csrf") {
    // The same person has logged in anew in another tab: with that session's token it goes through.
    const now = await me();
    if (now.kind === "ok" && now.data.id === viewer.value?.id) answer = await call<T>(path, request);
  }
  if (answer.kind === "login") expire();
  return answer;
}

/** A write of what has a version. */
export function send<T>(path: string, body: unknown, version?: number): Promise<Answer<T>> {
  const headers: Record<string, string> = version === undefined ? {} : { "If-Match": `"${version}"` };
  return ask<T>(path, { method: "POST", body, headers });
}

/** What the server said when it did not go well, in the reader's words. */
export function wordsOf(answer: Exclude<Answer<unknown>, { kind: "ok" }>): string {
  if (answer.kind === "login") return t("登录过期了，刚才没有办成，登录后请再办一次。");
  return answer.kind === "silence" ? t("连不上服务器，请检查网络再试。") : answer.problem.detail || answer.problem.title;
}

/** What a reading was refused with; that there is nothing is said with what may have become of it. */
export function refusedWords({ status, problem }: { status: number; problem: Problem }): string {
  const bare = status === 404 && !problem.detail && problem.title === t("没有找到");
  return bare ? t("没有找到：地址可能抄错了，它可能已经撤下，或不在您的辖区。") : problem.detail || problem.title;
}

export interface Reading<T> {
  data: T | null;
  /** Nothing yet; `slow` after 0.3 s, `very` after 8 s. */
  wait: "" | "slow" | "very";
  /** A refusal in the reader's words. */
  refused: string | null;
  /** Seconds until the next try, when the server was not reached. */
  retryIn: number | null;
  again: () => void;
  put: (data: T) => void;
}

const firstMs = 300;
const longMs = 8000;

/**
 * Read `path` and keep reading until it comes; null reads nothing. Old data stand while newer ones come; those of another path
 * only for a moment, as the page's filters already say something else.
 */
export function useRead<T>(path: string | null): Reading<T> {
  const [state, set] = useState<{ path: string | null; data: T | null; refused: string | null }>({ path, data: null, refused: null });
  const [wait, setWait] = useState<Reading<T>["wait"]>("");
  const [retryIn, setRetryIn] = useState<number | null>(null);
  const [turn, next] = useState(0);
  const alive = useRef(0);
  const stopped = useRef(false);
  const session = resumed.value;
  useEffect(() => {
    if (stopped.current) next((n) => n + 1);
    stopped.current = false;
  }, [session]);
  useEffect(() => {
    const mine = ++alive.current;
    setRetryIn(null);
    if (path === null) return undefined;
    const other = state.path !== path && state.data !== null;
    let counted = false;
    const slow = (): void => {
      setWait("slow");
      if (other) (counted = true), catchingUp.value++;
    };
    const drop = (): void => set((now) => (now.path === path ? now : { path, data: null, refused: null }));
    const timers = [setTimeout(slow, firstMs), setTimeout(() => (setWait("very"), drop()), longMs)];
    const settle = (): void => {
      timers.forEach(clearTimeout);
      if (counted) (counted = false), catchingUp.value--;
      setWait("");
    };
    void ask<T>(path).then((answer) => {
      if (mine !== alive.current) return;
      settle();
      if (answer.kind === "ok") set({ path, data: answer.data, refused: null });
      else if (answer.kind === "login") stopped.current = true;
      else if (answer.kind === "refused") set({ path, data: null, refused: refusedWords(answer) });
      else drop(), setRetryIn(retryS);
    });
    return () => {
      alive.current++;
      settle();
    };
  }, [path, turn]);
  useEffect(() => {
    if (retryIn === null) return undefined;
    const again = (): void => next((n) => n + 1);
    const timer = setTimeout(() => (retryIn > 1 ? setRetryIn(retryIn - 1) : again()), 1000);
    addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      removeEventListener("online", again);
    };
  }, [retryIn]);
  const again = useCallback(() => next((n) => n + 1), []);
  const put = useCallback((data: T) => set({ path, data, refused: null }), [path]);
  return { data: state.data, refused: state.path === path ? state.refused : null, wait, retryIn, again, put };
}

export interface Paged<T> {
  /** Null while the first page is being read. */
  rows: T[] | null;
  /** Reads the next page; null where there is none. */
  more: (() => void) | null;
  reading: Reading<Page<T>>;
}

/** The rows that `path` lists, page after page; read again, or of another path, they begin anew. */
export function usePages<T>(path: string): Paged<T> {
  const reading = useRead<Page<T>>(path);
  const first = reading.data;
  const [further, add] = useState<{ first: Page<T>; rows: T[]; next: string | null } | null>(null);
  const here = further !== null && further.first === first ? further : null;
  const next = here ? here.next : (first?.next ?? null);
  const mark = path.includes("?") ? "&" : "?";
  const more = (): void =>
    void ask<Page<T>>(`${path}${mark}cursor=${encodeURIComponent(next!)}`).then((answer) => {
      if (answer.kind === "ok") add({ first: first!, rows: [...(here?.rows ?? []), ...answer.data.items], next: answer.data.next });
      else reading.again();
    });
  return { rows: first && [...first.items, ...(here?.rows ?? [])], more: next === null ? null : more, reading };
}
