/** Which matters the phone holds may be the same one; pure. */
import type { FieldArea, NearMatter } from "../../api/wire";
import type { Item, PlaceChoice } from "../../store/item";
import { metresBetween } from "./cells";

export interface Same {
  /** "" for what was filed on this phone and has no number yet. */
  number: string;
  daysAgo: number;
  /** Metres, rounded to 50; null when one of both has no place. */
  metres: number | null;
}

/** What the phone knows: what the server told it, and what was filed here since. */
export function known(told: readonly NearMatter[], items: readonly Item[]): NearMatter[] {
  const numbers = new Set(told.map(({ number }) => number));
  const own = items.filter(({ state, form, answer, later }) => !later && !form.spoken && state !== "draft" && state !== "refused" && form.category && !numbers.has(answer?.number ?? ""));
  return [...told, ...own.map(({ form, answer }) => filedHere(form, answer))];
}

function filedHere({ category, place, seenAt }: Item["form"], answer: Item["answer"]): NearMatter {
  const at = place && place.way !== "cell" ? { lon: place.lon, lat: place.lat } : { lon: null, lat: null };
  const cell_code = answer?.cell?.code ?? (place?.way === "cell" ? place.cellCode : "");
  return { number: answer?.number ?? "", category: category ?? "", opened_at: answer?.received_at ?? seenAt, ...at, cell_code, mine: true };
}

const dayMs = 86_400_000;
const stepM = 50;
const most = 3;

/** The nearest of `held` of this category, as near in place and time as the category says; without a place those of the same cell. */
export function maybeSame(held: readonly NearMatter[], area: FieldArea | undefined, category: string | null, place: PlaceChoice | null, nowMs: number): Same[] {
  const kind = area?.categories.find(({ code }) => code === category);
  if (!kind || !place) return [];
  const found = held
    .filter((matter) => matter.category === category && nowMs - Date.parse(matter.opened_at) < kind.near_days * dayMs)
    .map((matter) => ({ matter, metres: metresTo(matter, place) }))
    .filter(({ matter, metres }) => (metres === null ? place.way === "cell" && matter.cell_code === place.cellCode : metres <= kind.near_m));
  found.sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0));
  return found.slice(0, most).map(({ matter, metres }) => ({
    number: matter.number,
    daysAgo: Math.max(0, Math.floor((nowMs - Date.parse(matter.opened_at)) / dayMs)),
    metres: metres === null ? null : Math.round(metres / stepM) * stepM,
  }));
}

function metresTo({ lon, lat }: NearMatter, place: PlaceChoice): number | null {
  return lon === null || lat === null || place.way === "cell" ? null : metresBetween(lon, lat, place.lon, place.lat);
}
