/** The phone against a server that may lie, stumble or forget: nothing is lost, nothing is sent twice as new. */
import "../support/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SightingBody } from "../../src/api/wire";
import { uuid7 } from "../../src/store/ids";
import { dropAttachment, fileItem, getItem, listItems, resend } from "../../src/store/outbox";
import { currentAccount, openAccount } from "../../src/store/device";
import { syncOnce } from "../../src/sync/sync";
import { bodyOf } from "../../src/features/sightings/form";
import { standing } from "../../src/features/outbox/state";
import { file, formOf, freshAccount, photoOf, recordingOf } from "../support/make";
import { startServer, type Fault, type FakeServer } from "../support/server";

let server: FakeServer;
let account: number;

beforeEach(async () => {
  account = freshAccount();
  server = await startServer(account);
});

afterEach(() => server.close());

const states = async (): Promise<string[]> => (await listItems(account)).map((item) => item.state);
const on = (path: string, answer: (response: Parameters<Fault>[1], body: Buffer) => void): Fault => (request, response, body) => {
  if (!request.url?.includes(path)) return false;
  answer(response, body);
  return true;
};
const say = (status: number, type: string, text: string) => (response: Parameters<Fault>[1]) => {
  response.writeHead(status, { "Content-Type": type });
  response.end(text);
};

test("ten sightings with photos arrive once, in order of filing, with all their photos", async () => {
  const ids: string[] = [];
  for (let nth = 0; nth < 10; nth += 1) ids.push(await file(account, `第${nth}件`, nth % 3));
  expect((await syncOnce(account)).outcome).toEqual({ kind: "rest" });
  expect(server.stored.map((item) => item.id)).toEqual(ids);
  expect(server.stored.every((item) => item.attachments.every((digest) => server.attachments.has(digest)))).toBe(true);
  expect(new Set(await states())).toEqual(new Set(["sent"]));
  await syncOnce(account);
  expect(server.stored).toHaveLength(10);
});

const lies: [string, Fault][] = [
  ["a captive portal's page", (_, response) => (say(200, "text/html", "<html>登录上网</html>")(response), true)],
  ["an empty 204", (_, response) => (response.writeHead(204).end(), true)],
  ["a captive portal that knows /api/me", on("/batch", say(200, "text/html", "<html></html>"))],
  ["204 for the batch", on("/batch", (response) => response.writeHead(204).end())],
  ["a 200 with JSON of somebody else", on("/batch", say(200, "application/json", '{"ok":true}'))],
  ["null", on("/batch", say(200, "application/json", "null"))],
  ["cut JSON", on("/batch", say(200, "application/json", '{"items":[{"id":"01'))],
  ["a cut connection", on("/batch", (response) => response.destroy())],
  ["other ids", on("/batch", say(200, "application/json", '{"items":[{"id":"0190aaaa-0000-7000-8000-000000000000","status":201,"number":"2026-1","received_at":"2026-11-22T02:00:00Z"}]}'))],
  ["a 500", on("/batch", say(500, "application/problem+json", '{"status":500,"title":"x"}'))],
  ["a 503 with a page", on("/batch", say(503, "text/html", "<html>nginx</html>"))],
  ["a 404 with a page", on("/batch", say(404, "text/html", "<html>nginx</html>"))],
  ["429", on("/batch", say(429, "application/problem+json", '{"status":429,"title":"x"}'))],
  ["an accepted 202", on("/batch", say(202, "application/json", '{"items":[]}'))],
];

test.each(lies)("%s keeps the queue as it was", async (_, fault) => {
  await file(account, "不能丢", 1);
  const { form, body, attachments } = (await listItems(account))[0]!;
  server.fault = fault;
  expect((await syncOnce(account)).outcome.kind).toBe("later");
  expect((await listItems(account))[0]).toMatchObject({ state: "waiting", form, body, attachments });
  server.fault = null;
  await syncOnce(account);
  expect(await states()).toEqual(["sent"]);
});

const itemLies: [string, (id: string) => Record<string, unknown>][] = [
  ["a stored item without a number", (id) => ({ id, status: 201 })],
  ["a status of another kind", (id) => ({ id, status: 204, number: "1", received_at: "2026-11-22T02:00:00Z" })],
  ["a status as text", (id) => ({ id, status: "201", number: "1", received_at: "2026-11-22T02:00:00Z" })],
  ["an item that failed for the moment", (id) => ({ id, status: 503, title: "忙" })],
];

