/** From what the form holds to what is sent; pure. */
import type { CellFeature, FieldArea, NoticedBy, OutOfCellReason, Risk, SightingBody } from "../../api/wire";
import type { Form, PlaceChoice } from "../../store/item";
import { t } from "../../shell/words";
import { cellAt, metresBetween } from "./cells";

export interface Wrong {
  field: string;
  text: string;
}

/** As many as the server takes. */
export const mostPhotos = 9;
export const mostText = 5000;
/** A fix worse than this should be set by hand on the map. */
export const poorFixM = 100;

const worstAccuracyM = 100_000;

/** An empty form; `noticedBy`: as last time. */
export function emptyForm(noticedBy: NoticedBy = "door_visit"): Form {
  const seenAt = new Date().toISOString();
  return { category: null, noticedBy, hidden: false, risk: "low", text: "", place: null, reason: null, seenAt };
}

/** Nothing was put in that would be a pity to lose. */
export function isBlank(form: Form, attachments: number): boolean {
  const { name = "", phone = "", unit = "" } = form.spoken ?? {};
  return attachments === 0 && (form.text + name + phone + unit).trim() === "" && form.category === null;
}

/** The cell of `place`, as far as the phone knows. */
export function cellOf(area: FieldArea | undefined, place: PlaceChoice | null): CellFeature | undefined {
  if (!place) return undefined;
  if (place.way === "cell") return area?.cells.features.find((cell) => cell.properties.code === place.cellCode);
  return cellAt(area, place.lon, place.lat);
}

/** The place is known not to be in one of the person's own cells. */
export function isOutside(area: FieldArea | undefined, place: PlaceChoice | null): boolean {
  if (!area || !place || !area.cells.features.some((cell) => cell.properties.own)) return false;
  return cellOf(area, place)?.properties.own !== true;
}

/** What has to be put right before the form can be filed. */
export function wrongIn(form: Form, area: FieldArea | undefined): Wrong[] {
  const wrong: Wrong[] = [];
  if (!form.category) wrong.push({ field: "category", text: t("选一个类别") });
  if (!form.text.trim()) wrong.push({ field: "text", text: t("写下看到或听到的事") });
  if (form.text.length > mostText) wrong.push({ field: "text", text: t("最多写{n}个字", { n: mostText }) });
  if (!form.place) wrong.push({ field: "place", text: t("等定位好，或在图上点、选网格") });
  if (isOutside(area, form.place) && !form.reason) wrong.push({ field: "reason", text: t("选一个原因") });
  return wrong;
}

/** The form as it is sent; it must have nothing wrong in it. */
export function bodyOf(id: string, form: Form, digests: string[], area: FieldArea | undefined): SightingBody {
  const { category, noticedBy, hidden, risk, text, reason, seenAt, visit } = form;
  const outside = isOutside(area, form.place) && reason ? { out_of_cell_reason: reason } : {};
  const facts = { noticed_by: noticedBy, hidden, risk, text: text.trim(), crs: "wgs84" as const };
  return { id, seen_at: seenAt, category: category!, ...facts, ...placeOf(form.place!), ...outside, ...(visit ? { visit_id: visit } : {}), attachments: digests };
}

function placeOf(place: PlaceChoice): Pick<SightingBody, "place" | "accuracy_m" | "fixed_at" | "cell_code"> {
  if (place.way === "cell") return { place: null, cell_code: place.cellCode };
  const point = { type: "Point" as const, coordinates: [place.lon, place.lat] as [number, number] };
  if (place.way === "pin") return { place: point, fixed_at: place.at };
  return { place: point, accuracy_m: Math.min(place.accuracyM, worstAccuracyM), fixed_at: place.at };
}

const settleMs = 2 * 60_000;
const findMs = 10 * 60_000;

/**
 * The position still belongs to the matter of the form: for two minutes while the page is in sight, or, as long as there
 * is no fix at all, for ten. `sinceMs`: how long it has been followed. Where the person is later is another place.
 */
export function followsOn(hasFix: boolean, sinceMs: number, hidden: boolean): boolean {
  return hasFix ? !hidden && sinceMs < settleMs : sinceMs < findMs;
}

/** A new fix is worth taking: the first one, a better one, or the person has walked on. */
export function betterFix(before: PlaceChoice | null, fix: { lon: number; lat: number; accuracyM: number }): boolean {
  if (!before) return true;
  if (before.way !== "fix") return false;
  return fix.accuracyM < before.accuracyM || metresBetween(before.lon, before.lat, fix.lon, fix.lat) > before.accuracyM + fix.accuracyM;
}

export const noticedByChoices = (): { value: NoticedBy; label: string }[] => [
  { value: "door_visit", label: t("上门走访") },
  { value: "neighbour_inquiry", label: t("邻里问询") },
  { value: "public_interaction", label: t("群众互动") },
  { value: "own_observation", label: t("自行发现") },
];

export const riskChoices = (): { value: Risk; label: string }[] => [
  { value: "low", label: t("一般") },
  { value: "medium", label: t("较大") },
  { value: "high", label: t("紧急") },
];

export const reasonChoices = (): { value: OutOfCellReason; label: string }[] => [
  { value: "visiting_neighbour_cell", label: t("到邻近网格走访") },
  { value: "people_moved_here", label: t("当事人搬到这里") },
  { value: "asked_to_help", label: t("受邀帮忙") },
  { value: "other", label: t("其他原因") },
];
