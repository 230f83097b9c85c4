/** Visits to make: what is late stands first, is searched offline, and a result goes out once, after what was written down there. */
import "../support/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { VisitTask } from "../../src/api/wire";
import { dueOf } from "../../src/features/tasks/due";
import { chosen } from "../../src/features/tasks/found";
import { uuid7 } from "../../src/store/ids";
import { readKept } from "../../src/store/kept";
import { fileLater, getItem } from "../../src/store/outbox";
import { syncOnce } from "../../src/sync/sync";
import { file, formOf, freshAccount } from "../support/make";
import { startServer, type FakeServer } from "../support/server";

const today = "2026-11-23";
const task = (id: string, due_on: string, more: Partial<VisitTask> = {}): VisitTask => ({
  id, due_on, place: "文峰社区1格", area_name: "文峰社区", cell_code: null, what: `任务${id}`, why: "", priority: "usual", state: "open", made_name: "李联络", ...more,
});

test("late ones first, urgent ones of a day before others; filters and words leave what fits", () => {
  const list = [task("a", "2026-11-24"), task("b", today), task("c", "2026-11-20"), task("d", today, { priority: "high", why: "水渠被填" })];
  expect(chosen(list, null, "", today).map(({ id }) => id)).toEqual(["c", "d", "b", "a"]);
  expect(chosen(list, "overdue", "", today).map(({ id }) => id)).toEqual(["c"]);
  expect(chosen(list, "today", " 水渠 ", today).map(({ id }) => id)).toEqual(["d"]);
  expect(chosen(list, null, "没有的", today)).toEqual([]);
  expect([dueOf(list[0]!, today), dueOf(list[1]!, today), dueOf(list[2]!, today)]).toEqual(["later", "today", "overdue"]);
});

let server: FakeServer;
let account: number;

beforeEach(async () => {
  account = freshAccount();
  server = await startServer(account);
});

afterEach(() => server.close());

test("a result goes after the sighting of its visit, again when the answer was lost, and the tasks stay on the phone", async () => {
  const mine = { items: [task("0192a000-0000-7000-8000-000000000001", today)], progress: { households: 3, tasks: 1, goal: 40 } };
  const taken: { path: string; body: unknown }[] = [];
  let lost = 1;
  server.fault = (request, response, sent) => {
    if (request.url === "/api/visit-tasks/mine") return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(mine)), true;
    if (!request.url?.endsWith("/done")) return false;
    if (lost-- > 0) return response.destroy(), true;
    taken.push({ path: request.url, body: JSON.parse(sent.toString()) });
    return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(mine.items[0])), true;
  };
  const first = await file(account, "渠口堵了");
  const id = uuid7();
  const body = { id, made_at: "2026-11-23T01:00:00Z", found: "watch" as const, households: 7, note: "约好周五清渠" };
  await fileLater(account, { id, form: formOf(body.note), attachments: [] }, { kind: "visited", of: mine.items[0]!.id, body });
  expect((await syncOnce(account)).outcome.kind).toBe("later");
  expect(server.stored.map((each) => each.id)).toEqual([first]);
  await syncOnce(account);
  expect(taken).toEqual([{ path: `/api/visit-tasks/${mine.items[0]!.id}/done`, body }]);
  expect((await getItem(account, id))?.state).toBe("sent");
  expect(await readKept(account, "visitTasks")).toEqual(mine);
});