test.each(itemLies)("%s is no acknowledgement", async (_, lie) => {
  const id = await file(account, "不能丢");
  server.fault = on("/batch", say(200, "application/json", JSON.stringify({ items: [lie(id)] })));
  expect((await syncOnce(account)).outcome.kind).toBe("later");
  expect(await states()).toEqual(["waiting"]);
});

test("answers are matched by id, not by position; what failed needs the person, the rest is sent", async () => {
  const ids = [await file(account, "甲"), await file(account, "乙"), await file(account, "丙")];
  const good = (id: string, nth: number) => ({ id, status: 201, number: `2026-${nth}`, cell: null, station: null, received_at: "2026-11-22T02:00:00Z" });
  const bad = { id: ids[1], status: 422, title: "有内容要改", detail: "没有这个类别", field: "category" };
  server.fault = on("/batch", say(200, "application/json", JSON.stringify({ items: [good(ids[2]!, 3), bad, good(ids[0]!, 1)] })));
  expect((await syncOnce(account)).outcome).toEqual({ kind: "rest" });
  const items = await listItems(account);
  expect(items.map((item) => [item.state, item.answer?.number])).toEqual([["sent", "2026-1"], ["refused", undefined], ["sent", "2026-3"]]);
  expect(items[1]!.why).toEqual({ text: "没有这个类别", status: 422 });
});

test("a batch that is refused whole is halved until the one that is meant stands alone", async () => {
  const ids = [await file(account, "好"), await file(account, "坏"), await file(account, "也好")];
  server.fault = (request, response, body) => {
    if (!request.url?.endsWith("/batch") || !body.includes("坏")) return false;
    say(413, "application/problem+json", '{"status":413,"title":"内容太大"}')(response);
    return true;
  };
  expect((await syncOnce(account)).outcome).toEqual({ kind: "rest" });
  expect(await states()).toEqual(["sent", "refused", "sent"]);
  expect(server.stored.map((item) => item.id)).toEqual([ids[0], ids[2]]);
});

test("an answer that was lost is asked for again and gives no second report", async () => {
  await file(account, "一次");
  server.fault = on("/batch", (response) => response.destroy());
  await syncOnce(account);
  server.fault = null;
  const { body } = (await listItems(account))[0]!;
  server.stored.push(body as SightingBody);
  await syncOnce(account);
  expect([server.stored.length, ...(await states())]).toEqual([1, "sent"]);
});

test("photos that a portal swallowed are still missing and are sent again", async () => {
  await file(account, "照片", 2);
  server.fault = on("/attachments/", say(200, "text/html", "<html>登录上网</html>"));
  expect((await syncOnce(account)).outcome.kind).toBe("later");
  expect(await states()).toEqual(["attachments"]);
  server.fault = null;
  await syncOnce(account);
  expect([await states(), server.attachments.size]).toEqual([["sent"], 2]);
});

test("a photo that the server cannot read needs the person, who is told which one", async () => {
  const id = await file(account, "照片", 2);
  const second = (await getItem(account, id))!.attachments[1]!.sha256;
  server.fault = on(`/attachments/${second}`, say(415, "application/problem+json", '{"status":415,"title":"不接受这种内容"}'));
  await syncOnce(account);
  expect((await getItem(account, id))!).toMatchObject({ state: "refused", why: { nth: 2, status: 415 } });
});

