/** A month of activities, day by day. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { isoDay, Waiting } from "../parts";
import type { ActivityHead, Page } from "../wire";
import { Rows } from "./Activities";
import { monthAfter, weeksOf } from "./month";
import "./activities.css";

/** `month`: `2026-11`. */
export function Month({ month, type, state }: { month: string; type: string; state: string }): JSX.Element {
  const weeks = weeksOf(month);
  const days = weeks.flat().filter((day): day is string => day !== null);
  const query = [type && `&type=${type}`, state && `&state=${state}`].join("");
  const reading = useRead<Page<ActivityHead>>(`/api/activities?since=${days[0]}&until=${days.at(-1)}&limit=200${query}`);
  const items = reading.data?.items ?? [];
  const on = (day: string): ActivityHead[] => items.filter((each) => each.starts_at !== null && isoDay(each.starts_at) === day);
  const more = type ? `&type=${type}` : "";
  return (
    <div class="pad">
      <div class="pair">
        <a class="btn second slim" href={href(`/activities?month=${monthAfter(month, -1)}${more}`)}>{t("上个月")}</a>
        <b>{t("{year}年{month}月", { year: month.slice(0, 4), month: Number(month.slice(5)) })}</b>
        <a class="btn second slim" href={href(`/activities?month=${monthAfter(month, 1)}${more}`)}>{t("下个月")}</a>
      </div>
      <Waiting reading={reading} />
      <table class="month">
        <caption class="vh">{t("月历")}</caption>
        <thead>
          <tr>{t("一/二/三/四/五/六/日").split("/").map((each) => <th scope="col" key={each}>{each}</th>)}</tr>
        </thead>
        <tbody>
          {weeks.map((week, n) => (
            <tr key={n}>
              {week.map((day, nth) => (
                <td key={day ?? nth}>
                  {day !== null && <span class="meta">{Number(day.slice(8))}</span>}
                  {day !== null && on(day).map((each) => <a key={each.id} href={href(`/activities/${each.id}`)} class={each.state === "cancelled" ? "gone" : ""}>{each.title}</a>)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {items.length > 0 && <Rows of={[...items].reverse()} />}
      {reading.data !== null && items.length === 0 && <p class="sub">{t("这个月没有活动。")}</p>}
    </div>
  );
}
