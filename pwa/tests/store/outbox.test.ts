/** The queue on the phone. */
import "../support/phone";
import { expect, test, vi } from "vitest";
import { closeStore, databaseName, using } from "../../src/store/db";
import { StoreFull, StoreUnavailable } from "../../src/store/errors";
import type { SightingBody } from "../../src/api/wire";
import { uuid7 } from "../../src/store/ids";
import { keep, readKept } from "../../src/store/kept";
import { attachmentsOf, dropAttachment, fileItem, getItem, listItems, prune, removeDraft, removeItem, resend, revisionOf, saveDraft, unsafeToLeave } from "../../src/store/outbox";
import { noteEpoch, refuseAttachment, settle, settleAttachments } from "../../src/store/settle";
import { answerFor } from "../support/server";
import { isRecording, nthOfKind } from "../../src/store/item";
import { file, formOf, freshAccount, photoOf, recordingOf } from "../support/make";
import { bodyOf } from "../../src/features/sightings/form";

const stored = (id: string, revision = 1) => ({ id, revision, stored: answerFor({ id } as never, 1) as never });

test("ids are UUIDv7 and rise with time", () => {
  const early = uuid7(Date.UTC(2026, 0, 1));
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(early.replaceAll("-", "").slice(0, 12), 16)).toBe(Date.UTC(2026, 0, 1));
  expect(uuid7(Date.UTC(2026, 0, 2)) > early).toBe(true);
});

test("filing keeps the order, even within one millisecond and with the clock set back", async () => {
  const account = freshAccount();
  const ids: string[] = [];
  for (const text of ["一", "二", "三"]) ids.push(await file(account, text));
  vi.spyOn(Date, "now").mockReturnValue(Date.UTC(2001, 0, 1));
  ids.push(await file(account, "四"));
  vi.restoreAllMocks();
  expect((await listItems(account)).map((item) => item.id)).toEqual(ids);
});

test("what was filed is there when the store is opened anew, photos byte for byte", async () => {
  const account = freshAccount();
  const id = await file(account, "水渠", 2);
  const before = await attachmentsOf(account, (await getItem(account, id))!);
  await closeStore(account);
  const item = (await getItem(account, id))!;
  const after = await attachmentsOf(account, item);
  expect(item.state).toBe("waiting");
  expect(after.map((photo) => new Uint8Array(photo.data))).toEqual(before.map((photo) => new Uint8Array(photo.data)));
  expect(after.map((photo) => photo.sha256)).toEqual((item.body as SightingBody).attachments);
});

test("one account never sees another's queue", async () => {
  const [mine, theirs] = [freshAccount(), freshAccount()];
  await file(mine, "我的");
  expect(await listItems(theirs)).toEqual([]);
});

test("a draft is kept as it is typed, and late keeping never undoes filing", async () => {
  const account = freshAccount();
  const id = uuid7();
  expect(await saveDraft(account, { id, form: formOf("写到一半"), attachments: [await photoOf(id, "a")] })).toBe(true);
  expect((await getItem(account, id))!.state).toBe("draft");
  const form = formOf("写完了");
  await fileItem(account, { id, form, attachments: [] }, bodyOf(id, form, [], undefined));
  expect(await saveDraft(account, { id, form: formOf("迟到的"), attachments: [] })).toBe(false);
  await removeDraft(account, id);
  const item = (await getItem(account, id))!;
  expect([item.state, item.form.text, item.attachments]).toEqual(["waiting", "写完了", []]);
  expect(await attachmentsOf(account, { ...item, attachments: [] })).toEqual([]);
});

/** File a change of `revises` that says `text`, under `id`. */
async function fileChange(account: number, revises: string, text: string, id = uuid7()): Promise<string> {
  const form = formOf(text);
  await saveDraft(account, { id, form, attachments: [], revises });
  return fileItem(account, { id, form, attachments: [], revises }, bodyOf(id, form, [], undefined));
}

