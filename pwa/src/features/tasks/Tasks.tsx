/** Tasks: what stations ask of one's own sightings. Visits are not given out yet. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { asked, field } from "../live";
import { AnswerPage } from "./AnswerPage";
import { AskedList } from "./AskedList";

/** The page; `open` is the sighting whose question is answered. */
export function Tasks({ open }: { open: string | undefined }): JSX.Element {
  if (open) return <AnswerPage key={open} id={open} />;
  return (
    <main>
      {asked.value.length > 0 ? <AskedList list={asked.value} /> : <p class="empty">{t("没有待办任务。")}</p>}
      <ul class="list apart">
        <li>
          <a class="row" href={href("/training")}>
            <span class="t">{t("培训卡")}</span>
            <span class="meta">{t("参加过的培训、接下来的培训")}</span>
          </a>
        </li>
      </ul>
      {field.value && <p class="pad meta">{t("截至{time}", { time: moment(field.value.at) })}</p>}
    </main>
  );
}
