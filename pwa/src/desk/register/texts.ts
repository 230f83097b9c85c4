/** What stands in the fields, what lacks, and what is sent. Pure. */
import { t } from "../../shell/words";

export type Texts = Record<string, string>;
export interface Wrong {
  field: string;
  text: string;
}

const leastText = 5;

/** What is still to be filled in before it is worth sending. */
export function lacking(texts: Texts, deputy: boolean): Wrong[] {
  const must: [string, string, boolean][] = [
    ["channel", t("选一个来源"), !texts["channel"]],
    ["came_on", t("写下收到的日期"), !texts["came_on"]],
    ["station_id", t("选一个您辖区里的站点"), !deputy && !texts["station_id"]],
    ["category", t("选一类，拿不准就选“说不清”"), !texts["category"]],
    ["text", t("写下事情经过，至少5个字"), (texts["text"] ?? "").trim().length < leastText],
    ["phone", t("写11位手机号，或改选“凭回执号自己查”"), texts["way"] === "phone" && !texts["phone"]],
    ["told", t("先告诉反映人怎么用这些内容，同意了再登记姓名和手机号"), Boolean(texts["name"] || texts["phone"]) && texts["told"] !== "1"],
    ["about_it", t("写明案号或受理单位，至少2个字"), Boolean(texts["elsewhere"]) && (texts["about_it"] ?? "").trim().length < 2],
  ];
  return must.filter(([, , bad]) => bad).map(([field, text]) => ({ field, text }));
}

/** The fields as the API takes them. */
export function body(texts: Texts): Record<string, unknown> {
  const where = texts["where"] ?? "none";
  const spot = where === "point" && texts["lon"] ? { place: { type: "Point", coordinates: [Number(texts["lon"]), Number(texts["lat"])] }, crs: "wgs84" } : {};
  return {
    id: texts["id"], channel: texts["channel"], came_on: texts["came_on"], category: texts["category"], text: texts["text"], ...spot,
    station_id: texts["station_id"] ? Number(texts["station_id"]) : null, place_words: texts["place_words"] ?? "",
    village: where === "village" ? (texts["village"] ?? "") : "", cell_code: where === "village" ? (texts["cell_code"] ?? "") : "",
    reply: { way: texts["way"] || "receipt", name: texts["name"] || null, phone: texts["phone"] || null },
    level: texts["level"] || "open", their_number: texts["their_number"] ?? "", told: texts["told"] === "1",
    elsewhere: texts["elsewhere"] || null, about_it: texts["elsewhere"] ? (texts["about_it"] ?? "") : "",
  };
}

/** The field of the page for one of the wire. */
export function fieldOf(wire: string | undefined): string {
  const last = wire?.split(".").at(-1) ?? "";
  return { place: "where", crs: "where", reply: "way", id: "text" }[last] ?? (last || "text");
}
