/** What a new version of the weights changes, in words; and what stands in its fields. */
import { t } from "../../shell/words";
import { target } from "./parts";
import type { EvaluationIndicator, EvaluationScheme, EvaluationSchemes } from "./wire";

/** An indicator as it is being written: numbers as texts. */
export interface Draft {
  code: string;
  dimension: string;
  name: string;
  name_en: string;
  measure: string;
  per: string | null;
  direction: EvaluationIndicator["direction"];
  pace: EvaluationIndicator["pace"];
  target: string;
  weight: string;
}

/** A version as it is being written. */
export interface Weights {
  name: string;
  workload: string;
  population: string;
  effect: string;
  indicators: Draft[];
}

/** The weights of subsidies. */
export const moneys = ["workload", "population", "effect"] as const;

/** What stands in the fields at first: the version itself. */
export function begun(of: EvaluationScheme): Weights {
  const indicators = of.indicators.map(({ code, dimension, name, name_en, measure, per, direction, pace, target: goal, weight }) => ({ code, dimension, name, name_en, measure, per, direction, pace, target: String(goal), weight: String(weight) }));
  return { name: of.name, workload: String(of.workload), population: String(of.population), effect: String(of.effect), indicators };
}

/** The sum of numbers as people write them, to two places; NaN where one is none. */
export function summed(texts: string[]): number {
  return Math.round(texts.reduce((sum, text) => sum + (text.trim() === "" ? Number.NaN : Number(text)), 0) * 100) / 100;
}

/** The name of money's weight. */
export function moneyName(key: (typeof moneys)[number]): string {
  return { workload: t("工作量"), population: t("辖区人口（户数）"), effect: t("工作成效（得分）") }[key];
}

/** What an indicator counts and what it is in proportion to, in words. */
export function counts({ measure, per }: Pick<Draft, "measure" | "per">, known: EvaluationSchemes): string {
  const words = (code: string): string => known.measures.find((each) => each.code === code)?.label ?? code;
  return per === null ? words(measure) : t("{part}，比{whole}", { part: words(measure), whole: per === "households" ? t("每千户") : words(per) });
}

/** What is different, a sentence each; none: nothing. */
export function changes(of: EvaluationScheme, now: Weights, known: EvaluationSchemes): string[] {
  const was = begun(of);
  const dimension = (code: string): string => known.dimensions.find((each) => each.code === code)?.label ?? code;
  const said = (each: Draft): string => target({ ...each, target: Number(each.target) });
  const found: string[] = [];
  const turned = (name: string, what: string, before: string, after: string): void => {
    if (before !== after) found.push(t("{name}的{what}从{before}改为{after}", { name, what, before, after }));
  };
  for (const key of moneys) turned(moneyName(key), t("补助权重"), was[key], now[key].trim());
  for (const each of now.indicators) {
    const old = was.indicators.find(({ code }) => code === each.code);
    if (!old) {
      found.push(t("新增{name}（{dimension}，{weight}分）：{counts}，{target}", { name: each.name, dimension: dimension(each.dimension), weight: each.weight, counts: counts(each, known), target: said(each) }));
      continue;
    }
    turned(old.name, t("名称"), old.name, each.name.trim());
    turned(old.name, t("方面"), dimension(old.dimension), dimension(each.dimension));
    turned(old.name, t("权重"), String(Number(old.weight)), String(Number(each.weight)));
    turned(old.name, t("取数"), counts(old, known), counts(each, known));
    turned(old.name, t("目标"), said(old), said(each));
  }
  for (const each of was.indicators) if (!now.indicators.some(({ code }) => code === each.code)) found.push(t("去掉{name}（{weight}分）", { name: each.name, weight: each.weight }));
  return found;
}
