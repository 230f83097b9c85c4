/** Visits that the worker is asked to make, the soonest due first. */
import type { JSX } from "preact";
import type { VisitTask } from "../../api/wire";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { day, isoToday } from "../../shell/time";
import { t } from "../../shell/words";
import { dueOf } from "./due";

/** The rows; each opens its page. */
export function VisitList({ list }: { list: readonly VisitTask[] }): JSX.Element {
  return (
    <ul class="list">
      {list.map((task) => (
        <li key={task.id}>
          <a class="row" href={href(`/tasks/${task.id}`)}>
            <span class="t">{task.what}</span>
            <span class="meta">{[task.place, task.priority === "high" ? t("优先") : ""].filter(Boolean).join("·")}</span>
            <DueTag task={task} />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Until when, and whether that has passed. */
export function DueTag({ task }: { task: VisitTask }): JSX.Element {
  const due = dueOf(task, isoToday());
  const date = day(`${task.due_on}T12:00:00+08:00`);
  if (due === "overdue") return <Tag tone="bad" icon="bang">{t("{date}到期，已逾期", { date })}</Tag>;
  if (due === "today") return <Tag tone="wait" icon="clock">{t("今天到期")}</Tag>;
  return <Tag tone="idle" icon="clock">{t("{date}前走访", { date })}</Tag>;
}
