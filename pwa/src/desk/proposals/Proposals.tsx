/** Proposals for legislation: what waits to be argued, all of them, and raising one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { bodies, frame, holds, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Waiting } from "../parts";
import type { Proposal, ProposalHead, Proposals as ProposalsWire } from "./wire";
import "../file/file.css";

/** Where it stands. */
export function Standing({ of }: { of: ProposalHead }): JSX.Element {
  const over = of.state === "entered" || of.state === "told";
  const left = of.state === "not_entered" || of.state === "withdrawn";
  return <Tag tone={over ? "ok" : left ? "idle" : of.state === "reported" ? "wait" : "go"} icon={over ? "ok" : of.state === "reported" ? "clock" : "up"}>{of.label}</Tag>;
}

/** A plan and its years, as one line. */
export function planned(of: ProposalHead["plans"][number]): string {
  const years = of.from_year === of.until_year ? String(of.from_year) : `${of.from_year}–${of.until_year}`;
  return [of.name, years, of.category].filter(Boolean).join(" ");
}

/** Numbers as people write them. */
export function numbers(text: string | undefined): string[] {
  return (text ?? "").split(/[,，、;；\s]+/).filter(Boolean);
}

const states: [string, () => string][] = [
  ["raised", () => t("已提出")], ["reported", () => t("已上报，论证中")], ["entered", () => t("已列入规划或计划")], ["not_entered", () => t("未入选")], ["told", () => t("已答复提出人")],
];

/** The page. */
export function Proposals(): JSX.Element {
  const mine = bodies.value.some(({ kind }) => kind === "working_body" || kind === "research_centre");
  const [state, narrow] = useState("");
  const [topic, about] = useState("");
  const query = new URLSearchParams({ limit: "200", ...(topic ? { topic } : {}), ...(state === "mine" ? { waiting: "me" } : state ? { state } : {}) });
  const reading = useRead<ProposalsWire>(`/api/proposals?${query}`);
  const items = reading.data?.items ?? null;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("立法建议项目")}>{t("立法建议项目")}</Heading>
      </div>
      {(mine || holds("liaison", "town_congress")) && <Raise topics={reading.data?.topics ?? []} />}
      <div class="filters" role="search" aria-label={t("筛选立法建议项目")}>
        <label>
          {t("看哪些")}
          <select value={state} onChange={(event) => narrow(event.currentTarget.value)}>
            <option value="">{t("全部")}</option>
            {mine && <option value="mine">{t("等本单位论证的")}</option>}
            {states.map(([code, label]) => <option key={code} value={code}>{label()}</option>)}
          </select>
        </label>
        <label>
          {t("主题或选题")}
          <select value={topic} onChange={(event) => about(event.currentTarget.value)}>
            <option value="">{t("全部主题")}</option>
            {reading.data?.topics.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
          </select>
        </label>
      </div>
      <Waiting reading={reading} />
      {items?.length === 0 && <div class="empty"><p>{t("这里还没有立法建议项目。可以从整理条目、事项提出，也可以只写理由。")}</p></div>}
      {items !== null && items.length > 0 && <Table items={items} />}
    </>
  );
}

function Raise({ topics }: { topics: ProposalsWire["topics"] }): JSX.Element | null {
  const areas = (frame.value?.areas ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const first = areas[0];
  const stations = useRead<{ items: { id: number; name: string; kind: string }[] }>(first ? `/api/stations?area=${first.value}` : null);
  if (!first) return null;
  const points = (stations.data?.items ?? []).filter(({ kind }) => kind === "contact_point" || kind === "workstation");
  const make = (texts: Record<string, string>, id: string) =>
    send<Proposal>("/api/proposals", {
      id, area: texts["area"], title: texts["title"], text: texts["text"], raised_on: texts["raised_on"], proposer: texts["proposer"] ?? "",
      station_id: texts["station_id"] ? Number(texts["station_id"]) : null, topics: (texts["topics"] ?? "").split(",").filter(Boolean), items: numbers(texts["items"]), cases: numbers(texts["cases"]),
    });
  return (
    <div class="pad">
      <Ask label={t("提出立法建议项目")} start={{ area: first.value, raised_on: isoDay(Date.now()) }} fields={[
        { key: "title", label: t("建议立什么法") }, { key: "text", label: t("理由和主要内容"), kind: "long" },
        { key: "area", label: t("在哪里"), kind: "choice", choices: areas },
        ...(points.length > 0 ? [{ key: "station_id", label: t("哪个站点提出"), kind: "choice" as const, free: true, choices: points.map((each) => ({ value: String(each.id), label: each.name })) }] : []),
        { key: "proposer", label: t("谁建议的"), free: true, hint: t("如某代表小组、某单位；没有就不填") }, { key: "raised_on", label: t("提出日期"), kind: "day" },
        { key: "items", label: t("来自哪些整理条目（编号）"), free: true, hint: t("几件用逗号分开") }, { key: "cases", label: t("来自哪些事项（编号）"), free: true, hint: t("几件用逗号分开") },
        { key: "topics", label: t("主题或选题"), kind: "choices", free: true, choices: topics.map(({ code, name }) => ({ value: code, label: name })) },
      ]} send={make} done={({ id }) => go(`/proposals/${id}`)} />
    </div>
  );
}

function Table({ items }: { items: ProposalHead[] }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("立法建议项目")}</caption>
        <thead>
          <tr><th scope="col">{t("状态")}</th><th scope="col">{t("项目")}</th><th scope="col">{t("报给谁")}</th><th scope="col">{t("列入")}</th></tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td><Standing of={each} /></td>
              <th scope="row">
                <a class="case" href={href(`/proposals/${each.id}`)}>{each.title}</a>
                <span class="meta">{[each.number, each.raised_on, each.station_name ?? each.area_name, each.topics.map(({ name }) => name).join("、")].filter(Boolean).join(" ")}</span>
              </th>
              <td data-name={t("报给谁")}>{each.body_name ?? "–"}</td>
              <td data-name={t("列入")}>{each.plans.map(planned).join("；") || "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
