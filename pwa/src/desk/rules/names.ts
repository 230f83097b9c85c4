/** How a rule is read: names of what it holds codes of. */
import { language, t } from "../../shell/words";
import { frame } from "../live";
import type { Rule, Term } from "../wire";

/** The areas a rule may name here: one's own and the townships in them. */
export function areas(): Term[] {
  const known = [...(frame.value?.areas ?? []), ...(frame.value?.towns ?? [])];
  return known.filter(({ code }, n) => known.findIndex((each) => each.code === code) === n);
}

export function areaName(code: string): string {
  return areas().find((area) => area.code === code)?.name ?? code;
}

export function categoryName(code: string | null): string {
  if (code === null) return t("各类");
  const found = frame.value?.categories.find((category) => category.code === code);
  return found ? (language() === "en" ? found.name_en : found.name) : code;
}

export function channelName(channel: Rule["channel"]): string {
  return channel === "industry" ? t("行业调处") : t("人大转办");
}

export const weekdays = (): string[] => [t("周一"), t("周二"), t("周三"), t("周四"), t("周五"), t("周六"), t("周日")];

/** When a rule stands, in one line. */
export function times(rule: Rule): string {
  const parts = [
    rule.from_day !== null || rule.until_day !== null ? `${rule.from_day ?? "…"}–${rule.until_day ?? "…"}` : "",
    rule.weekdays === null ? "" : rule.weekdays.map((day) => weekdays()[day - 1]).join("、"),
    rule.from_hour === null ? "" : `${rule.from_hour}:00–${rule.until_hour}:00`,
  ].filter(Boolean);
  return parts.length === 0 ? t("不限") : parts.join(" · ");
}
