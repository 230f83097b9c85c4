/** When the page tries: at once, when the network returns, and again after failures. */
import "../support/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listItems } from "../../src/store/outbox";
import { startPilot, type Facts, type Pilot } from "../../src/sync/pilot";
import { file, freshAccount } from "../support/make";
import { startServer, type FakeServer } from "../support/server";

let server: FakeServer;
let account: number;
let window: EventTarget;
let pilot: Pilot | undefined;

beforeEach(async () => {
  account = freshAccount();
  server = await startServer(account);
  window = new EventTarget();
});

afterEach(async () => {
  pilot?.stop();
  await server.close();
});

/** Start, and return what the page was told when it was first so. */
function until(so: (facts: Facts) => boolean): Promise<Facts> {
  return new Promise((seen) => {
    pilot = startPilot(account, window, (facts) => so(facts) && seen(facts));
  });
}

test("starts by sending what waits", async () => {
  await file(account, "等着的");
  await until((facts) => facts.outcome?.kind === "rest");
  expect((await listItems(account))[0]!.state).toBe("sent");
});

test("after a failure it says since when and when next, and the network's return cuts the waiting short", async () => {
  await file(account, "等着的");
  server.fault = (_, response) => (response.destroy(), true);
  const failed = await until((facts) => facts.failingSince !== null && facts.nextAt !== null);
  expect(failed.nextAt! - Date.now()).toBeGreaterThan(500);
  expect(failed.outcome).toEqual({ kind: "later", afterMs: 0 });
  server.fault = null;
  window.dispatchEvent(new Event("online"));
  await pilot!.now();
  expect((await listItems(account))[0]!.state).toBe("sent");
});

test("asked while it is under way it goes once more, so that nothing filed meanwhile waits", async () => {
  pilot = startPilot(account, window, () => undefined);
  await file(account, "刚登记的");
  await pilot.now();
  expect((await listItems(account))[0]!.state).toBe("sent");
});
