/** Moving house: what the phone holds of the former area goes at the first word of the server, the person's own work stays. */
import "../support/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FieldArea, NearMatter } from "../../src/api/wire";
import { keep, keepField, readKept } from "../../src/store/kept";
import { listItems } from "../../src/store/outbox";
import { listen } from "../../src/sync/channel";
import { syncOnce } from "../../src/sync/sync";
import { file, freshAccount } from "../support/make";
import { startServer, type FakeServer } from "../support/server";

let server: FakeServer;
let account: number;
const north = [{ role: "grid_worker", area: "621124100" }];
const south = [{ role: "grid_worker", area: "621124101" }];
const near = [{ number: "2026-000007", category: "land" } as NearMatter];

function fieldOf(...own: string[]): { value: FieldArea; at: string } {
  const features = own.map((code) => ({ type: "Feature", properties: { code, own: true } }));
  return { value: { areas: [{ code: "621124100", name: "洮阳镇" }], cells: { type: "FeatureCollection", features } } as unknown as FieldArea, at: new Date().toISOString() };
}

beforeEach(async () => {
  account = freshAccount();
  server = await startServer(account);
  server.roles = north;
  await syncOnce(account);
  await keepField(account, fieldOf("A"), near);
});

afterEach(() => server.close());

const held = async (): Promise<boolean[]> => [(await readKept(account, "field")) !== undefined, (await readKept(account, "near")) !== undefined];

test("the same roles in another order take nothing away", async () => {
  server.roles = [...north, ...south];
  await syncOnce(account);
  await keepField(account, fieldOf("A"), near);
  server.roles = [...south, ...north];
  await syncOnce(account);
  expect(await held()).toEqual([true, true]);
});

test("after a move the old area is gone even if nothing else gets through; the queue and what was sent stay", async () => {
  await file(account, "先前的");
  await syncOnce(account);
  await file(account, "没传的", 1);
  await keep(account, "noticedBy", "door_visit");
  server.roles = south;
  server.fault = (request, response) => request.url !== "/api/me" && (response.destroy(), true);
  const told = new Promise((heard) => listen((message) => message.kind === "changed" && heard(true)));
  expect((await syncOnce(account)).outcome.kind).toBe("later");
  expect([await told, ...(await held())]).toEqual([true, false, false]);
  expect((await listItems(account)).map((item) => [item.form.text, item.state])).toEqual([["先前的", "sent"], ["没传的", "waiting"]]);
  expect(await readKept(account, "noticedBy")).toBe("door_visit");
  server.fault = null;
  await syncOnce(account);
  expect((await listItems(account)).map((item) => item.state)).toEqual(["sent", "sent"]);
});

test("when the term is over nothing is sent or lost; a new role sends what waited", async () => {
  await file(account, "没传的");
  server.roles = [];
  expect((await syncOnce(account)).outcome).toEqual({ kind: "unassigned" });
  expect([...(await held()), (await listItems(account))[0]!.state, server.stored.length]).toEqual([false, false, "waiting", 0]);
  server.roles = south;
  expect((await syncOnce(account)).outcome).toEqual({ kind: "rest" });
  expect((await listItems(account))[0]!.state).toBe("sent");
});

test("with other cells of one's own the matters of the former ones go, new ones come or not", async () => {
  await keepField(account, fieldOf("A"), undefined);
  expect(await readKept(account, "near")).toEqual(near);
  await keepField(account, fieldOf("B"), undefined);
  expect(await readKept(account, "near")).toBeUndefined();
});
