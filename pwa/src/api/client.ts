/**
 * One way to call the server. WARNING: part of every first load; keep it small.
 *
 * Whatever comes back becomes one of five plain facts, so that no caller mistakes the login page of a hotel
 * network, a cut answer or an empty 200 for a success: those are all "nothing heard".
 */
import type { Me, Problem } from "./wire";

/** What every answer says besides its body. */
export interface Heard {
  /** The server's epoch (`Zhitong-Epoch`): another one means that its memory was set back. */
  epoch: string | null;
  /** How far this device's clock is ahead of the server's, in ms, to the second; null when the answer does not say. */
  aheadMs: number | null;
}

export type Answer<T> =
  | { kind: "ok"; status: number; data: T; heard: Heard }
  /** A 4xx that will stay one: somebody has to change something. */
  | { kind: "refused"; status: number; problem: Problem; heard: Heard }
  /** 401. */
  | { kind: "login"; problem: Problem; heard: Heard }
  /** 408, 425, 429, 5xx: the same again may well succeed, not before `afterMs`. */
  | { kind: "later"; status: number; problem: Problem; afterMs: number; heard: Heard }
  /** No network, a captive portal, a cut answer: nothing is known. */
  | { kind: "silence" };

export interface Request {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, with `type` as its content type. */
  bytes?: { data: ArrayBuffer | Blob; type: string };
  headers?: Record<string, string>;
  /** The session's token for writes; by default that of the last `me` or `login`. */
  csrf?: string;
  /** The answer may have no JSON body (photo stored, logged out). */
  empty?: boolean;
  /** Given up after this many ms. */
  timeoutMs?: number;
}

const passing = new Set([408, 425, 429]);
let token = "";

/** Keep the session's token for later writes of this page. */
export function keepToken(csrf: string): void {
  token = csrf;
}

/** Call `path` (below the origin, `/api/…`) and say what came of it; never throws. */
export async function call<T>(path: string, request: Request = {}): Promise<Answer<T>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), request.timeoutMs ?? 30_000);
  const started = Date.now();
  try {
    const response = await fetch(path, { ...options(request), signal: stop.signal });
    return await read<T>(response, request.empty ?? false, started);
  } catch {
    return { kind: "silence" };
  } finally {
    clearTimeout(timer);
  }
}

/** Who is logged in on this device; keeps the token. */
export async function me(): Promise<Answer<Me>> {
  const answer = await call<Me>("/api/me");
  if (answer.kind === "ok") keepToken(answer.data.csrf);
  return answer;
}

/** Log in; on success the session is the browser's cookie and the token is kept. */
export async function login(account: string, password: string, code?: string): Promise<Answer<Me>> {
  const body = code === undefined ? { account, password } : { account, password, code };
  const send = (): Promise<Answer<Me>> => call<Me>("/api/login", { method: "POST", body });
  const first = await send();
  // Another session of this browser may still be open: its token is asked for, then it is replaced.
  const stale = first.kind === "refused" && first.status === 403 && (await me()).kind === "ok";
  const answer = stale ? await send() : first;
  if (answer.kind === "ok") keepToken(answer.data.csrf);
  return answer;
}

/** End the session on the server. */
export function logout(): Promise<Answer<unknown>> {
  return call("/api/logout", { method: "POST", empty: true });
}

function options(request: Request): RequestInit {
  const method = request.method ?? "GET";
  const headers: Record<string, string> = { Accept: "application/json", ...request.headers };
  if (method !== "GET") headers["X-CSRF-Token"] = request.csrf ?? token;
  if (request.bytes) headers["Content-Type"] = request.bytes.type;
  else if (request.body !== undefined) headers["Content-Type"] = "application/json";
  const body = request.bytes?.data ?? (request.body === undefined ? null : JSON.stringify(request.body));
  return { method, headers, body, cache: "no-store", credentials: "same-origin", redirect: "error" };
}

async function read<T>(response: Response, empty: boolean, started: number): Promise<Answer<T>> {
  const heard = hear(response.headers, started);
  const status = response.status;
  if (response.ok && empty) return { kind: "ok", status, data: undefined as T, heard };
  const json = /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
  if (response.ok) return json ? { kind: "ok", status, data: (await response.json()) as T, heard } : { kind: "silence" };
  if (status < 500 && !json) return { kind: "silence" };
  const problem = json ? ((await response.json()) as Problem) : { status, title: response.statusText };
  if (status === 401) return { kind: "login", problem, heard };
  if (status < 500 && !passing.has(status)) return { kind: "refused", status, problem, heard };
  const afterMs = 1000 * (Number(response.headers.get("Retry-After")) || 0);
  return { kind: "later", status, problem, afterMs, heard };
}

function hear(headers: Headers, started: number): Heard {
  const said = headers.get("Zhitong-Time") ?? headers.get("Date");
  const server = said === null ? Number.NaN : Date.parse(said);
  const middle = (started + Date.now()) / 2;
  return { epoch: headers.get("Zhitong-Epoch") || null, aheadMs: Number.isNaN(server) ? null : Math.round(middle - server) };
}
