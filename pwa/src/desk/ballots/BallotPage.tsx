/** One ballot: settings, roll, progress without interim figures, the tellers' work, the result. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, send, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoMinute, Printed } from "../parts";
import { Unread } from "../Unread";
import { body, fields, Standing, usual, useWaiting } from "./Ballots";
import { Roll } from "./Roll";
import { Tellers } from "./Tellers";
import type { Ballot, BallotIssued } from "./wire";
import "../file/file.css";

const everyMs = 10_000;

/** The page of the ballot `id`. */
export function BallotPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Ballot>(`/api/ballots/${id}`);
  const one = reading.data;
  useEffect(() => {
    if (one?.state !== "open" || !one.may_run) return undefined;
    const timer = setInterval(reading.again, everyMs);
    return () => clearInterval(timer);
  }, [one?.state, one?.may_run]);
  if (one === null || reading.refused !== null) {
    return <Unread title={t("票决")} reading={reading} to="/ballots" all={t("全部票决")} />;
  }
  return (
    <>
      <div class="filehead">
        <Heading title={one.title}><span class="no">{one.number}</span> {one.title}</Heading>
        <Standing of={one} />
        <dl>
          <div><dt>{t("哪次会议")}</dt><dd>{one.area_name} {one.meeting} {one.held_on}</dd></div>
          <div><dt>{t("应选")}</dt><dd>{one.contested ? t("{n}选{k}，差额", { n: one.candidates.length, k: one.seats }) : t("{n}项，等额", { n: one.seats })}</dd></div>
          <div><dt>{t("怎么填票")}</dt><dd>{one.way_label}</dd></div>
          <div><dt>{t("通过门槛")}</dt><dd>{one.rule_label}</dd></div>
          <div><dt>{t("有效条件")}</dt><dd>{one.quorum_label}</dd></div>
        </dl>
      </div>
      <div class="file">
        <Candidates one={one} />
        {one.may_vote && <Own one={one} />}
        {(one.may_run || one.may_count) && <Roll one={one} put={reading.put} again={reading.again} />}
        <div class="side2 next">
          <Progress one={one} />
          <Tellers one={one} put={reading.put} />
          {one.may_run && one.steps.length > 0 && <Next one={one} put={reading.put} />}
          <section class="card" aria-labelledby="events">
            <h2 id="events">{t("经过")}</h2>
            {one.events.length === 0 && <p class="sub">{t("还在准备。")}</p>}
            <ol class="seats">
              {one.events.map((event) => (
                <li key={event.at}><b>{event.label}</b> {event.words} <span class="meta">{event.actor_name} {isoMinute(event.at)}</span></li>
              ))}
            </ol>
          </section>
        </div>
      </div>
      <Printed what={[one.number, one.title]} />
    </>
  );
}

function Candidates({ one }: { one: Ballot }): JSX.Element {
  const told = one.received !== null;
  return (
    <section class="card" aria-labelledby="candidates">
      <h2 id="candidates">{told ? t("票决结果") : t("候选项目")}</h2>
      {told && one.passed === false && <Notice tone="bad">{t("没有达到有效条件，票决不成立")}</Notice>}
      {one.could_turn && <Notice tone="wait">{t("有争议的票足以改变结果，公布前请会议决定。")}</Notice>}
      <ol class="seats">
        {one.candidates.map((each) => (
          <li key={each.position}>
            <b>{each.position}. {each.title}</b> {each.outcome_label}
            {told && <span class="meta"> {t("赞成{f}票，反对{a}票，弃权{o}票", { f: each.in_favour ?? 0, a: each.against ?? 0, o: each.abstained ?? 0 })}</span>}
          </li>
        ))}
      </ol>
      {one.state === "published" && <p class="noprint"><a href={`/ballots/${one.id}`}>{t("看公布的结果")}</a></p>}
      {one.state === "open" && <p class="sub">{t("投票结束、两位计票人开箱以前，谁也看不到票数。")}</p>}
    </section>
  );
}

