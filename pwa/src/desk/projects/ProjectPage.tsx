/** One project: who asked, where it stands, how it goes, what deputies and residents say, and what may be done now. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError, Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { ask, send, useRead, wordsOf } from "../live";
import { Ask, type Field, several } from "../meetings/Ask";
import { Heading, isoMinute, Printed } from "../parts";
import { Unread } from "../Unread";
import type { Body } from "../wire";
import { SheetsAbout } from "../sheets/SheetsAbout";
import { Standing, wan } from "./Projects";
import { SurveyCard } from "./SurveyCard";
import type { Project, ProjectNext } from "./wire";
import "../file/file.css";

interface Props {
  one: Project;
  put: (fresh: Project) => void;
}

/** The page of the project `id`. */
export function ProjectPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Project>(`/api/projects/${id}`);
  const one = reading.data;
  if (one === null || reading.refused !== null) {
    return <Unread title={t("民生实事")} reading={reading} to="/projects" all={t("全部民生实事")} />;
  }
  const add = (texts: Record<string, string>) => send<Project>(`/api/projects/${id}/sources`, { cases: several(texts["cases"]) });
  return (
    <>
      <div class="filehead">
        <Heading title={one.title}><span class="no">{one.number}</span> {one.title}</Heading>
        <Standing of={one} />
        <dl>
          <div><dt>{t("在哪里")}</dt><dd>{one.area_name} {one.year}</dd></div>
          {one.body_name !== null && <div><dt>{t("责任单位")}</dt><dd>{one.body_name}</dd></div>}
          {one.planned_yuan !== null && <div><dt>{t("计划投资")}</dt><dd>{wan(one.planned_yuan)}</dd></div>}
          {one.due_on !== null && <div><dt>{t("完成期限")}</dt><dd>{one.due_on}</dd></div>}
        </dl>
      </div>
      <div class="file">
        <section class="card" aria-labelledby="what">
          <h2 id="what">{t("建设内容")}</h2>
          <p>{one.text}</p>
          <h3>{t("谁点的单（{n}件）", { n: one.sources })}</h3>
          <ul class="seats">{one.cases.map((each) => <li key={each.case_id}><a href={href(`/cases/${each.case_id}`)}>{each.case_number}</a></li>)}</ul>
          {one.may_add && <Ask label={t("再归并几件")} fields={[{ key: "cases", label: t("事项编号"), hint: t("几件用逗号分开") }]} send={add} done={reading.put} />}
        </section>
        <Going one={one} put={reading.put} />
        <Judged one={one} put={reading.put} />
        <SurveyCard id={one.id} state={one.state} may={one.may_sample} />
        <SheetsAbout id={one.id} />
        <div class="side2 next">
          {one.moves.length > 0 && (
            <section class="card noprint" aria-labelledby="next">
              <h2 id="next">{t("下一步")}</h2>
              {one.asked_yuan !== null && <p>{t("申请调整为{n}", { n: wan(one.asked_yuan) })}</p>}
              {one.asked_due_on !== null && <p>{t("申请延到{day}", { day: one.asked_due_on })}</p>}
              {one.state === "to_ballot" && <p class="sub">{t("先在“票决”里用这个项目名称票决并公布结果。")} <a href={href("/ballots")}>{t("票决")}</a></p>}
              {one.moves.map((move) => <Move key={move.id} one={one} move={move} put={reading.put} />)}
            </section>
          )}
          <section class="card" aria-labelledby="events">
            <h2 id="events">{t("经过")}</h2>
            {one.events.length === 0 && <p class="sub">{t("立项以后还没有下一步。")}</p>}
            <ol class="seats">
              {one.events.map((event) => <li key={event.at}><b>{event.label}</b> {event.words} <span class="meta">{event.actor_name} {isoMinute(event.at)}</span></li>)}
            </ol>
          </section>
        </div>
      </div>
      <Printed what={[one.number, one.title]} />
    </>
  );
}

/** Yuan of a text in ten thousands. */
const yuan = (text: string | undefined): number | null => (text?.trim() ? Math.round(Number(text) * 10_000) : null);

function Move({ one, move, put: keep }: Props & { move: ProjectNext }): JSX.Element {
  const assigns = move.id === "break_down";
  const known = useRead<{ items: Body[] }>(assigns ? `/api/bodies?area=${one.area_code}` : null);
  const plan: Field[] = move.plans
    ? [
      ...(assigns ? [{ key: "body_id", label: t("责任单位"), kind: "choice" as const, choices: (known.data?.items ?? []).map((each) => ({ value: String(each.id), label: each.name })) }] : []),
      { key: "planned_yuan", label: t("计划投资（万元）"), free: !assigns }, { key: "due_on", label: t("完成期限"), kind: "day", free: !assigns },
    ]
    : [];
  const make = (texts: Record<string, string>) =>
    send<Project>(`/api/projects/${one.id}/transitions`, {
      move: move.id, words: texts["words"],
      ...(move.plans ? { planned_yuan: yuan(texts["planned_yuan"]), due_on: texts["due_on"] || null } : {}), ...(assigns ? { body_id: Number(texts["body_id"]) } : {}),
    }, one.version);
  return <Ask label={move.label} fields={[...plan, { key: "words", label: move.words, kind: "long" }]} send={make} done={keep} />;
}

