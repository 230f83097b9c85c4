/** 活动: every kind of activity, as a list or a month; what came of them; planning one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { go, href, search, stay } from "../../shell/route";
import { t } from "../../shell/words";
import { bodies, frame, holds, useRead } from "../live";
import { Held, When } from "../meetings/Meetings";
import { Promises } from "../meetings/Promises";
import { Heading, isoDay, Waiting } from "../parts";
import type { ActivityHead, Commitment, Page } from "../wire";
import { folded } from "./fold";
import { Month } from "./Month";
import { NewActivity } from "./NewActivity";
import { Sessions } from "./Sessions";
import type { ActivityFigure, ActivityKind } from "./wire";
import "../file/file.css";

/** The page. What is chosen stands in the address, so that back and reload keep it. */
export function Activities(): JSX.Element {
  const asked = new URLSearchParams(search.value);
  const [type, state] = [asked.get("type") ?? "", asked.get("state") ?? ""];
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.exec(asked.get("month") ?? "")?.[0] ?? "";
  const kinds = useRead<{ items: ActivityKind[] }>("/api/activity-types").data?.items ?? [];
  const choose = (name: string, value: string): void => {
    if (value) asked.set(name, value);
    else asked.delete(name);
    stay(`/activities${asked.size > 0 ? `?${asked}` : ""}`);
  };
  const kind = kinds.find((each) => each.type === type);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("活动")}>{t("活动")}</Heading>
        <a class="btn second slim noprint" href="/activities" target="_blank" rel="noopener">{t("看公开页")}</a>
      </div>
      {holds("liaison", "town_congress") && frame.value !== null && kinds.length > 0 && <NewActivity kinds={kinds} done={(id) => go(`/activities/${id}`)} />}
      <nav class="tabs" aria-label={t("怎样看")}>
        <a href={href("/activities")} {...(month ? {} : { "aria-current": "page" })}>{t("列表")}</a>
        <a href={href(`/activities?month=${isoDay(Date.now()).slice(0, 7)}`)} {...(month ? { "aria-current": "page" } : {})}>{t("月历")}</a>
      </nav>
      <div class="filters">
        <label>{t("种类")} <select value={type} onChange={(event) => choose("type", event.currentTarget.value)}>
          <option value="">{t("全部种类")}</option>
          {kinds.map((each) => <option key={each.type} value={each.type}>{each.label}</option>)}
        </select></label>
        <label>{t("状态")} <select value={state} onChange={(event) => choose("state", event.currentTarget.value)}>
          <option value="">{t("全部状态")}</option>
          {(["planned", "held", "cancelled"] as const).map((each) => <option key={each} value={each}>{{ planned: t("已安排"), held: t("已召开"), cancelled: t("已取消") }[each]}</option>)}
        </select></label>
      </div>
      {month ? <Month month={month} type={type} state={state} /> : <List type={type} state={state} series={asked.get("series") ?? ""} />}
      <Mine />
      {frame.value !== null && <Sessions />}
      {frame.value?.areas[0] && <Figures area={frame.value.areas[0].code} kind={kind} />}
    </>
  );
}

function List({ type, state, series }: { type: string; state: string; series: string }): JSX.Element {
  const query = [type && `type=${type}`, state && `state=${state}`, "limit=200"].filter(Boolean).join("&");
  const reading = useRead<Page<ActivityHead>>(`/api/activities?${query}`);
  const items = reading.data?.items.filter((each) => !series || each.series_id === series) ?? null;
  return (
    <>
      <Waiting reading={reading} />
      {series && <p class="pad"><a href={href("/activities")}>{t("全部活动")}</a></p>}
      {items?.length === 0 && <div class="empty"><p>{t("这里还没有活动。点“安排活动”开始。退回两次的事项会自动列入下一次联席会议。")}</p></div>}
      {items !== null && items.length > 0 && <Rows of={items} fold={!series} />}
    </>
  );
}

/** Activities, one a line; `fold`: one line for all of a row. */
export function Rows({ of, fold = false }: { of: ActivityHead[]; fold?: boolean }): JSX.Element {
  const lines = fold ? folded(of, Date.now()) : of.map((head) => ({ head, times: 1 }));
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("活动")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("时间")}</th>
            <th scope="col">{t("活动")}</th>
            <th scope="col">{t("状态")}</th>
            <th scope="col">{t("到场")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ head: each, times }) => (
            <tr key={each.id}>
              <td><When of={each} /></td>
              <th scope="row">
                <a class="case" href={href(`/activities/${each.id}`)}>{each.title}</a>
                <span class="meta">{[each.type_label, each.convener, each.place].filter(Boolean).join("·")}</span>
                {times > 1 && <a class="meta" href={href(`/activities?series=${each.series_id}`)}>{t("定期活动，看所有场次（{n}场）", { n: times })}</a>}
              </th>
              <td><Held of={each} /></td>
              <td>{t("{n}位", { n: each.attended })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Mine(): JSX.Element | null {
  const mine = useRead<Page<Commitment>>(bodies.value.length > 0 ? "/api/commitments?owner=me&state=open&limit=200" : null);
  if (mine.data === null || mine.data.items.length === 0) return null;
  return (
    <section class="card pad" aria-labelledby="promises">
      <h2 id="promises">{t("本单位的承诺事项")}</h2>
      <Promises of={mine.data.items} reread={mine.again} />
    </section>
  );
}

// Before this no activity is held.
const ever = "2000-01-01";

function Figures({ area, kind }: { area: string; kind: ActivityKind | undefined }): JSX.Element | null {
  const [since, from] = useState("");
  const reading = useRead<{ items: ActivityFigure[] }>(`/api/activity-figures?area=${area}${since ? `&since=${since}` : ""}`);
  const kinds = useRead<{ items: ActivityKind[] }>("/api/activity-types").data?.items ?? [];
  const items = reading.data?.items.filter((each) => !kind || each.type === kind.type) ?? [];
  if (items.length === 0 && since === "") return <p class="pad noprint"><button type="button" class="btn quiet slim" onClick={() => from(ever)}>{t("看历年活动的数")}</button></p>;
  const sums = (each: ActivityFigure): string =>
    kinds.find(({ type }) => type === each.type)?.fields.filter(({ key }) => each.sums[key]).map(({ key, label }) => `${label} ${each.sums[key]}`).join("，") ?? "";
  return (
    <section class="card pad" aria-labelledby="figures">
      <h2 id="figures">{since === "" ? t("今年的活动") : t("历年的活动")}</h2>
      <button type="button" class="btn quiet slim noprint" onClick={() => from(since === "" ? ever : "")}>{since === "" ? t("看历年活动的数") : t("只看今年活动的数")}</button>
      <ul class="plain">
        {items.map((each) => (
          <li key={each.type}>
            <b>{each.label}</b> {t("{n}场", { n: each.held })}·{t("签到{n}位", { n: each.attended })} <span class="meta">{sums(each)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
