/** What the figures of coverage are in words. */
import { t } from "../../shell/words";
import { percent } from "../percent";
import type { Advice, Site, State } from "./wire";

const circled = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
const thousand = 1000;
/** A factor is named where it makes at least this part of what a site adds. */
const worth = 0.25;

/** ① for 0, to ⑳. */
export function rank(at: number): string {
  return circled[at] ?? String(at + 1);
}

/** A distance as people say it. */
export function distance(metres: number): string {
  return metres < thousand ? t("{n}米", { n: Math.round(metres) }) : t("{n}公里", { n: (metres / thousand).toFixed(1) });
}

/** The name of a state of a cell. */
export function stateName(state: State): string {
  return { own: t("有采集点"), within: t("步行范围内"), blank: t("空白网格") }[state];
}

/** A post by name, and whether it is one that moves. */
export function postName({ name, mobile }: { name: string; mobile: boolean }): string {
  return mobile ? t("{name}（流动）", { name }) : name;
}

/** Why a site is worth it: what there is most of in the cells it newly reaches. */
export function why({ factors, share }: Site): string {
  const named = { households: t("住户多"), reports: t("矛盾问题多"), opinions: t("群众意见多"), harder: t("治理难度大") };
  const unit = { households: "{n}户", reports: "{n}件", opinions: "{n}条", harder: "{n}件难办的" };
  return factors
    .filter((each, at) => each.share > 0 && (at === 0 || each.share >= worth * share))
    .map(({ factor, n }) => t("{what}（{n}）", { what: named[factor], n: t(unit[factor], { n }) }))
    .join(t("、"));
}

/** How sure the advice is. */
export function method({ method: how, gap }: Advice): string {
  if (how === "optimal") return t("已证明没有更好的选法。");
  const most = { p: percent(gap) };
  return how === "stopped" ? t("到时限停下，离最好的选法至多差{p}。", most) : t("逐个选出，离最好的选法至多差{p}。", most);
}

/** Why there are fewer sites than were asked for. */
export function reason({ reason: why }: Advice): string | null {
  if (why === null) return null;
  return { no_cells: t("您的辖区还没有网格。"), no_demand: t("权重都是0，或这里还没有户数和事项，选不出地点。"), all_reached: t("再多设点，也不会多覆盖。") }[why];
}
