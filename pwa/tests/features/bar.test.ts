/** The sync bar and the item's state never say more than is known. */
import "../support/phone";
import { expect, test } from "vitest";
import { barOf, type Known } from "../../src/features/sync/bar";
import { standing } from "../../src/features/outbox/state";
import type { Item, ItemState } from "../../src/store/item";
import type { Facts } from "../../src/sync/pilot";
import { formOf } from "../support/make";

const now = Date.parse("2026-11-21T06:40:00Z");
const item = (state: ItemState, more: Partial<Item> = {}): Item => ({
  id: `${state}-1`, state, filed: 1, changedAt: "", form: formOf("路灯"), attachments: [], revision: 1, attempts: 0, ...more,
});
const facts = (more: Partial<Facts> = {}): Facts => ({ online: true, progress: null, outcome: null, failingSince: null, nextAt: null, aheadMs: null, ...more });
const bar = (more: Partial<Known>) => barOf({ items: [], facts: facts(), expired: false, allSentAt: null, now, ...more });

test("needs you comes before waiting, waiting before all sent", () => {
  expect(bar({ items: [item("refused"), item("waiting"), item("attachments"), item("sent")] })).toMatchObject({ tone: "bad", title: "1条要您处理，2条待上传" });
  expect(bar({ items: [item("waiting"), item("sent"), item("draft")] })).toMatchObject({ tone: "wait", title: "1条待上传·有网后自动上传" });
  expect(bar({ items: [item("sent")], allSentAt: "2026-11-21T06:32:00Z" })).toMatchObject({ tone: "ok", title: "全部已上传·今天14:32" });
});

test("while sending it says which of how many", () => {
  const progress = { account: 1, nth: 2, total: 5, parts: {} };
  expect(bar({ items: [item("waiting")], facts: facts({ progress }) })).toMatchObject({ tone: "go", title: "正在上传2/5" });
});

test("no network is a note, not an alarm", () => {
  expect(bar({ items: [item("waiting")], facts: facts({ online: false }) })).toMatchObject({ tone: "wait", note: "没有网络" });
});

test("a server that does not answer turns it red only after a minute", () => {
  const items = [item("waiting")];
  expect(bar({ items, facts: facts({ failingSince: now - 59_000 }) }).tone).toBe("wait");
  expect(bar({ items, facts: facts({ failingSince: now - 61_000 }) }).tone).toBe("bad");
});

test("with an expired login whatever waits needs the person, with the reason", () => {
  expect(bar({ items: [item("waiting"), item("attachments")], expired: true })).toMatchObject({ tone: "bad", title: "2条要您处理" });
  expect(standing(item("waiting"), true, null)).toMatchObject({ tone: "bad", word: "要您处理", why: "登录已过期。登记都在手机里，重新登录后自动上传。" });
});

test("without a role what waits is said to stay on the phone", () => {
  const outcome = { kind: "unassigned" } as const;
  expect(bar({ items: [item("waiting")], facts: facts({ outcome }) })).toMatchObject({ tone: "bad", title: "没有外勤岗位，1条留在手机里" });
  expect(bar({ facts: facts({ outcome }) })).toMatchObject({ tone: "wait", title: "现在没有外勤岗位" });
});

test("each state of an item has its own icon and word", () => {
  const progress = { account: 1, nth: 1, total: 1, parts: { "waiting-1": 0.62 } };
  const words = (["draft", "waiting", "attachments", "sent", "refused"] as const).map((state) => standing(item(state), false, null));
  expect(words.map((one) => one.word)).toEqual(["草稿", "待上传", "照片待传", "已上传", "要您处理"]);
  expect(new Set(words.map((one) => one.icon)).size).toBe(5);
  expect(standing(item("waiting"), false, progress).word).toBe("上传中62%");
  const why = { text: "照片{n}打不开，请重拍或删去这张。", status: 415, nth: 2 };
  expect(standing(item("refused", { why }), false, null).why).toBe("照片2打不开，请重拍或删去这张。");
});
