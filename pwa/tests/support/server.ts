/** A server that keeps its word in the way of the API, over real HTTP, and can be told to break it. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SightingBody } from "../../src/api/wire";

export type Fault = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

export interface FakeServer {
  /** What is stored, in the order in which it came. */
  stored: SightingBody[];
  attachments: Set<string>;
  /** Paths and methods asked for, in order. */
  asked: string[];
  who: number | null;
  /** The roles of whoever is logged in. */
  roles: { role: string; area: string }[];
  epoch: string;
  /** Looks at each request first; true when it has answered. */
  fault: Fault | null;
  close: () => Promise<void>;
}

const json = (response: ServerResponse, status: number, body: unknown, epoch: string): void => {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, { "Content-Type": type, "Zhitong-Epoch": epoch, "Zhitong-Time": new Date().toISOString() });
  response.end(JSON.stringify(body));
};

/** The frozen answer for the `nth` report. */
export function answerFor(body: SightingBody, nth: number): Record<string, unknown> {
  const cell = { code: "621124100005001", name: "第1网格" };
  return { id: body.id, number: `2026-${String(nth).padStart(6, "0")}`, cell, station: { id: 1, name: "采集点" }, received_at: "2026-11-22T02:00:00Z" };
}

function batch(server: FakeServer, response: ServerResponse, body: Buffer): void {
  const { items } = JSON.parse(body.toString()) as { items: SightingBody[] };
  const answers = items.map((item) => {
    const known = server.stored.findIndex((other) => other.id === item.id);
    if (known < 0) server.stored.push(item);
    const nth = known < 0 ? server.stored.length : known + 1;
    return { status: known < 0 ? 201 : 200, ...answerFor(item, nth) };
  });
  json(response, 200, { items: answers }, server.epoch);
}

function missing(server: FakeServer, response: ServerResponse, id: string): void {
  const report = server.stored.find((item) => item.id === id);
  if (!report) return json(response, 404, { status: 404, title: "没有找到" }, server.epoch);
  json(response, 200, { missing: report.attachments.filter((digest) => !server.attachments.has(digest)) }, server.epoch);
}

function route(server: FakeServer, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const path = request.url ?? "";
  if (server.who === null) return json(response, 401, { status: 401, title: "请先登录" }, server.epoch);
  if (path === "/api/me") return json(response, 200, { id: server.who, login: "ma", name: "马小军", roles: server.roles, csrf: `token-${server.who}` }, server.epoch);
  const writes = request.method !== "GET";
  if (writes && request.headers["x-csrf-token"] !== `token-${server.who}`) return json(response, 403, { status: 403, title: "页面过期了", code: "csrf" }, server.epoch);
  if (path === "/api/sightings/batch") return batch(server, response, body);
  const [, , room, name, last] = path.split("/");
  if (room === "sightings" && last === "missing") return missing(server, response, name!);
  if (room === "attachments") {
    if (createHash("sha256").update(body).digest("hex") !== name) return json(response, 422, { status: 422, title: "内容不符" }, server.epoch);
    server.attachments.add(name!);
    return json(response, 201, {}, server.epoch);
  }
  json(response, 404, { status: 404, title: "没有找到" }, server.epoch);
}

/** Start it on a free port and send this process's relative requests there. */
export async function startServer(who: number): Promise<FakeServer> {
  const http: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      server.asked.push(`${request.method} ${request.url}`);
      const body = Buffer.concat(parts);
      if (!server.fault?.(request, response, body)) route(server, request, response, body);
    });
  });
  await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const plain = globalThis.fetch;
  globalThis.fetch = (input, init) => plain(`${origin}${String(input)}`, init);
  const close = async (): Promise<void> => {
    globalThis.fetch = plain;
    http.closeAllConnections();
    await new Promise((done) => http.close(done));
  };
  const server: FakeServer = { stored: [], attachments: new Set(), asked: [], who, roles: [{ role: "grid_worker", area: "621124100" }], epoch: "first", fault: null, close };
  return server;
}
