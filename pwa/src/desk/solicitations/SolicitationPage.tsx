/** One solicitation: where it stands, its draft in versions, who has what to do until when, what may be done now. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead, wordsOf } from "../live";
import { Ask, type Field } from "../meetings/Ask";
import { Heading, isoMinute, Printed, Waiting } from "../parts";
import { Unread } from "../Unread";
import { DraftEditor } from "./DraftEditor";
import { DaysLeft, Standing } from "./SolicitationsPage";
import { StepsCard } from "./StepsCard";
import { Tasks } from "./Tasks";
import type { DraftVersion, DraftVersionWhole, Solicitation } from "./wire";
import "../file/file.css";
import "./solicitations.css";

/** The page of the solicitation `id`. */
export function SolicitationPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Solicitation>(`/api/solicitations/${id}`);
  const one = reading.data;
  if (one === null || reading.refused !== null) {
    return <Unread title={t("立法征询")} reading={reading} to="/solicitations" all={t("全部征询项目")} />;
  }
  const put = reading.put;
  return (
    <>
      <div class="filehead">
        <Heading title={one.title}><span class="no">{one.number}</span> {one.title}</Heading>
        <Standing of={one} />
        {one.taking && <DaysLeft n={one.days_left} />}
        <dl>
          <div><dt>{t("阶段")}</dt><dd>{one.phase_label}</dd></div>
          <div><dt>{t("哪一类")}</dt><dd>{one.kind.name}</dd></div>
          <div><dt>{t("谁来征询")}</dt><dd>{one.issuer} {one.issuer_number} {one.issued_on}</dd></div>
          <div><dt>{t("经办")}</dt><dd>{one.by}</dd></div>
          <div><dt>{t("哪里的人可以说")}</dt><dd>{one.area.name}</dd></div>
          <div><dt>{t("征集时间")}</dt><dd>{t("{first}到{last}", { first: one.opens_on, last: one.closes_on })}</dd></div>
          {one.leads.length > 0 && <div><dt>{t("牵头联系点")}</dt><dd>{one.leads.map(({ name }) => name).join("、")}</dd></div>}
          <div><dt>{t("上报给")}</dt><dd>{one.goes_to}</dd></div>
        </dl>
      </div>
      <div class="file">
        <section class="card" aria-labelledby="draft">
          <h2 id="draft">{t("征询什么")}</h2>
          <p>{one.about}</p>
          <p class="noprint"><a href={`/drafts/${one.id}`} target="_blank" rel="noreferrer">{t("看群众看到的页面")}</a></p>
          {one.versions.length === 0 && <p class="sub">{t("还没有草案。粘贴或上传分条的草案以后，才能开始征集。")}</p>}
          {[...one.versions].reverse().map((each, nth) => <Version key={each.id} of={one} version={each} open={nth === 0} />)}
          {one.may_draft && <DraftEditor of={one} put={put} />}
        </section>
        <div>
          <Tasks one={one} put={put} />
          {one.runs.map((run) => <StepsCard key={run.id} run={run} put={put} />)}
        </div>
        <div class="side2 next">
          <Moves one={one} put={put} />
          <Follow one={one} put={put} />
          <section class="card" aria-labelledby="events">
            <h2 id="events">{t("经过")}</h2>
            {one.events.length === 0 && <p class="sub">{t("登记以后还没有下一步。")}</p>}
            <ol class="seats">
              {one.events.map((event) => (
                <li key={`${event.at}${event.receiver ?? ""}${event.label}`}>
                  <b>{event.receiver ?? ""} {event.label}</b> {event.words} {event.given.map(({ label, text }) => `${label} ${text}`).join("，")}
                  <span class="meta">{event.actor_name === "system" ? t("系统") : event.actor_name} {isoMinute(event.at)}</span>
                </li>
              ))}
            </ol>
          </section>
        </div>
      </div>
      <Printed what={[one.number]} />
    </>
  );
}

function Follow({ one, put }: { one: Solicitation; put: (fresh: Solicitation) => void }): JSX.Element {
  const [wrong, fail] = useState("");
  const turn = async (): Promise<void> => {
    const answer = await send<Solicitation>(`/api/solicitations/${one.id}/follow`, { on: !one.following });
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") put(answer.data);
  };
  return (
    <section class="card noprint" aria-labelledby="follow">
      <h2 id="follow">{t("关注")}</h2>
      <p class="sub">{one.following ? t("开始征集、截止、有结果时会提醒您。") : t("关注以后，开始征集、截止、有结果时会提醒您。")}</p>
      {wrong !== "" && <FieldError id="follow-wrong">{wrong}</FieldError>}
      <button type="button" class="btn second slim" onClick={() => void turn()}>{one.following ? t("不再关注") : t("关注这部草案")}</button>
    </section>
  );
}

function Moves({ one, put }: { one: Solicitation; put: (fresh: Solicitation) => void }): JSX.Element | null {
  if (one.moves.length === 0) return null;
  const field = (move: Solicitation["moves"][number]): Field[] => [
    ...move.needs.map(({ code, name }): Field => ({ key: code, label: name, kind: code === "closes_on" ? "day" : "text" })),
    { key: "words", label: move.reason_required ? t("理由") : t("说明"), free: !move.reason_required },
  ];
  const button = (move: Solicitation["moves"][number]): JSX.Element => (
    <Ask key={move.move} label={move.label} fields={field(move)} done={put} send={(texts) => send<Solicitation>(`/api/solicitations/${one.id}/transitions`, { move: move.move, ...texts }, one.version)} />
  );
  return (
    <section class="card noprint" aria-labelledby="next">
      <h2 id="next">{t("下一步")}</h2>
      {one.held_label !== null && <p class="sub">{t("暂停以前：{label}", { label: one.held_label })}</p>}
      <div class="acts">{one.moves.filter(({ aside }) => !aside).map(button)}</div>
      {one.moves.some(({ aside }) => aside) && (
        <details>
          <summary>{t("暂停、延期、撤销")}</summary>
          <div class="acts">{one.moves.filter(({ aside }) => aside).map(button)}</div>
        </details>
      )}
    </section>
  );
}

function Version({ of, version, open }: { of: Solicitation; version: DraftVersion; open: boolean }): JSX.Element {
  const [shown, show] = useState(open);
  const reading = useRead<DraftVersionWhole>(shown ? `/api/solicitations/${of.id}/versions/${version.nth}` : null);
  const newest = version.nth === of.versions.length;
  let heading = "";
  return (
    <details open={shown} onToggle={(event) => show(event.currentTarget.open)}>
      <summary>{t("第{n}稿", { n: version.nth })} {version.title} <span class="meta">{t("{n}条", { n: version.articles })} {isoMinute(version.made_at)} {version.note}</span></summary>
      {shown && <Waiting reading={reading} />}
      {reading.data?.items.map((each) => {
        const fresh = each.heading !== heading;
        heading = each.heading;
        return (
          <div key={each.id}>
            {fresh && each.heading !== "" && <h3>{each.heading}</h3>}
            <p class="article">
              <b>{each.label}</b> {each.text}{" "}
              {version.nth > 1 && each.former_label === null && <Tag tone="go" icon="plus">{t("这一稿新加的")}</Tag>}
              {version.nth > 1 && each.former_label !== null && each.former_label !== each.label && <span class="meta">{t("上一稿的{label}", { label: each.former_label })}</span>}
              {!newest && each.next_id === null && <Tag tone="bad" icon="close">{t("下一稿没有了")}</Tag>}
            </p>
          </div>
        );
      })}
    </details>
  );
}
