/** 意见漏斗: how many were raised, reported, adopted, and how many of those who spoke an answer has reached. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { Heading, Printed, Waiting } from "../parts";
import { percent } from "../percent";
import type { Funnel, FunnelRow } from "./wire";
import "./digests.css";

/** The page. */
export function FunnelPage(): JSX.Element {
  const [by, narrow] = useState("station");
  const [from, since] = useState("");
  const [to, until] = useState("");
  const query = new URLSearchParams({ by, ...(from ? { from } : {}), ...(to ? { to } : {}) });
  const reading = useRead<Funnel>(`/api/digest-funnel?${query}`);
  const funnel = reading.data;
  return (
    <>
      <div class="pagehead"><Heading title={t("意见漏斗")}>{t("意见漏斗")}</Heading></div>
      <div class="filters" role="search" aria-label={t("筛选")}>
        <label>{t("按什么分")}<select value={by} onChange={(event) => narrow(event.currentTarget.value)}><option value="station">{t("站点")}</option><option value="draft">{t("草案")}</option></select></label>
        <label>{t("从")}<input type="date" value={from} onChange={(event) => since(event.currentTarget.value)} /></label>
        <label>{t("到")}<input type="date" value={to} onChange={(event) => until(event.currentTarget.value)} /></label>
      </div>
      <Waiting reading={reading} />
      {funnel !== null && (
        <div class="pad stack">
          <Bars row={funnel.total} />
          {funnel.items.length === 0 && <p>{t("这段时间还没有入库的意见。")}</p>}
          {funnel.items.length > 0 && <Table funnel={funnel} />}
          <p class="sub">{t("提出=已入库的意见；上报率=上报÷提出；采纳率按上报和按提出各算一次，部分采纳也算；反馈送达率=答复已送达÷应反馈，公告算送达。")}</p>
        </div>
      )}
      <Printed what={[t("意见漏斗")]} />
    </>
  );
}

function Bars({ row }: { row: FunnelRow }): JSX.Element {
  const steps: [string, number, string][] = [
    [t("提出"), row.raised, ""], [t("上报"), row.reported, percent(row.report_rate)], [t("采纳"), row.adopted, percent(row.adoption_of_reported)], [t("答复送达"), row.reached, percent(row.delivery_rate)],
  ];
  return (
    <figure class="bars" aria-label={t("提出{n}条，上报{m}条，采纳{k}条", { n: row.raised, m: row.reported, k: row.adopted })}>
      {steps.map(([name, n, share]) => (
        <div key={name}>
          <span>{name}</span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width={row.raised > 0 ? (n / row.raised) * 100 : 0} height="10" /></svg>
          <b>{n}</b> <span class="meta">{share}</span>
        </div>
      ))}
    </figure>
  );
}

function Table({ funnel }: { funnel: Funnel }): JSX.Element {
  const heads = [t("提出"), t("上报"), t("采纳"), t("上报率"), t("采纳率（占上报）"), t("采纳率（占提出）"), t("应反馈"), t("反馈送达率")];
  const cells = (row: FunnelRow): (string | number)[] => [row.raised, row.reported, row.adopted, percent(row.report_rate), percent(row.adoption_of_reported), percent(row.adoption_of_raised), row.due, percent(row.delivery_rate)];
  return (
    <div class="cases figures">
      <table class="rows">
        <caption class="vh">{t("意见漏斗")}</caption>
        <thead><tr><th scope="col">{t("名称")}</th>{heads.map((each) => <th scope="col" key={each}>{each}</th>)}</tr></thead>
        <tbody>
          {[...funnel.items, funnel.total].map((row) => (
            <tr key={`${row.station_id ?? ""}${row.solicitation_id ?? ""}`}>
              <th scope="row">{row.name ?? t("合计")}</th>
              {cells(row).map((each, n) => <td key={n} data-name={heads[n]}>{each}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
