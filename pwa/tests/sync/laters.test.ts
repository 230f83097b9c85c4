/** Corrections and additions on their way: after their sighting, once, with their photos; a clash waits for the person. */
import "../support/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SightingBody } from "../../src/api/wire";
import { uuid7 } from "../../src/store/ids";
import { readKept } from "../../src/store/kept";
import { fileLater, getItem, listItems } from "../../src/store/outbox";
import type { Later } from "../../src/store/item";
import { syncOnce } from "../../src/sync/sync";
import { file, formOf, freshAccount, photoOf } from "../support/make";
import { startServer, type Fault, type FakeServer } from "../support/server";

let server: FakeServer;
let account: number;
let first: string;
let taken: { path: string; body: { id: string; attachments?: string[] } }[];

const answer = (status: number, body: unknown): Fault => (request, response, sent) => {
  if (!/\/(corrections|additions)$/.test(request.url ?? "")) return false;
  taken.push({ path: request.url!, body: JSON.parse(sent.toString()) as { id: string } });
  response.writeHead(status, { "Content-Type": status < 400 ? "application/json" : "application/problem+json" });
  response.end(JSON.stringify(body ?? { id: taken.at(-1)!.body.id, number: "2026-000009", corrects: "1", received_at: "2026-11-22T02:00:00Z" }));
  return true;
};

beforeEach(async () => {
  account = freshAccount();
  server = await startServer(account);
  taken = [];
  first = await file(account, "水渠");
});

afterEach(() => server.close());

async function later(kind: "correction" | "addition", text: string, photos = 0): Promise<string> {
  const id = uuid7();
  const attachments = photos > 0 ? [await photoOf(id, text)] : [];
  const made = { id, made_at: "2026-11-22T01:00:00Z" };
  const said: Later =
    kind === "correction"
      ? { kind, of: first, body: { ...made, based_on: first, changes: { text } } }
      : { kind, of: first, askedAt: "x", body: { ...made, text, attachments: attachments.map((photo) => photo.sha256) } };
  await fileLater(account, { id, form: formOf(text), attachments }, said);
  return id;
}

test("they go after the sighting, in order, and the answer that was lost is asked for again", async () => {
  const more = await later("addition", "六十米");
  const right = await later("correction", "三组的水渠");
  server.fault = (request, response) => /additions$/.test(request.url ?? "") && (response.destroy(), true);
  expect((await syncOnce(account)).outcome.kind).toBe("later");
  server.fault = answer(201, undefined);
  await syncOnce(account);
  expect(server.stored.map(({ id }) => id)).toEqual([first]);
  expect(taken.map(({ path, body }) => [path, body.id])).toEqual([
    [`/api/sightings/${first}/additions`, more],
    [`/api/sightings/${first}/corrections`, right],
  ]);
  expect((await listItems(account)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
});

test("its photos are on their way when the words are stored", async () => {
  const id = await later("addition", "照片在下面", 1);
  const store = answer(201, undefined);
  server.fault = (request, response, body) => {
    if (!store(request, response, body)) return false;
    server.stored.push(taken.at(-1)!.body as SightingBody);
    return true;
  };
  await syncOnce(account);
  expect((await getItem(account, id))!.state).toBe("sent");
  expect([...server.attachments]).toEqual(taken[0]!.body.attachments);
});

test("a clash keeps both values for the person; a choice takes its place under the same id", async () => {
  const id = await later("correction", "三组的水渠");
  const clashes = [{ field: "text", yours: "三组的水渠", theirs: "四组的", by: "李", at: "2026-11-22T01:00:00Z" }];
  server.fault = answer(409, { status: 409, title: "别人先改了同一项，请选一个", code: "clash", clashes, head: "other" });
  expect((await syncOnce(account)).outcome.kind).toBe("rest");
  expect(await getItem(account, id)).toMatchObject({ state: "refused", why: { status: 409 }, later: { clashes, head: "other" } });
  const { later: said, form } = (await getItem(account, id))!;
  await fileLater(account, { id, form, attachments: [] }, { ...said!, body: { ...said!.body, based_on: "other" } } as Later);
  server.fault = answer(201, undefined);
  await syncOnce(account);
  expect((await getItem(account, id))!.state).toBe("sent");
  expect(taken.at(-1)!.body).toMatchObject({ id, based_on: "other" });
});

test("a correction that nobody has seen yet gives way to a newer one; one that may have arrived does not", async () => {
  await later("correction", "一");
  const second = await later("correction", "二");
  expect((await listItems(account)).flatMap(({ later: said }) => (said ? [said.body.id] : []))).toEqual([second]);
  server.fault = (request, response) => /corrections$/.test(request.url ?? "") && (response.destroy(), true);
  await syncOnce(account);
  await later("correction", "三");
  expect((await listItems(account)).filter(({ later: said }) => said)).toHaveLength(2);
});

test("what is asked is fetched with every run, and forgotten when the role is over", async () => {
  const items = [{ id: first, number: "1", asked: "哪一段？", asked_at: "x", due_on: null, seen_at: "x", category: "land", opening: "水渠" }];
  server.fault = (request, response) => {
    if (request.url !== "/api/sightings/asked") return false;
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ items }));
    return true;
  };
  await syncOnce(account);
  expect(await readKept(account, "asked")).toEqual(items);
  server.roles = [];
  await syncOnce(account);
  expect(await readKept(account, "asked")).toBeUndefined();
});
