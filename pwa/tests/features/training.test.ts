/** The training card: by year, in China's days, with what nobody counted as none; read from the server, kept for later. */
import "../support/phone";
import { expect, test } from "vitest";
import type { ActivityHead } from "../../src/api/wire";
import { byYear, dayOf, hoursOf } from "../../src/features/training/card";
import { readKept } from "../../src/store/kept";
import { readTrainings } from "../../src/sync/trainings";
import { freshAccount } from "../support/make";
import { startServer } from "../support/server";

const training = (id: string, held_on: string | null, hours?: string | number): ActivityHead => ({
  id, title: id, place: "", held_on, starts_at: "2025-12-31T16:30:00Z", numbers: hours === undefined ? {} : { hours },
});

test("hours add up by year, the newest first", () => {
  const found = byYear([training("a", "2026-03-01", 4), training("b", null, "3"), training("c", "2025-06-01"), training("d", "2024-06-01", 2)]);
  expect(found.map(({ year, hours, trainings }) => [year, hours, trainings.length])).toEqual([["2026", 7, 2], ["2025", 0, 1], ["2024", 2, 1]]);
  expect([dayOf(training("e", null)), hoursOf(training("e", null))]).toEqual(["2026-01-01", 0]);
});

test("what was read stays when the network goes, and is nobody else's", async () => {
  const account = freshAccount();
  const server = await startServer(account);
  server.fault = (request, response) => {
    if (!request.url?.startsWith("/api/activities")) return false;
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ items: request.url.includes("attended=me") ? [training("been", "2026-03-01", 4)] : [training("next", null)], next: null }));
    return true;
  };
  const card = await readTrainings(account, "2026-11-23");
  expect([card?.been.map(({ id }) => id), card?.next.map(({ id }) => id)]).toEqual([["been"], ["next"]]);
  expect(await readTrainings(account + 5000, "2026-11-23")).toBeUndefined();
  server.fault = (_, response) => (response.destroy(), true);
  expect(await readTrainings(account, "2026-11-23")).toBeUndefined();
  expect(await readKept(account, "training")).toEqual(card);
  await server.close();
});
