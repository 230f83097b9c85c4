/** 立法征询: what waits for one, what is being asked and what was, and issuing a new one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Waiting } from "../parts";
import type { Page } from "../wire";
import type { Solicitation, SolicitationFrame, SolicitationHead, TaskInHand } from "./wire";

/** How long there still is for something, in plain days. */
export function DaysLeft({ n, late = n < 0 }: { n: number; late?: boolean }): JSX.Element {
  if (late) return <Tag tone="bad" icon="bang">{t("逾期{n}天", { n: -n })}</Tag>;
  return <Tag tone={n <= 3 ? "wait" : "idle"} icon="clock">{n === 0 ? t("今天到期") : t("剩{n}天", { n })}</Tag>;
}

/** Where it stands. */
export function Standing({ of }: { of: SolicitationHead }): JSX.Element {
  const tone = of.state === "paused" || of.state === "issued" ? "wait" : of.taking ? "go" : of.phase === "after" || of.phase === "aside" ? "idle" : "ok";
  return <Tag tone={tone} icon={tone === "wait" ? "clock" : tone === "go" ? "up" : "ok"}>{of.label}</Tag>;
}

/** The page. */
export function SolicitationsPage(): JSX.Element {
  const [kind, narrow] = useState("");
  const frame = useRead<SolicitationFrame>("/api/solicitations/frame");
  const waiting = useRead<{ items: TaskInHand[] }>("/api/solicitation-tasks");
  const reading = useRead<Page<SolicitationHead>>(`/api/solicitations?limit=100${kind ? `&kind=${kind}` : ""}`);
  const items = reading.data?.items ?? null;
  const mine = waiting.data?.items ?? [];
  return (
    <>
      <div class="pagehead">
        <Heading title={t("立法征询")}>{t("立法征询")}</Heading>
      </div>
      {mine.length > 0 && (
        <section class="pad" aria-labelledby="mine">
          <h2 id="mine">{t("等我办的征询任务")}</h2>
          <ul class="seats">
            {mine.map((each) => (
              <li key={each.id}>
                <DaysLeft n={each.days_left} late={each.late} /> <a href={href(`/solicitations/${each.solicitation_id}`)}>{each.title}</a>
                <span class="meta">{each.number} {each.receiver} {each.label} {t("{day}以前", { day: each.due_on })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {frame.data !== null && frame.data.areas.length > 0 && <Issue frame={frame.data} />}
      <div class="filters" role="search" aria-label={t("筛选征询项目")}>
        <label>
          {t("哪一类")}
          <select value={kind} onChange={(event) => narrow(event.currentTarget.value)}>
            <option value="">{t("全部")}</option>
            {frame.data?.kinds.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
          </select>
        </label>
      </div>
      <Waiting reading={reading} />
      {items?.length === 0 && <div class="empty"><p>{t("还没有征询项目。上级下达以后，由研究中心、工作机构或联络员在这里登记。")}</p></div>}
      {items !== null && items.length > 0 && <Table items={items} />}
    </>
  );
}

function Table({ items }: { items: SolicitationHead[] }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("征询项目")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("状态")}</th>
            <th scope="col">{t("标题")}</th>
            <th scope="col">{t("谁来征询")}</th>
            <th scope="col">{t("截止日")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td><Standing of={each} /></td>
              <th scope="row">
                <a class="case" href={href(`/solicitations/${each.id}`)}>{each.title}</a>
                <span class="meta">{each.phase_label} {each.kind.name} {each.number} {each.area.name}</span>
              </th>
              <td data-name={t("谁来征询")}>{each.issuer}</td>
              <td data-name={t("截止日")}>{each.closes_on} {each.taking && <DaysLeft n={each.days_left} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface StationChoice {
  id: number;
  name: string;
}

function Issue({ frame }: { frame: SolicitationFrame }): JSX.Element {
  const today = isoDay(Date.now());
  const stations = useRead<{ items: StationChoice[] }>(`/api/stations?area=${frame.areas[0]!.code}`);
  const make = (texts: Record<string, string>, id: string) => {
    const { leads = "", ...rest } = texts;
    return send<Solicitation>("/api/solicitations", { id, ...rest, leads: leads.split(",").filter(Boolean).map(Number) });
  };
  return (
    <div class="pad">
      <Ask
        label={t("登记下达的征询")}
        start={{ issued_on: today, opens_on: today, area: frame.areas[0]!.code, kind: frame.kinds[0]?.code ?? "" }}
        fields={[
          { key: "kind", label: t("哪一类"), kind: "choice", choices: frame.kinds.map(({ code, name }) => ({ value: code, label: name })) },
          { key: "title", label: t("标题") },
          { key: "about", label: t("征询什么"), kind: "long", hint: t("给群众看的话：这部法管什么、想听什么。") },
          { key: "issuer", label: t("谁来征询"), hint: t("如全国人大常委会法工委、市法工委、省州委室") },
          { key: "issuer_number", label: t("来文编号"), free: true },
          { key: "issued_on", label: t("下达日期"), kind: "day" },
          { key: "area", label: t("哪里的人可以说"), kind: "choice", choices: frame.areas.map(({ code, name }) => ({ value: code, label: name })) },
          { key: "opens_on", label: t("开始日"), kind: "day" },
          { key: "closes_on", label: t("截止日"), kind: "day" },
          { key: "leads", label: t("牵头联系点（联动时选两个）"), kind: "choices", free: true, choices: (stations.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })) },
        ]}
        send={make}
        done={(made) => go(`/solicitations/${made.id}`)}
      />
    </div>
  );
}
