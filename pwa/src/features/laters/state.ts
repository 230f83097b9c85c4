/** What a sighting of one's own says now, as far as this phone knows, and what a correction of it changes; pure. */
import type { FieldClash, SightingHistory, SightingState } from "../../api/wire";
import type { Form, Item, Later } from "../../store/item";
import { givesWay } from "../../store/outbox";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { categoryName } from "../categories";
import { noticedByChoices, riskChoices } from "../sightings/form";

export type Correcting = Extract<Later, { kind: "correction" }>;

export interface Base {
  /** The version that was read. */
  id: string;
  state: SightingState;
}

/** What a form says, as a correction compares it. */
export function stateOf({ text, category, noticedBy, risk, seenAt, placeWords }: Form): SightingState {
  return { text: text.trim(), category: category ?? "", noticed_by: noticedBy, risk, seen_at: seenAt, place_words: placeWords ?? "" };
}

/** `form` with what `state` says. */
export function formWith(form: Form, state: SightingState): Form {
  const { text, category, noticed_by: noticedBy, risk, seen_at: seenAt, place_words: placeWords } = state;
  return { ...form, text, category, noticedBy, risk, seenAt, placeWords };
}

/**
 * What a correction of `item` is based on: what the server says, unless an own correction is on its way to it; without a
 * network what this phone has said last. `state` is what the form begins with: a correction that waits is gone on with.
 */
export function startOf(item: Item, items: readonly Item[], known: SightingHistory | undefined): { base: Base; state: SightingState } {
  const own = items.filter(({ later }) => later?.kind === "correction" && later.of === item.id);
  const pending = own.find((one) => givesWay(one, item.id));
  const said = own.filter((one) => one !== pending && one.state !== "refused");
  const last = said.at(-1);
  const under = said.some((one) => !one.answer);
  const here = last ? { id: last.id, state: stateOf(last.form) } : { id: item.id, state: stateOf(item.form) };
  const base = known && !under ? { id: known.head, state: known.now } : here;
  const changes = pending?.later?.kind === "correction" ? pending.later.body.changes : {};
  return { base, state: { ...base.state, ...changes } };
}

/** The fields in which `state` says something else than `base`. */
export function changesOf(base: SightingState, state: SightingState): Partial<SightingState> {
  const trimmed = { ...state, text: state.text.trim(), place_words: state.place_words.trim() };
  return Object.fromEntries(Object.entries(trimmed).filter(([name, value]) => value !== base[name as keyof SightingState]));
}

/** The correction that is left once the person has chosen, based on what the other said last; null when nothing is. */
export function chosen(later: Correcting, picks: Record<string, "mine" | "theirs">): Correcting | null {
  const dropped = (later.clashes ?? []).filter(({ field }) => picks[field] === "theirs").map(({ field }) => field);
  const changes = Object.fromEntries(Object.entries(later.body.changes).filter(([name]) => !dropped.includes(name as FieldClash["field"])));
  if (Object.keys(changes).length === 0) return null;
  return { kind: "correction", of: later.of, body: { ...later.body, based_on: later.head ?? later.body.based_on, changes } };
}

/** What a field is called. */
export function labelOf(field: keyof SightingState): string {
  const labels = { text: t("事情"), category: t("类别"), noticed_by: t("怎么知道的"), risk: t("风险"), seen_at: t("看到的时间"), place_words: t("位置更正") };
  return labels[field];
}

/** A field's value as people read it. */
export function valueOf(field: keyof SightingState, value: string): string {
  if (field === "category") return categoryName(value);
  if (field === "noticed_by") return noticedByChoices().find((choice) => choice.value === value)?.label ?? value;
  if (field === "risk") return riskChoices().find((choice) => choice.value === value)?.label ?? value;
  if (field === "seen_at") return moment(value);
  return value || t("还没有写");
}
