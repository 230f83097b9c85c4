/** What was said of drafts on its way: beside the sightings of the same visit, once, with its receipt; drafts come and go by their version. */
import "../support/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FieldDraft, OpinionBody, SightingBody } from "../../src/api/wire";
import { bodyOf as sightingOf } from "../../src/features/sightings/form";
import { bodyOf, chinaDay, daysLeft, emptyOpinion, takesOpinions, wrongIn } from "../../src/features/visits/form";
import { endVisit, readHeld, visitUnderWay } from "../../src/features/visits/held";
import { exportQueue } from "../../src/store/export";
import { uuid7 } from "../../src/store/ids";
import type { Form, Spoken } from "../../src/store/item";
import { heedScope, keep, readKept } from "../../src/store/kept";
import { fileItem, getItem, listItems, saveDraft } from "../../src/store/outbox";
import { syncOnce } from "../../src/sync/sync";
import { file, formOf, freshAccount } from "../support/make";
import { startServer, type Fault, type FakeServer } from "../support/server";

const article = { id: "a2", label: "第二条", heading: "", text: "物业费每年公示。" };
const draft: FieldDraft = { id: "d1", title: "物业管理条例（草案）", closes_on: "2999-01-01", articles: [article] };
const say = (text: string, more: Partial<Spoken> = {}, category: string | null = null): Form => {
  const form = emptyOpinion(draft, "a2", "v1", undefined, undefined);
  return { ...form, text, category, spoken: { ...form.spoken!, ...more } };
};

let server: FakeServer;
let account: number;
let said: OpinionBody[];
let drafts: { version: string; items: FieldDraft[] };

/** Answers as `POST /api/opinions/batch` and `GET /api/field-drafts` do; `refuse`: what it says of one text. */
const speaking = (refuse: Record<string, object> = {}): Fault => (request, response, body) => {
  const answer = (status: number, data?: unknown): true => {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(data === undefined ? undefined : JSON.stringify(data));
    return true;
  };
  if (request.url === "/api/field-drafts") return request.headers["if-none-match"] === `"${drafts.version}"` ? answer(304) : answer(200, drafts);
  if (request.url !== "/api/opinions/batch") return false;
  const items = (JSON.parse(body.toString()) as { items: OpinionBody[] }).items.map((one) => {
    if (refuse[one.text]) return { id: one.id, ...refuse[one.text] };
    const known = said.some(({ id }) => id === one.id);
    if (!known) said.push(one);
    const told = { receipt: "7KQ2M4XP9WTD", query_code: "48213907", received_at: "2026-11-22T02:00:00Z", station: { id: 1, name: "联系点" } };
    return { status: known ? 200 : 201, id: one.id, ...told, ...(one.concern ? { case_number: "2026-000009" } : {}) };
  });
  return answer(200, { items });
};

beforeEach(async () => {
  account = freshAccount();
  server = await startServer(account);
  said = [];
  drafts = { version: "one", items: [draft, { ...draft, id: "d0", closes_on: "2020-01-01" }] };
  server.fault = speaking();
});
afterEach(() => server.close());

async function hear(form: Form): Promise<string> {
  const id = uuid7();
  await saveDraft(account, { id, form, attachments: [] });
  return fileItem(account, { id, form, attachments: [] }, bodyOf(id, form));
}