test("a recording goes after the report like a photo; one that cannot be heard needs the person, and can be given up", async () => {
  const id = uuid7();
  const form = formOf("说的");
  const attachments = [await photoOf(id, "a"), await recordingOf(id, "b"), await recordingOf(id, "c")];
  await fileItem(account, { id, form, attachments }, bodyOf(id, form, attachments.map(({ sha256 }) => sha256), undefined));
  const bad = attachments[2]!.sha256;
  server.fault = on(bad, say(422, "application/problem+json", '{"status":422,"title":"录音打不开，请重录"}'));
  await syncOnce(account);
  const refused = (await getItem(account, id))!;
  expect(refused).toMatchObject({ state: "refused", why: { nth: 3, status: 422 } });
  expect(standing(refused, false, null).why).toBe("录音2打不开，请重录或删去这段。");
  expect(server.asked.filter((line) => line.startsWith("PUT"))).toHaveLength(3);
  expect(server.asked.findIndex((line) => line.includes("/batch"))).toBeLessThan(server.asked.findIndex((line) => line.startsWith("PUT")));
  server.fault = null;
  await resend(account, id);
  expect(standing((await getItem(account, id))!, false, null).word).toBe("照片和录音待传");
  server.fault = on(bad, say(422, "application/problem+json", '{"status":422,"title":"录音打不开，请重录"}'));
  await syncOnce(account);
  await dropAttachment(account, id, bad);
  await syncOnce(account);
  expect([await states(), [...server.attachments].sort()]).toEqual([["sent"], attachments.slice(0, 2).map(({ sha256 }) => sha256).sort()]);
});

test("a server that lost its memory gets everything again", async () => {
  const ids = [await file(account, "甲", 1), await file(account, "乙")];
  await syncOnce(account);
  server.stored = [];
  server.attachments.clear();
  server.epoch = "after the restore";
  expect((await syncOnce(account)).outcome).toEqual({ kind: "rest" });
  expect(server.stored.map((item) => item.id)).toEqual(ids);
  expect([server.attachments.size, ...(await states())]).toEqual([1, "sent", "sent"]);
});

test("two tabs at once send once", async () => {
  for (const text of ["甲", "乙", "丙"]) await file(account, text, 1);
  const results = await Promise.all([syncOnce(account), syncOnce(account)]);
  expect(results.map((result) => result.outcome.kind).sort()).toEqual(["busy", "rest"]);
  expect(server.asked.filter((path) => path.endsWith("/batch"))).toHaveLength(1);
  expect(server.asked.filter((path) => path.startsWith("PUT"))).toHaveLength(3);
});

test("an expired login keeps everything; after it is renewed it goes by itself", async () => {
  await openAccount({ id: account, login: "ma", name: "马小军", salt: new Uint8Array(16), expired: false });
  await file(account, "野外");
  server.who = null;
  expect((await syncOnce(account)).outcome.kind).toBe("login");
  expect([await states(), (await currentAccount())!.expired]).toEqual([["waiting"], true]);
  server.who = account;
  await syncOnce(account);
  expect([await states(), (await currentAccount())!.expired]).toEqual([["sent"], false]);
});

test("with somebody else logged in nothing of this account is sent", async () => {
  await file(account, "我的");
  server.who = account + 1000;
  expect((await syncOnce(account)).outcome.kind).toBe("stranger");
  expect([server.stored.length, ...(await states())]).toEqual([0, "waiting"]);
});

test("a login that changes hands in the middle of a run cannot file under the other's name", async () => {
  await file(account, "我的");
  server.fault = (request) => {
    if (request.url?.endsWith("/batch")) server.who = account + 1000;
    return false;
  };
  expect((await syncOnce(account)).outcome.kind).toBe("later");
  expect([server.stored.length, ...(await states())]).toEqual([0, "waiting"]);
});

test("the phone's clock is compared with the server's", async () => {
  server.fault = (_, response) => {
    const time = new Date(Date.now() - 14 * 60_000).toISOString();
    response.writeHead(200, { "Content-Type": "application/json", "Zhitong-Time": time });
    response.end(JSON.stringify({ id: account, login: "ma", name: "马", roles: [], csrf: `token-${account}` }));
    return true;
  };
  const { aheadMs } = await syncOnce(account);
  expect(Math.round(aheadMs! / 60_000)).toBe(14);
});

test("a change made after the first version had arrived unnoticed is told as such", async () => {
  const id = await file(account, "改过的");
  server.fault = on("/batch", say(200, "application/json", JSON.stringify({ items: [{ id, status: 409, title: "这个编号已经用在别的内容上", field: "id" }] })));
  await syncOnce(account);
  expect((await getItem(account, id))!).toMatchObject({ state: "refused", why: { status: 409, text: expect.stringContaining("改之前的那一版已经收到") as string } });
});