test("while a change is written, what was filed waits as it is; filing the change takes its place, id and order", async () => {
  const account = freshAccount();
  const [id, next] = [await file(account, "旧的", 1), await file(account, "后一条")];
  const before = await getItem(account, id);
  const copy = uuid7();
  await saveDraft(account, { id: copy, form: formOf("新的"), attachments: [], revises: id });
  expect(await getItem(account, id)).toEqual(before);
  expect((await revisionOf(account, id))?.id).toBe(copy);
  expect(await fileChange(account, id, "新的", copy)).toBe(id);
  expect((await listItems(account)).map((item) => [item.id, item.state, item.form.text])).toEqual([[id, "waiting", "新的"], [next, "waiting", "后一条"]]);
  expect((await getItem(account, id))!.body).toMatchObject({ id, text: "新的" });
  expect(await using(account, (db) => db.getAllKeys("attachments"))).toEqual([]);
});

test("an answer to an older version changes nothing", async () => {
  const account = freshAccount();
  const id = await file(account, "旧的");
  await fileChange(account, id, "新的");
  await settle(account, [stored(id, 1)], "e");
  expect((await getItem(account, id))!.state).toBe("waiting");
  const { revision } = (await getItem(account, id))!;
  await settle(account, [stored(id, revision)], "e");
  expect((await getItem(account, id))!.state).toBe("sent");
});

test("a change of what the server has got is a record of its own", async () => {
  const account = freshAccount();
  const id = await file(account, "送到的", 1);
  await settle(account, [stored(id)], "e");
  const fresh = await fileChange(account, id, "改的");
  expect((await listItems(account)).map((item) => [item.id, item.state])).toEqual([[id, "attachments"], [fresh, "waiting"]]);
  const form = formOf("另一个窗口里还开着的");
  const third = await fileItem(account, { id, form, attachments: [] }, bodyOf(id, form, [], undefined));
  expect([id, fresh]).not.toContain(third);
  expect((await getItem(account, id))!.answer).toBeDefined();
  expect((await getItem(account, third))!.body!.id).toBe(third);
});

test("a change of what the server knows otherwise under this id makes a new one and leaves no trace of the old", async () => {
  const account = freshAccount();
  const id = await file(account, "改", 1);
  await settle(account, [{ id, revision: 1, refused: { text: "冲突", status: 409 } }], "e");
  const fresh = await fileChange(account, id, "改好");
  expect((await listItems(account)).map((item) => [item.id, item.state, item.attempts])).toEqual([[fresh, "waiting", 0]]);
  expect(fresh).not.toBe(id);
});

test("a recording stays beside the photos, byte for byte, and still says how long it is", async () => {
  const account = freshAccount();
  const id = uuid7();
  const attachments = [await photoOf(id, "a"), await recordingOf(id, "b"), await recordingOf(id, "c", 0.9)];
  await saveDraft(account, { id, form: formOf("说的"), attachments });
  await closeStore(account);
  const item = (await getItem(account, id))!;
  const after = await attachmentsOf(account, item);
  expect(after.map(({ type, seconds }) => [type, seconds])).toEqual([["image/jpeg", undefined], ["audio/webm", 7.5], ["audio/webm", 0.9]]);
  expect(after.map((one) => new Uint8Array(one.data))).toEqual(attachments.map((one) => new Uint8Array(one.data)));
  expect(item.attachments.map(isRecording)).toEqual([false, true, true]);
  expect([1, 2, 3].map((place) => nthOfKind(item, place))).toEqual([1, 1, 2]);
});

test("a refused photo can be given up; the report is then sent", async () => {
  const account = freshAccount();
  const id = await file(account, "照片", 1);
  await settle(account, [stored(id)], "e");
  await refuseAttachment(account, id, { text: "照片{n}打不开，请重拍或删去这张。", status: 415, nth: 1 });
  const item = (await getItem(account, id))!;
  await dropAttachment(account, id, item.attachments[0]!.sha256);
  expect(await settleAttachments(account, id, [item.attachments[0]!.sha256])).toBe(true);
  expect((await getItem(account, id))!.state).toBe("sent");
});

