/** 日志: the record of the area, searched by person, subject and day, and whether it is whole. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { usePages, useRead } from "../live";
import { Heading, Printed, Sought, Waiting, isoDay, isoMinute } from "../parts";
import { useDeeds } from "./deed";
import { deed, subjects } from "./names";
import type { Check, Entry } from "./wire";
import "./admin.css";

const keys = ["actor", "subject_kind", "subject_id", "action", "from", "to"] as const;

/** The page. */
export function AuditPage(): JSX.Element {
  const [query, narrow] = useState<Record<string, string>>({});
  const path = `/api/audit?${new URLSearchParams(query)}`;
  const { rows, more, reading } = usePages<Entry>(path);
  const set = (changes: Record<string, string>): void => {
    const all: Record<string, string> = { ...query, ...changes };
    narrow(Object.fromEntries(keys.flatMap((key) => (all[key] ? [[key, all[key]!]] : []))));
  };
  return (
    <>
      <div class="pagehead"><Heading title={t("日志")}>{t("日志")}</Heading></div>
      <div class="admin">
        <Whole />
        <Search query={query} set={set} />
        <Waiting reading={reading} />
        {rows?.length === 0 && <div class="empty"><p>{t("没有这样的记录，换个条件。")}</p></div>}
        {rows !== null && rows.length > 0 && (
          <table class="rows">
            <caption class="vh">{t("日志")}</caption>
            <thead><tr><th scope="col">{t("时间")}</th><th scope="col">{t("做了什么")}</th><th scope="col">{t("谁")}</th><th scope="col">{t("对象")}</th><th scope="col">{t("区划")}</th><th scope="col">{t("涉及的栏目")}</th></tr></thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <td><span class="day">{isoMinute(one.at)}</span></td>
                  <th scope="row">{deed(one.action)} <span class="meta">{one.id}</span></th>
                  <td>{one.actor_id === null ? one.actor || t("系统") : <button type="button" class="btn quiet slim" onClick={() => set({ actor: String(one.actor_id) })}>{t("{n}号账号", { n: one.actor_id })}</button>}</td>
                  <td><button type="button" class="btn quiet slim" onClick={() => set({ subject_kind: one.subject_kind, subject_id: one.subject_id })}>{one.subject_kind} {one.subject_id}</button></td>
                  <td>{one.area}</td>
                  <td>{one.fields.join("、")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {more && <p><button type="button" class="btn second" onClick={more}>{t("再看更早的")}</button></p>}
      </div>
      <Printed what={[t("日志")]} />
    </>
  );
}

function Search({ query, set }: { query: Record<string, string>; set: (changes: Record<string, string>) => void }): JSX.Element {
  const narrowed = Object.keys(query).length > 0;
  const text = (key: string, label: string, type: "search" | "date" | "number"): JSX.Element => (
    <label>{label} <Sought type={type} value={query[key] ?? ""} take={(words) => set({ [key]: words })} /></label>
  );
  return (
    <div class="filters" role="search" aria-label={t("查日志")} style="padding:0">
      {text("actor", t("账号编号"), "number")}
      <label>
        {t("对象")}{" "}
        <select value={query["subject_kind"] ?? ""} onChange={(event) => set({ subject_kind: event.currentTarget.value })}>
          <option value="">{t("全部对象")}</option>
          {subjects().map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
          {query["subject_kind"] && !subjects().some(({ value }) => value === query["subject_kind"]) && <option value={query["subject_kind"]}>{query["subject_kind"]}</option>}
        </select>
      </label>
      {text("subject_id", t("对象编号"), "search")}
      {text("from", t("从"), "date")}
      {text("to", t("到"), "date")}
      {narrowed && <button type="button" class="btn quiet slim" onClick={() => set(Object.fromEntries(keys.map((key) => [key, ""])))}>{t("清空条件")}</button>}
    </div>
  );
}

function Whole(): JSX.Element {
  const reading = useRead<{ items: Check[] }>("/api/audit/checks");
  const { failure, run } = useDeeds();
  const [asked, say] = useState(false);
  const last = reading.data?.items[0];
  return (
    <section class="card" aria-labelledby="whole">
      <h2 id="whole">
        {t("日志是否完整")}{" "}
        {last && (last.faults === 0 ? <Tag tone="ok" icon="ok">{t("完整")}</Tag> : <Tag tone="bad" icon="bang">{t("有{n}处不对", { n: last.faults })}</Tag>)}
      </h2>
      {failure}
      <p>{last ? t("上次核对：{time}，共{n}条。", { time: isoMinute(last.at), n: last.links }) : t("还没有核对过。每天夜里自动核对一次，也可以现在核对。")}</p>
      {last && last.told.length > 0 && <ul>{last.told.map((line) => <li key={line}><code>{line}</code></li>)}</ul>}
      {asked && <Notice tone="ok">{t("已经开始核对，几分钟后在这里看结果。")}</Notice>}
      <div class="acts noprint">
        <button type="button" class="btn second slim" onClick={() => run("/api/audit/checks", { method: "POST", body: {}, empty: true }, () => say(true))}>{t("现在核对")}</button>
        <button type="button" class="btn quiet slim" onClick={reading.again}>{t("刷新结果")}</button>
      </div>
      {(reading.data?.items.length ?? 0) > 1 && (
        <details>
          <summary>{t("以前的核对")}</summary>
          <ul>{reading.data!.items.slice(1).map((one) => <li key={one.at}>{isoDay(one.at)} {isoMinute(one.at).slice(11)}：{one.faults === 0 ? t("完整") : t("有{n}处不对", { n: one.faults })}</li>)}</ul>
        </details>
      )}
    </section>
  );
}
