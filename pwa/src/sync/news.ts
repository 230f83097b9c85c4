/** Messages for whoever is logged in: what the person reported has been answered. */
import { call, me } from "../api/client";

export interface News {
  id: string;
  title: string;
  url: string;
  created_at: string;
}

/** What `account` has not read yet, newest first; nothing when the network is away or another person is logged in. */
export async function unread(account: number): Promise<readonly News[]> {
  const who = await me();
  if (who.kind !== "ok" || who.data.id !== account) return [];
  const answer = await call<{ items: readonly News[] }>("/api/notices?unread=true");
  // What is to be done stands among the tasks.
  return answer.kind === "ok" ? answer.data.items.filter(({ url }) => !url.startsWith("/app/tasks/")) : [];
}

/** Tell the server that one message has been read: for an answer this is what its delivery waits for. */
export async function read(id: string): Promise<void> {
  await call(`/api/notices/${id}/read`, { method: "POST", empty: true });
}