function Going({ one, put: keep }: Props): JSX.Element | null {
  const [failed, fail] = useState("");
  if (one.progress.length === 0 && !one.may_report && !one.may_flag) return null;
  const report = (texts: Record<string, string>, id: string) =>
    send<Project>(`/api/projects/${one.id}/progress`, { id, quarter: texts["quarter"], percent: Number(texts["percent"]), paid_yuan: yuan(texts["paid_yuan"]), words: texts["words"] });
  const flag = async (colour: string): Promise<void> => {
    const answer = await ask<Project>(`/api/projects/${one.id}/flag`, { method: "PUT", body: { flag: colour } });
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") keep(answer.data);
  };
  const now = new Date();
  const quarter = `${now.getFullYear()}Q${Math.floor(now.getMonth() / 3) + 1}`;
  return (
    <section class="card" aria-labelledby="going">
      <h2 id="going">{t("实施情况")}</h2>
      {one.progress.length === 0 && <p class="sub">{t("还没有报进度。")}</p>}
      <ol class="seats">
        {one.progress.map((each) => <li key={each.at}><b>{each.quarter} {each.percent}%</b> {each.words} <span class="meta">{t("累计拨付{n}", { n: wan(each.paid_yuan) })} {each.actor_name}</span></li>)}
      </ol>
      {one.may_report && (
        <Ask label={t("报一次进度")} start={{ quarter }} fields={[
          { key: "quarter", label: t("季度"), hint: t("像2027Q1") }, { key: "percent", label: t("完成百分之几") }, { key: "paid_yuan", label: t("累计拨付（万元）") }, { key: "words", label: t("做了什么") },
        ]} send={report} done={keep} />
      )}
      {failed && <Notice tone="bad">{failed}</Notice>}
      {one.may_flag && (
        <div class="acts noprint">
          {one.flag !== "yellow" && <button type="button" class="btn second slim" onClick={() => void flag("yellow")}>{t("挂黄旗")}</button>}
          {one.flag !== "red" && <button type="button" class="btn second slim" onClick={() => void flag("red")}>{t("挂红旗")}</button>}
          {one.flag !== "" && <button type="button" class="btn quiet slim" onClick={() => void flag("")}>{t("取下旗标")}</button>}
        </div>
      )}
    </section>
  );
}

function Judged({ one, put: keep }: Props): JSX.Element | null {
  const [points, write] = useState<Record<string, string>>({});
  const [failed, fail] = useState("");
  const given = one.scores.some(({ n }) => n > 0);
  const said = one.voices.reduce((sum, { n }) => sum + n, 0);
  if (!given && !one.may_score && said === 0) return null;
  const value = (code: string, mine: number | null): string => points[code] ?? (mine === null ? "" : String(mine));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const scores = Object.fromEntries(one.scores.map(({ dimension, mine }) => [dimension, value(dimension, mine) === "" ? -1 : Number(value(dimension, mine))]));
    if (Object.values(scores).some((n) => !(Number.isInteger(n) && n >= 0 && n <= 100))) return fail(t("每一项都要打0到100的整数分"));
    const answer = await ask<Project>(`/api/projects/${one.id}/scores`, { method: "PUT", body: { scores } });
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") keep(answer.data);
    return undefined;
  };
  return (
    <section class="card" aria-labelledby="judged">
      <h2 id="judged">{t("验收评分和满意度")}</h2>
      {given && <ul class="seats">{one.scores.map((each) => <li key={each.dimension}>{each.name} <b>{each.mean ?? "–"}</b> <span class="meta">{t("{n}位代表", { n: each.n })}</span></li>)}</ul>}
      <p>{t("群众满意度")}：{one.voices.map(({ label, n }) => `${label} ${n}`).join(" · ")} <a class="noprint" href={`/projects/${one.id}`}>{t("公开页面（可扫码评价）")}</a></p>
      {one.may_score && (
        <form class="noprint" onSubmit={(event) => void submit(event)} noValidate>
          {failed && <FieldError id="scores-error">{failed}</FieldError>}
          {one.scores.map(({ dimension, name, mine }) => (
            <div class="field" key={dimension}>
              <label for={`score-${dimension}`}>{t("{name}（0到100分）", { name })}</label>
              <input id={`score-${dimension}`} type="number" min={0} max={100} value={value(dimension, mine)} onInput={(event) => write({ ...points, [dimension]: event.currentTarget.value })} />
            </div>
          ))}
          <div class="acts"><button class="btn slim">{t("交评分")}</button></div>
        </form>
      )}
    </section>
  );
}