function Progress({ one }: { one: Ballot }): JSX.Element | null {
  if (one.members_n === null || one.issued === null) return null;
  const line = (name: string, n: number | null): JSX.Element | null => (n === null ? null : <div><dt>{name}</dt><dd>{n}</dd></div>);
  return (
    <section class="card" aria-labelledby="numbers">
      <h2 id="numbers">{t("票数")}</h2>
      <dl class="facts">
        {line(t("名册人数"), one.members_n)}
        {line(t("发出票数"), one.issued)}
        {one.received === null && line(t("用投票码投了"), one.cast)}
        {line(t("收回票数"), one.received)}
        {line(t("未投票数"), one.not_cast)}
        {line(t("废票数"), one.invalid)}
      </dl>
    </section>
  );
}

/** A member with an account gets the own code and goes to vote. */
function Own({ one }: { one: Ballot }): JSX.Element {
  const [got, take] = useState<BallotIssued | null>(null);
  const [failed, fail] = useState("");
  const fetch = async (): Promise<void> => {
    const answer = await ask<BallotIssued>(`/api/ballots/${one.id}/issues`, { method: "POST", body: {} });
    if (answer.kind === "ok") take(answer.data);
    else fail(wordsOf(answer));
  };
  return (
    <section class="card noprint" aria-labelledby="own">
      <h2 id="own">{t("您的选票")}</h2>
      {failed && <Notice tone="bad">{failed}</Notice>}
      {got === null
        ? <button type="button" class="btn" onClick={() => void fetch()}>{t("领取投票码")}</button>
        : <p>{t("投票码")} <b class="no">{got.code}</b> <a class="btn" href={got.url}>{t("去投票")}</a></p>}
      <p class="sub">{t("投票不记名：系统知道您投过，不知道您投了什么。再领一次，前一个码就不能用了。")}</p>
    </section>
  );
}

interface Props {
  one: Ballot;
  put: (fresh: Ballot) => void;
}

function Next({ one, put }: Props): JSX.Element {
  const [failed, fail] = useState("");
  const waiting = useWaiting();
  const move = (to: string, words = "") => send<Ballot>(`/api/ballots/${one.id}/transitions`, { to, words }, one.version);
  const press = async (to: string): Promise<void> => {
    const answer = await move(to);
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") put(answer.data);
  };
  const again = (texts: Record<string, string>) => ask<Ballot>(`/api/ballots/${one.id}`, { method: "PUT", body: body(texts, waiting), headers: { "If-Match": `"${one.version}"` } });
  return (
    <section class="card noprint" aria-labelledby="next">
      <h2 id="next">{t("下一步")}</h2>
      {failed && <Notice tone="bad">{failed}</Notice>}
      <div class="acts">
        {one.steps.filter((step) => !step.reason).map((step) => <button key={step.to} type="button" class="btn" onClick={() => void press(step.to)}>{step.label}</button>)}
      </div>
      {one.state === "draft" && (
        <>
          <p class="sub">{t("开始投票以后，名册、候选项目和门槛都不能再改。")}</p>
          <Ask label={t("修改票决安排")} fields={fields([])} start={{
            ...usual, meeting: one.meeting, title: one.title, held_on: one.held_on, seats: String(one.seats), way: one.way,
            candidates: one.candidates.map(({ title }) => title).join("\n"), rule: one.rule, quorum: one.quorum,
            roll: one.members.some(({ listed }) => listed) ? "deputies" : "names", names: one.members.filter(({ listed }) => !listed).map(({ name }) => name).join("\n"),
          }} send={again} done={put} />
        </>
      )}
      {one.steps.filter((step) => step.reason).map((step) => (
        <Ask key={step.to} label={step.label} fields={[{ key: "words", label: t("原因") }]} send={(texts) => move(step.to, texts["words"])} done={put} />
      ))}
    </section>
  );
}
