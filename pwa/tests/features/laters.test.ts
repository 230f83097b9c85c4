/** Correcting what one has sent: what it is based on, what it changes, and what is left after a choice. */
import "../support/phone";
import { expect, test } from "vitest";
import type { SightingHistory } from "../../src/api/wire";
import { changesOf, chosen, formWith, startOf, stateOf, type Correcting } from "../../src/features/laters/state";
import type { Item } from "../../src/store/item";
import { formOf } from "../support/make";

const item = (id: string, more: Partial<Item> = {}): Item => ({
  id, state: "sent", filed: 1, changedAt: "", form: formOf("水渠被填"), attachments: [], revision: 1, attempts: 1, answer: {} as never, ...more,
});
const first = item("first");
const correction = (id: string, text: string, more: Partial<Item> = {}): Item => {
  const body = { id, made_at: "", based_on: "first", changes: { text } };
  return item(id, { form: { ...first.form, text }, later: { kind: "correction", of: "first", body }, ...more });
};
const { answer: _answer, ...unanswered } = correction("flying", "三组的", { state: "waiting", attempts: 1 });

test("based on what the server says; without it on what this phone said last", () => {
  const now = { ...stateOf(first.form), risk: "high" as const };
  const known = { id: "first", head: "other", correctable: true, now, versions: [] } satisfies SightingHistory;
  expect(startOf(first, [first], known)).toEqual({ base: { id: "other", state: now }, state: now });
  expect(startOf(first, [first], undefined).base).toEqual({ id: "first", state: stateOf(first.form) });
  expect(startOf(first, [first, correction("mine", "三组的")], undefined).base.id).toBe("mine");
  expect(startOf(first, [first, unanswered], known).base).toMatchObject({ id: "flying", state: { text: "三组的" } });
});

test("one that waits untouched, or was refused, is gone on with", () => {
  for (const more of [{ state: "waiting", attempts: 0 }, { state: "refused" }] as const) {
    const begun = startOf(first, [first, correction("mine", "三组的", more)], undefined);
    expect([begun.base.id, begun.base.state.text, begun.state.text]).toEqual(["first", "水渠被填", "三组的"]);
  }
});

test("only what differs is sent, and the form shows it", () => {
  const base = stateOf(first.form);
  expect(changesOf(base, { ...base, text: " 水渠被填 ", place_words: "三组村口 " })).toEqual({ place_words: "三组村口" });
  expect(stateOf(formWith(first.form, { ...base, risk: "high", place_words: "村口" }))).toEqual({ ...base, risk: "high", place_words: "村口" });
});

test("after a choice only mine goes on, based on what the other said; nothing when all is theirs", () => {
  const clash = { field: "text", yours: "三组的", theirs: "四组的", by: "李", at: "" } as const;
  const later: Correcting = { kind: "correction", of: "first", body: { id: "mine", made_at: "", based_on: "first", changes: { text: "三组的", risk: "high" } }, clashes: [clash], head: "other" };
  expect(chosen(later, { text: "mine" })?.body).toMatchObject({ based_on: "other", changes: { text: "三组的", risk: "high" } });
  expect(chosen(later, { text: "theirs" })?.body.changes).toEqual({ risk: "high" });
  expect(chosen({ ...later, body: { ...later.body, changes: { text: "三组的" } } }, { text: "theirs" })).toBeNull();
});
