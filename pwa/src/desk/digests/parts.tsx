/** What the pages of digests share: where an item stands, the list of items. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import type { DigestItem } from "./wire";

const waits = new Set(["drafted", "reviewing", "passed", "proposed", "reported"]);

/** Where an item stands. */
export function Standing({ of }: { of: DigestItem }): JSX.Element {
  if (of.state === "returned" || of.state === "dropped") return <Tag tone="bad" icon="bang">{of.label}</Tag>;
  if (of.state === "merged") return <Tag tone="idle" icon="ok">{of.label}</Tag>;
  return <Tag tone={waits.has(of.state) ? "wait" : "ok"} icon={waits.has(of.state) ? "clock" : "ok"}>{of.label}</Tag>;
}

/** Items as a table; `where`: also of which draft each is. */
export function ItemTable({ items, where = false }: { items: DigestItem[]; where?: boolean }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("整理条目")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("状态")}</th>
            <th scope="col">{t("标题")}</th>
            <th scope="col">{t("意见数")}</th>
            <th scope="col">{t("还没反馈")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td><Standing of={each} /></td>
              <th scope="row">
                <a class="case" href={href(`/digests/items/${each.id}`)}>{each.title}</a>
                <span class="meta">{[each.number, where ? each.solicitation_title : "", each.article_label ?? t("整部草案")].filter(Boolean).join("·")}</span>
              </th>
              <td data-name={t("意见数")}>{each.opinions}</td>
              <td data-name={t("还没反馈")}>{each.answered_at === null ? "–" : each.unanswered}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
