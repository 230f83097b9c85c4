/** What stations ask of one's own sightings, the soonest due first. */
import type { JSX } from "preact";
import type { AskedMatter } from "../../api/wire";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { day } from "../../shell/time";
import { t } from "../../shell/words";
import { categoryName } from "../categories";

/** The rows; each opens its page. */
export function AskedList({ list }: { list: readonly AskedMatter[] }): JSX.Element {
  return (
    <ul class="list">
      {list.map((matter) => (
        <li key={matter.id}>
          <a class="row" href={href(`/tasks/${matter.id}`)}>
            <span class="t">{matter.asked}</span>
            <span class="meta">{[categoryName(matter.category), matter.opening, matter.number].filter(Boolean).join("·")}</span>
            <Tag tone="wait" icon="clock">
              {matter.due_on ? t("{date}前补充", { date: day(`${matter.due_on}T12:00:00+08:00`) }) : t("请补充")}
            </Tag>
          </a>
        </li>
      ))}
    </ul>
  );
}
