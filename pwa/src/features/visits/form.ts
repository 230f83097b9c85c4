/** From what somebody said of a draft to what is sent; pure. */
import type { FieldArea, FieldDraft, HeardBy, OpinionBody, ReplyWay } from "../../api/wire";
import type { Form, Speaker, Spoken } from "../../store/item";
import { t } from "../../shell/words";
import { emptyForm, type Wrong } from "../sightings/form";

/** As much as the server takes. */
export const mostWords = 2000;
const leastWords = 2;
const leastConcern = 5;
const mobile = /^(\+?86)?1\d{10}$/;

/** Of whom: what a next opinion of the same person begins with. */
type Person = Pick<Spoken, "speaker" | "unit" | "name" | "phone" | "told" | "way" | "heardBy" | "cell">;

/** An empty form for what is said of `article` (null: the whole) of `draft` at the visit; `same`: the person who spoke before. */
export function emptyOpinion(draft: FieldDraft, article: string | null, visit: string, same: Person | undefined, area: FieldArea | undefined): Form {
  const own = area?.cells.features.filter((cell) => cell.properties.own) ?? [];
  const nobody: Person = { speaker: "nobody", unit: "", name: "", phone: "", told: false, way: "receipt", heardBy: "door", cell: (own.length === 1 && own[0]!.properties.code) || null };
  const { speaker, unit, name, phone, told, way, heardBy, cell } = same ?? nobody;
  const articleLabel = draft.articles.find(({ id }) => id === article)?.label ?? t("整部草案");
  const on = { draft: draft.id, draftTitle: draft.title, article, articleLabel, concern: false };
  return { ...emptyForm(), visit, spoken: { ...on, speaker, unit, name, phone, told, way, heardBy, cell } };
}

/** Whether the draft takes opinions today, as far as the phone knows. */
export function takesOpinions({ closes_on }: FieldDraft, today: string): boolean {
  return closes_on >= today;
}

/** The day it is in China. */
export function chinaDay(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** How many days are left of a draft, today not counted. */
export function daysLeft({ closes_on }: FieldDraft, today: string): number {
  return Math.round((Date.parse(closes_on) - Date.parse(today)) / 86_400_000);
}

/** No matter of the law; what one sees oneself is filed as a sighting. */
export const isConcern = ({ concern, speaker }: Spoken): boolean => concern && speaker !== "self";
const leavesName = ({ speaker }: Spoken): boolean => speaker === "person" || speaker === "unit";

/** What has to be put right before it can be filed. */
export function wrongIn(form: Form): Wrong[] {
  const spoken = form.spoken!;
  const said = form.text.trim();
  const wrong: Wrong[] = [];
  if (said.length < leastWords) wrong.push({ field: "text", text: t("把他说的话写下来") });
  else if (isConcern(spoken) && said.length < leastConcern) wrong.push({ field: "text", text: t("写下事情经过，至少5个字") });
  if (said.length > mostWords) wrong.push({ field: "text", text: t("最多写{n}个字", { n: mostWords }) });
  if (isConcern(spoken) && !form.category) wrong.push({ field: "category", text: t("选一个类别") });
  if (spoken.speaker === "unit" && !spoken.unit.trim()) wrong.push({ field: "unit", text: t("写下单位名称") });
  const phone = phoneOf(spoken);
  if (phone && !mobile.test(phone)) wrong.push({ field: "phone", text: t("手机号是11位数字，请核对") });
  if (!phone && wayOf(spoken) === "phone") wrong.push({ field: "phone", text: t("要打电话答复，请留手机号") });
  if ((nameOf(spoken) || phone) && !spoken.told) wrong.push({ field: "told", text: t("先告诉本人怎么用，同意了再打勾；不同意就不留姓名电话") });
  return wrong;
}

/** The form as it is sent; it must have nothing wrong in it. */
export function bodyOf(id: string, form: Form): OpinionBody {
  const spoken = form.spoken!;
  const { draft, article, speaker, heardBy, cell } = spoken;
  const [name, phone] = [nameOf(spoken), phoneOf(spoken)];
  return {
    id, solicitation_id: draft, article_id: article, text: form.text.trim(), unit_name: speaker === "unit" ? spoken.unit.trim() : "",
    reply: { way: wayOf(spoken), name: name || null, phone: phone || null },
    speaker: speaker === "self" ? "self" : "other", channel: heardBy, said_at: form.seenAt, told: spoken.told && Boolean(name || phone),
    cell_code: cell, visit_id: form.visit!, ...(isConcern(spoken) ? { concern: form.category! } : {}),
  };
}

// What was typed before another choice was made stays in the form and goes nowhere.
const nameOf = (spoken: Spoken): string => (leavesName(spoken) ? spoken.name.trim() : "");
const phoneOf = (spoken: Spoken): string => (leavesName(spoken) ? spoken.phone.replace(/[\s-]/g, "") : "");
const wayOf = (spoken: Spoken): ReplyWay => (leavesName(spoken) ? spoken.way : "receipt");

export const speakerChoices = (): { value: Speaker; label: string }[] => [
  { value: "nobody", label: t("不留名") },
  { value: "person", label: t("留姓名") },
  { value: "unit", label: t("单位") },
  { value: "self", label: t("我自己") },
];

export const wayChoices = (): { value: ReplyWay; label: string }[] => [
  { value: "receipt", label: t("凭回执查") },
  { value: "phone", label: t("打电话") },
  { value: "door", label: t("上门说") },
];

export const heardChoices = (): { value: HeardBy; label: string }[] => [
  { value: "door", label: t("上门走访") },
  { value: "phone", label: t("来电") },
  { value: "meeting", label: t("会上") },
  { value: "reception", label: t("接待") },
];
