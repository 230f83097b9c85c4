/** Tasks; none are given out before visits and returns exist, and the page says so. */
import type { JSX } from "preact";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { field } from "../live";

/** The page. */
export function Tasks(): JSX.Element {
  return (
    <main>
      <p class="empty">{t("没有待办任务。")}</p>
      {field.value && <p class="pad meta">{t("截至{time}", { time: moment(field.value.at) })}</p>}
    </main>
  );
}
