/** Tasks: visits one is asked to make, and what stations ask of one's own sightings. All of it is on the phone. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Choice } from "../../shell/parts";
import { href } from "../../shell/route";
import { isoToday, moment } from "../../shell/time";
import { t } from "../../shell/words";
import { asked, field, visits, visitsToMake } from "../live";
import { AnswerPage } from "./AnswerPage";
import { AskedList } from "./AskedList";
import { dueOf, type Due } from "./due";
import { chosen } from "./found";
import { VisitList } from "./VisitList";
import { VisitTaskPage } from "./VisitTaskPage";

/** From so many tasks on they are searched. */
const searchedFrom = 5;

/** The page; `open` is the visit to make, or the sighting whose question is answered. */
export function Tasks({ open }: { open: string | undefined }): JSX.Element {
  const task = visitsToMake.value.find(({ id }) => id === open);
  if (task) return <VisitTaskPage key={task.id} task={task} />;
  if (open && visits.value?.items.some(({ id }) => id === open)) return <Over />;
  if (open) return <AnswerPage key={open} id={open} />;
  const none = asked.value.length + visitsToMake.value.length === 0;
  return (
    <main>
      <Progress />
      {none && <p class="empty">{t("没有待办任务。")}</p>}
      {visitsToMake.value.length > 0 && <Visits />}
      {asked.value.length > 0 && (
        <>
          <div class="sec"><h2>{t("站点请您补充")}</h2></div>
          <AskedList list={asked.value} />
        </>
      )}
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

function Over(): JSX.Element {
  return (
    <main>
      <p class="empty">
        {t("这项走访已经交回，或者已经取消。")} <a href={href("/tasks")}>{t("任务")}</a>
      </p>
    </main>
  );
}

/** How one stands this month, where a goal is set or something was done. */
function Progress(): JSX.Element | null {
  const stands = visits.value?.progress;
  if (!stands || (stands.goal === null && stands.households === 0)) return null;
  const { households: n, goal } = stands;
  return (
    <p class="pad">
      {goal === null ? t("本月已走访{n}户", { n }) : t("本月已走访{n}户，目标{goal}户", { n, goal })}
      {goal !== null && <progress max={goal} value={Math.min(n, goal)} aria-label={t("本月走访进度")} />}
    </p>
  );
}

function Visits(): JSX.Element {
  const [due, choose] = useState<Due | "all">("all");
  const [words, search] = useState("");
  const all = visitsToMake.value;
  const today = isoToday();
  const shown = chosen(all, due === "all" ? null : due, words, today);
  const count = (which: Due): number => all.filter((task) => dueOf(task, today) === which).length;
  const filters: { value: Due | "all"; label: string }[] = [
    { value: "all", label: t("全部{n}项", { n: all.length }) },
    { value: "today", label: t("今天到期{n}项", { n: count("today") }) },
    { value: "overdue", label: t("逾期{n}项", { n: count("overdue") }) },
  ];
  return (
    <>
      <div class="sec"><h2>{t("走访任务")}</h2></div>
      <div class="pad">
        <Choice legend={t("看哪些任务")} name="due" options={filters} value={due} change={choose} />
      </div>
      {all.length >= searchedFrom && (
        <label class="field pad">
          <span>{t("搜索任务")}</span>
          <input id="search-tasks" type="search" value={words} onInput={(event) => search(event.currentTarget.value)} />
        </label>
      )}
      {shown.length > 0 ? <VisitList list={shown} /> : <p class="empty">{t("没有这样的任务。")}</p>}
    </>
  );
}
