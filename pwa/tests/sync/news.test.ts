/** Messages of the person whose work is open on the phone, of nobody else. */
import { afterEach, expect, test, vi } from "vitest";
import { read, unread } from "../../src/sync/news";

const asked: string[] = [];

function server(id: number): void {
  vi.stubGlobal("fetch", async (path: string, options: RequestInit) => {
    asked.push(`${options.method} ${path}`);
    const body = path === "/api/me" ? { id, name: "王", csrf: "c" } : { items: [{ id: "n1", title: "有答复", url: "/x", created_at: "2026-11-22T01:00:00Z" }] };
    if (options.method === "POST") return new Response(null, { status: 204 });
    return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  asked.length = 0;
});

test("what is unread of one's own", async () => {
  server(7);
  expect((await unread(7)).map((news) => news.id)).toEqual(["n1"]);
});

test("of another person's session nothing is even asked for", async () => {
  server(8);
  expect(await unread(7)).toEqual([]);
  expect(asked).toEqual(["GET /api/me"]);
});

test("without a network there is no news", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("offline")));
  expect(await unread(7)).toEqual([]);
});

test("reading is told to the server", async () => {
  server(7);
  await read("n1");
  expect(asked).toEqual(["POST /api/notices/n1/read"]);
});