test("one visit: sightings and opinions go each their way, an answer that was lost is asked for again, a receipt comes back", async () => {
  const first = await hear(say("每年公示一次"));
  const concern = await hear(say("三单元的下水道堵了", { concern: true }, "land"));
  const form: Form = { ...formOf("水渠被填"), visit: "v1" };
  const seen = uuid7();
  await fileItem(account, { id: seen, form, attachments: [] }, sightingOf(seen, form, [], undefined));
  server.fault = (request, response, body) => {
    if (request.url !== "/api/opinions/batch") return speaking()(request, response, body);
    said.push(...(JSON.parse(body.toString()) as { items: OpinionBody[] }).items);
    response.destroy();
    return true;
  };
  await syncOnce(account);
  expect((await getItem(account, first))!.state).toBe("waiting");
  server.fault = speaking();
  await syncOnce(account);
  expect(server.stored.map(({ id, visit_id }: SightingBody) => [id, visit_id])).toEqual([[seen, "v1"]]);
  expect(said.map(({ id, visit_id, concern: of }) => [id, visit_id, of])).toEqual([[first, "v1", undefined], [concern, "v1", "land"]]);
  expect((await listItems(account)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  expect((await getItem(account, concern))!.answer).toMatchObject({ number: "7KQ2M4XP9WTD", query_code: "48213907", case_number: "2026-000009" });
});

test("a draft that closed meanwhile: the server's words stand there, the person's are kept, go into the export and can be mended", async () => {
  const late = await hear(say("截止以后说的"));
  await file(account, "水渠");
  server.fault = speaking({ 截止以后说的: { status: 409, title: "这个草案的意见征集到11月20日，现在不收了", field: "solicitation_id", code: "closed" } });
  await syncOnce(account);
  const item = (await getItem(account, late))!;
  expect([item.state, item.why, item.form.text]).toEqual(["refused", { text: "这个草案的意见征集到11月20日，现在不收了", status: 409 }, "截止以后说的"]);
  const exported = JSON.parse(await (await exportQueue(account, "马小军")).text()) as { items: { opinion?: OpinionBody }[] };
  expect(exported.items.map(({ opinion }) => opinion?.text)).toEqual(["截止以后说的"]);
  const form = { ...item.form, spoken: { ...item.form.spoken!, draft: "d2", article: null } };
  const again = await fileItem(account, { id: uuid7(), form, attachments: [], revises: late }, bodyOf(late, form));
  server.fault = speaking();
  await syncOnce(account);
  expect(said.map(({ id, solicitation_id }) => [id, solicitation_id])).toEqual([[again, "d2"]]);
  expect((await listItems(account)).map(({ state }) => state)).toEqual(["sent", "sent"]);
});

test("drafts come with the bundle, are asked for by their version, are gone when they close or one works elsewhere; a visit ends", async () => {
  expect((await readHeld(account)).drafts).toBeUndefined();
  await syncOnce(account);
  expect((await readHeld(account)).drafts?.map(({ id }) => id)).toEqual(["d1"]);
  await syncOnce(account);
  expect((await readKept(account, "drafts"))!.items).toHaveLength(2);
  drafts = { version: "two", items: [] };
  await syncOnce(account);
  expect((await readHeld(account)).drafts).toEqual([]);
  await heedScope(account, "grid_worker@elsewhere");
  expect((await readHeld(account)).drafts).toBeUndefined();
  const visit = await visitUnderWay(account);
  expect(await visitUnderWay(account)).toBe(visit);
  await endVisit(account);
  expect(await visitUnderWay(account)).not.toBe(visit);
  await keep(account, "visit", { id: "old", at: "2026-01-01T00:00:00Z" });
  expect((await readHeld(account)).visit).toBe("");
});

test.each([
  ["nothing said", say(" "), ["text"]],
  ["a concern of no category, too short", say("堵了", { concern: true }), ["text", "category"]],
  ["own words are no concern", say("我看公示一次够了", { concern: true, speaker: "self" }), []],
  ["a unit without a name", say("电梯要年检", { speaker: "unit" }), ["unit"]],
  ["to be called without a number", say("电梯要年检", { speaker: "person", way: "phone" }), ["phone"]],
  ["a wrong number, nobody told", say("电梯要年检", { speaker: "person", phone: "0931-223" }), ["phone", "told"]],
  ["a name that was taken back", say("电梯要年检", { speaker: "nobody", name: "王兰", phone: "1", way: "phone" }), []],
  ["all said", say("电梯要年检", { speaker: "person", name: "王兰", phone: "138 0000 1234", told: true, way: "phone" }), []],
])("what is wrong with it: %s", (_, form, fields) => expect(wrongIn(form).map(({ field }) => field)).toEqual(fields));

test("what was typed before another choice goes nowhere; the next of the same person begins with them", () => {
  const named = say("电梯要年检", { speaker: "person", name: "王兰", phone: "138 0000 1234", told: true, way: "phone" });
  expect(bodyOf("x", named)).toMatchObject({ reply: { way: "phone", name: "王兰", phone: "13800001234" }, told: true, speaker: "other", article_id: "a2" });
  const nobody = { ...named, spoken: { ...named.spoken!, speaker: "nobody" as const } };
  expect(bodyOf("x", nobody)).toMatchObject({ reply: { way: "receipt", name: null, phone: null }, told: false, unit_name: "" });
  expect(emptyOpinion(draft, null, "v1", named.spoken, undefined).spoken).toMatchObject({ name: "王兰", told: true, articleLabel: "整部草案", concern: false });
  expect([takesOpinions(draft, "2999-01-01"), takesOpinions(draft, "2999-01-02"), daysLeft(draft, "2998-12-30")]).toEqual([true, false, 2]);
  expect(chinaDay(Date.parse("2026-11-22T16:00:00Z"))).toBe("2026-11-23");
});
