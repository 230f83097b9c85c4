/** What one has been trained in, and the trainings one is asked to; read for the card, which stays on the phone. */
import { call, me } from "../api/client";
import type { ActivityHead } from "../api/wire";
import { keep, type Kept } from "../store/kept";

type Found = { items: ActivityHead[] };

const kind = "type=training&limit=200";

/** The card of `account` as the server has it, kept for later; undefined when the network is away or another person is logged in. */
export async function readTrainings(account: number, today: string): Promise<Kept["training"] | undefined> {
  const who = await me();
  if (who.kind !== "ok" || who.data.id !== account) return undefined;
  const been = await call<Found>(`/api/activities?${kind}&attended=me`);
  const next = await call<Found>(`/api/activities?${kind}&state=planned&since=${today}`);
  if (been.kind !== "ok" || next.kind !== "ok" || !Array.isArray(been.data?.items) || !Array.isArray(next.data?.items)) return undefined;
  const card = { at: new Date().toISOString(), been: been.data.items.map(short), next: next.data.items.map(short).reverse() };
  await keep(account, "training", card);
  return card;
}

/** Only what the card shows. */
function short({ id, title, place, starts_at, held_on, numbers }: ActivityHead): ActivityHead {
  return { id, title, place, starts_at, held_on, numbers };
}