test("sending again puts a refused item back where it was", async () => {
  const account = freshAccount();
  const id = await file(account, "再传");
  await settle(account, [{ id, revision: 1, refused: { text: "不收", status: 422 } }], "e");
  await resend(account, id);
  const item = (await getItem(account, id))!;
  expect([item.state, item.why]).toEqual(["waiting", undefined]);
});

test("a new epoch puts every sent item back, and only once", async () => {
  const account = freshAccount();
  const ids = [await file(account, "甲"), await file(account, "乙")];
  await noteEpoch(account, "first");
  await settle(account, ids.map((id) => stored(id)), "first");
  expect(await noteEpoch(account, "first")).toBe(0);
  expect(await noteEpoch(account, "second")).toBe(2);
  expect((await listItems(account)).map((item) => item.state)).toEqual(["waiting", "waiting"]);
  expect(await noteEpoch(account, "second")).toBe(0);
});

test("sent items are kept 30 days and then go with their photos; unsent ones never go", async () => {
  const account = freshAccount();
  const [sent, waiting] = [await file(account, "送出", 1), await file(account, "没送")];
  await settle(account, [stored(sent)], "e");
  await settleAttachments(account, sent, []);
  expect(await prune(account)).toBe(0);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * 24 * 3600 * 1000 });
  expect(await prune(account)).toBe(1);
  vi.useRealTimers();
  expect((await listItems(account)).map((item) => item.id)).toEqual([waiting]);
  expect(await using(account, (db) => db.getAllKeys("attachments"))).toEqual([]);
});

/** Makes the next `times` writes to the items fail as a full phone does. */
function fillPhone(times: number): void {
  const put = IDBObjectStore.prototype.put;
  let left = times;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (this.name === "items" && left > 0) {
      left -= 1;
      throw new DOMException("full", "QuotaExceededError");
    }
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  });
}

test("a full phone: filing fails aloud, nothing half-written stays, and what was before is whole", async () => {
  const account = freshAccount();
  const before = await file(account, "先前的", 1);
  const id = uuid7();
  await saveDraft(account, { id, form: formOf("草稿"), attachments: [] });
  fillPhone(9);
  const form = formOf("放不下");
  const photo = await photoOf(id, "大");
  await expect(fileItem(account, { id, form, attachments: [photo] }, bodyOf(id, form, [photo.sha256], undefined))).rejects.toBeInstanceOf(StoreFull);
  vi.restoreAllMocks();
  expect((await getItem(account, id))!).toMatchObject({ state: "draft", form: { text: "草稿" } });
  expect(await using(account, (db) => db.getAllKeysFromIndex("attachments", "item", id))).toEqual([]);
  expect(await attachmentsOf(account, (await getItem(account, before))!)).toHaveLength(1);
});

test("a full phone gives up sent items before it refuses a new one", async () => {
  const account = freshAccount();
  const old = await file(account, "送出的");
  await settle(account, [stored(old)], "e");
  fillPhone(1);
  const id = await file(account, "新的");
  vi.restoreAllMocks();
  expect((await listItems(account)).map((item) => item.id)).toEqual([id]);
});

test("a connection that the browser took away is opened anew; a store that cannot be opened says so", async () => {
  const account = freshAccount();
  const id = await file(account, "还在");
  await using(account, async (db) => db.close());
  expect((await getItem(account, id))!.form.text).toBe("还在");
  await closeStore(account);
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("private window", "SecurityError");
  });
  await expect(listItems(account)).rejects.toBeInstanceOf(StoreUnavailable);
  vi.restoreAllMocks();
  expect(await listItems(account)).toHaveLength(1);
  expect(databaseName(account)).toContain(String(account));
});

test("leaving is unsafe while something unsent has not been exported", async () => {
  const account = freshAccount();
  const id = await file(account, "没传");
  expect(await unsafeToLeave(account)).toBe(1);
  await keep(account, "exportedAt", new Date(Date.now() + 1).toISOString());
  expect(await unsafeToLeave(account)).toBe(0);
  await removeItem(account, id);
  expect(await readKept(account, "allSentAt")).toBeUndefined();
});
