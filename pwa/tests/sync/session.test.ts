/** Logging in and out on a shared phone. */
import "../support/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import { currentAccount, knownAccounts, leavingAccount } from "../../src/store/device";
import { listItems } from "../../src/store/outbox";
import { keep } from "../../src/store/kept";
import { finishLeaving } from "../../src/sync/session";
import { signOut } from "../../src/sync/signout";
import { signIn } from "../../src/sync/signin";
import { file, freshAccount } from "../support/make";
import { startServer, type FakeServer } from "../support/server";

let server: FakeServer;
let account: number;

beforeEach(async () => {
  account = freshAccount();
  server = await startServer(account);
  server.fault = (request, response) => {
    if (request.url === "/api/logout") {
      server.who = null;
      response.writeHead(204).end();
      return true;
    }
    if (request.url !== "/api/login") return false;
    server.who = account;
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ id: account, login: "ma", name: "马小军", roles: [{ role: "grid_worker", area: "621124100001" }], csrf: `token-${account}` }));
    return true;
  };
});

afterEach(() => server.close());

test("logging out is refused while something is unsent; after an export what stays is sealed and comes back", async () => {
  await signIn("ma", "right-password");
  await file(account, "没传的");
  expect(await signOut((await currentAccount())!)).toBe(1);
  await keep(account, "exportedAt", new Date(Date.now() + 1).toISOString());
  expect(await signOut((await currentAccount())!)).toBe(0);
  expect([await currentAccount(), server.who, await listItems(account)]).toEqual([undefined, null, []]);
  expect((await knownAccounts()).find((known) => known.id === account)).not.toHaveProperty("key");
  await signIn("ma", "right-password");
  expect((await listItems(account)).map((item) => item.form.text)).toEqual(["没传的"]);
});

test("who logs out without a network is logged out on the server once there is one", async () => {
  await signIn("ma", "right-password");
  const answer = server.fault!;
  server.fault = (_, response) => (response.destroy(), true);
  expect(await signOut((await currentAccount())!)).toBe(0);
  expect([await leavingAccount(), server.who]).toEqual([account, account]);
  server.fault = answer;
  await finishLeaving();
  expect([await leavingAccount(), server.who]).toEqual([undefined, null]);
});

test("an account that has nothing to do in the field is not opened", async () => {
  server.fault = (_, response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ id: account, login: "li", name: "李", roles: [{ role: "liaison", area: "621124100" }], csrf: "x" }));
    return true;
  };
  expect(await signIn("li", "right-password")).toMatchObject({ kind: "refused", problem: { code: "not_in_the_field" } });
  expect((await currentAccount())?.id).not.toBe(account);
});
