/** What the server says of a sighting of one's own now. */
import { call } from "../api/client";
import type { SightingHistory } from "../api/wire";

const patienceMs = 6_000;

/** The sighting `id` with what was said of it later; undefined when the network or the server does not say so soon. */
export async function readHistory(id: string): Promise<SightingHistory | undefined> {
  const answer = await call<SightingHistory>(`/api/sightings/${id}`, { timeoutMs: patienceMs });
  return answer.kind === "ok" && answer.data?.id === id && Array.isArray(answer.data.versions) ? answer.data : undefined;
}
