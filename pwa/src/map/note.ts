/** What stands below every map: whom the edition names, and that made-up lines are made up. */
import { t } from "../shell/words";

/** The line below a map of editions with these attributions; made-up lines are always called so, once. */
export function mapNote(synthetic: boolean, attributions: readonly string[]): string {
  const named = attributions.filter(Boolean);
  const source = named.map((each) => t(each)).join("·");
  if (!synthetic || named.some((each) => each.includes("合成"))) return source;
  return source ? t("网格为合成数据，不作为法定界线·{source}", { source }) : t("网格为合成数据，不作为法定界线");
}
