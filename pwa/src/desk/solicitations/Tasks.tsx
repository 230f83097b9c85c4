/** Who has what to do, as a tree with the days that are left; accepting, handing on, reporting. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask, type Field } from "../meetings/Ask";
import type { Body } from "../wire";
import { DaysLeft } from "./SolicitationsPage";
import type { Solicitation, SolicitationTask } from "./wire";

interface Props {
  one: Solicitation;
  put: (fresh: Solicitation) => void;
}

const receivers = new Set(["research_centre", "working_group", "working_body"]);

/** The card. */
export function Tasks({ one, put }: Props): JSX.Element {
  const ids = new Set(one.tasks.map(({ id }) => id));
  const roots = one.tasks.filter(({ parent_id }) => parent_id === null || !ids.has(parent_id));
  const over = one.state === "archived" || one.state === "cancelled" || one.state === "paused";
  return (
    <section class="card" aria-labelledby="tasks">
      <h2 id="tasks">{t("分派到哪里")}</h2>
      {one.tasks.length === 0 && <p class="sub">{one.may_draft ? t("还没有分派。先分派给工作小组或站点，再走“分派”这一步。") : t("没有分派给您的任务。")}</p>}
      <ul class="seats">{roots.map((each) => <Branch key={each.id} one={one} task={each} put={put} over={over} />)}</ul>
      {one.may_draft && !over && <HandOut one={one} parent={null} put={put} />}
    </section>
  );
}

function Branch({ one, task, put, over }: Props & { task: SolicitationTask; over: boolean }): JSX.Element {
  const below = one.tasks.filter(({ parent_id }) => parent_id === task.id);
  const open = task.state === "sent" || task.state === "accepted" || task.state === "handed_on";
  return (
    <li>
      <b>{task.receiver}</b> <Tag tone={task.state === "done" ? "ok" : task.state === "sent" ? "wait" : task.state === "returned" ? "bad" : "idle"} icon={task.state === "done" ? "ok" : "clock"}>{task.label}</Tag>{" "}
      {open && <DaysLeft n={task.days_left} late={task.late} />}
      <span class="meta">{t("{day}以前", { day: task.due_on })} {task.words}</span>
      <div class="acts noprint">
        {task.steps.map((step) => (
          <Ask
            key={step.to}
            label={step.label}
            fields={[{ key: "words", label: step.to === "done" ? t("做了什么") : step.why ? t("理由") : t("说明"), free: !step.why }]}
            send={(texts) => send<Solicitation>(`/api/solicitation-tasks/${task.id}/transitions`, { to: step.to, ...texts }, task.version)}
            done={put}
          />
        ))}
        {!over && task.holds && (task.state === "accepted" || task.state === "handed_on") && <HandOut one={one} parent={task} put={put} />}
      </div>
      {below.length > 0 && <ul class="below">{below.map((each) => <Branch key={each.id} one={one} task={each} put={put} over={over} />)}</ul>}
    </li>
  );
}

function HandOut({ one, parent, put }: Props & { parent: SolicitationTask | null }): JSX.Element {
  const bodies = useRead<{ items: Body[] }>(`/api/bodies?area=${one.area.code}`);
  const stations = useRead<{ items: { id: number; name: string }[] }>(`/api/stations?area=${one.area.code}`);
  const choices = [
    ...(bodies.data?.items ?? []).filter(({ kind }) => receivers.has(kind)).map(({ id, name }) => ({ value: `b${id}`, label: name })),
    ...(stations.data?.items ?? []).map(({ id, name }) => ({ value: `s${id}`, label: name })),
  ];
  const fields: Field[] = [
    { key: "to", label: t("分派给谁"), kind: "choice", choices },
    { key: "due_on", label: t("什么时候完成"), kind: "day", free: true, hint: t("不填就按这一类的天数算") },
    { key: "words", label: t("要做什么"), free: true },
  ];
  const give = (texts: Record<string, string>, id: string) => {
    const to = texts["to"] ?? "";
    const who = to.startsWith("b") ? { body_id: Number(to.slice(1)) } : { station_id: Number(to.slice(1)) };
    return send<Solicitation>(`/api/solicitations/${one.id}/tasks`, { id, parent_id: parent?.id ?? null, ...who, words: texts["words"] ?? "", due_on: texts["due_on"] || null });
  };
  return <Ask label={parent === null ? t("分派任务") : t("转派")} fields={fields} send={give} done={put} />;
}
