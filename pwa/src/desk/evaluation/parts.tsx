/** How figures of an evaluation are written. */
import type { Tone } from "../../shell/parts";
import type { IconName } from "../../shell/icon";
import { t } from "../../shell/words";
import type { EvaluationHead, EvaluationIndicator, EvaluationValue } from "./wire";

/** Colour and picture of a state. */
export function stateTag(state: EvaluationHead["state"]): { tone: Tone; icon: IconName } {
  return { draft: { tone: "idle", icon: "pen" }, checking: { tone: "wait", icon: "clock" }, settled: { tone: "ok", icon: "ok" }, dropped: { tone: "idle", icon: "close" } }[state] as { tone: Tone; icon: IconName };
}

/** A value with its unit; in words where there is no record. */
export function amount(of: Pick<EvaluationIndicator, "per">, value: number | null): string {
  if (value === null) return t("没有记录");
  if (of.per === null) return String(value);
  return of.per === "households" ? t("每千户{n}", { n: value }) : `${value}%`;
}

/** How the value came about: the records, and what they are in proportion to. */
export function sum(of: EvaluationIndicator, told: EvaluationValue): string {
  if (told.of_n === null) return "";
  return of.per === "households" ? t("{n}件，{of}户", { n: told.n, of: told.of_n }) : `${told.n} / ${told.of_n}`;
}

/** For what full points are given. */
export function target(of: Pick<EvaluationIndicator, "per" | "target" | "direction" | "pace">): string {
  const n = amount(of, of.target);
  const whole = of.direction === "less" ? t("不超过{n}得满分", { n }) : t("达到{n}得满分", { n });
  return of.pace === "whole" ? whole : of.pace === "month" ? t("每月{n}得满分", { n }) : t("每年{n}得满分", { n });
}

/** Points as they are kept, with two places, so that what is ranked apart looks apart; a dash where nothing could be judged. */
export const points = (n: number | null): string => (n === null ? "–" : n.toFixed(2));
