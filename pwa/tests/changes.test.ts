import { expect, test } from "vitest";
import { begun, changes, summed } from "../src/desk/evaluation/changes";
import type { EvaluationIndicator, EvaluationScheme, EvaluationSchemes } from "../src/desk/evaluation/wire";

const held: EvaluationIndicator = { code: "held", dimension: "activities", name: "活动场次", name_en: "Held", label: "活动场次", measure: "activities", per: null, direction: "more", pace: "month", target: 1, weight: 60, counts: "", of: "" };
const told: EvaluationIndicator = { ...held, code: "told", dimension: "opinions", name: "上报比例", measure: "opinions_reported", per: "opinions", pace: "whole", target: 40, weight: 40 };
const scheme: EvaluationScheme = { id: "a", area_code: null, area_name: null, version: 1, name: "试", workload: 40, population: 30, effect: 30, indicators: [held, told] };
const known: EvaluationSchemes = {
  items: [scheme], keeps: true, dimensions: [{ code: "activities", label: "活动开展" }, { code: "opinions", label: "意见" }],
  measures: [{ code: "activities", label: "活动", parts: [] }, { code: "opinions_reported", label: "已上报", parts: ["opinions"] }, { code: "opinions", label: "收到的", parts: [] }],
};

test("what is different is said, a sentence each, and nothing where nothing is", () => {
  const now = begun(scheme);
  expect(changes(scheme, now, known)).toEqual([]);
  const [first, second] = now.indicators as [(typeof now.indicators)[0], (typeof now.indicators)[0]];
  const next = { ...now, workload: "50", effect: "20", indicators: [{ ...first, weight: "70", target: "2" }, { ...second, code: "own_1", name: "每千户上报", per: "households", pace: "year" as const, weight: "30" }] };
  expect(changes(scheme, next, known)).toEqual([
    "工作量的补助权重从40改为50",
    "工作成效（得分）的补助权重从30改为20",
    "活动场次的权重从60改为70",
    "活动场次的目标从每月1得满分改为每月2得满分",
    "新增每千户上报（意见，30分）：已上报，比每千户，每年每千户40得满分",
    "去掉上报比例（40分）",
  ]);
});

test("weights are summed to two places, and what is no number is told", () => {
  expect(summed(["33.33", "33.33", "33.34"])).toBe(100);
  expect(summed(["10", ""])).toBeNaN();
  expect(summed(["10", "x"])).toBeNaN();
});
