/** Beside the map: where people meet the law (普法阵地), with what there is. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import type { Venue } from "../activities/wire";

/** The panel. */
export function Venues({ of }: { of: Venue[] }): JSX.Element {
  return (
    <aside class="panel" aria-label={t("普法阵地")}>
      <h2>{t("普法阵地")}</h2>
      {of.length === 0 && <p class="sub">{t("您的辖区还没有登记普法阵地，由管理员用名单导入。")}</p>}
      <ul class="plain">
        {of.map((each) => (
          <li key={each.id}>
            <b>{each.name}</b> <span class="meta">{[each.kind_label, each.area_name, each.address, each.holds, each.opening_hours].filter(Boolean).join("·")}</span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
