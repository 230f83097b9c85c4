/** One 分析研判报告: what the figures support, section by section, each sentence with the figures it rests on; charts and the map. */
import type { JSX } from "preact";
import { Notice, Tag } from "../../shell/parts";
import { href, search } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import type { PageProps } from "../pages";
import { Heading, isoMinute, Printed, Waiting } from "../parts";
import { Bars, Course, Map } from "./Charts";
import type { Bulletin, Figure, HotCell, Sentence } from "./wire";
import "./bulletins.css";

/** The page of one that was issued, or of what is only looked at. */
export function BulletinPage({ id, here }: PageProps): JSX.Element {
  const preview = here === "/bulletins/preview";
  const path = preview ? `/api/bulletins/preview` : `/api/bulletins/${id}`;
  const query = preview ? search.value : "";
  const reading = useRead<Bulletin>(path + query);
  const of = reading.data;
  const title = of === null ? t("分析研判报告") : t("{area}分析研判报告", { area: of.area_name });
  return (
    <>
      <div class="pagehead">
        <Heading title={title}>{title}</Heading>
        <a class="btn second slim noprint" href={href("/bulletins")}>{t("全部报告")}</a>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
        {of !== null && <a class="btn slim noprint" href={`${path}.pdf${query}`} target="_blank" rel="noopener">{t("下载PDF")}</a>}
      </div>
      <Waiting reading={reading} />
      {of !== null && reading.refused === null && <Whole of={of} />}
      <Printed what={[title, of === null ? "" : `${of.from} – ${of.to}`]} />
    </>
  );
}

function Whole({ of }: { of: Bulletin }): JSX.Element {
  return (
    <div class="pad stack bulletin">
      <p>
        <Tag tone={of.id === null ? "wait" : "ok"} icon={of.id === null ? "clock" : "ok"}>{of.id === null ? t("没有存档") : of.kind_label}</Tag>{" "}
        <b>{of.from} – {of.to}</b> <span class="meta">{t("制表时间{time}", { time: isoMinute(of.made_at) })}</span>
      </p>
      {of.open && <Notice tone="wait">{t("期间还没结束，数字还会变，看完不存档。")}</Notice>}
      {of.sections.map(({ section, label, sentences }) => (
        <section class="card" key={section} aria-labelledby={`section-${section}`}>
          <h2 id={`section-${section}`}>{label}</h2>
          <Said sentences={sentences} />
          <Figures of={of} section={section} />
        </section>
      ))}
      <ul class="notes">{of.notes.map((each) => <li key={each}>{each}</li>)}</ul>
    </div>
  );
}

function Said({ sentences }: { sentences: Sentence[] }): JSX.Element {
  if (sentences.length === 0) return <p class="meta">{t("本期没有可说的。")}</p>;
  return (
    <ul class="said">
      {sentences.map(({ text, rests }) => (
        <li key={text}>
          {text}
          <span class="meta">{t("依据：{figures}", { figures: rests.map(({ label, value }) => `${label} ${value}`).join(t("、")) })}</span>
        </li>
      ))}
    </ul>
  );
}

function Figures({ of, section }: { of: Bulletin; section: string }): JSX.Element | null {
  if (section === "total") return <Course days={of.days} />;
  if (section === "categories") return <Bars rows={of.categories} name={t("类别")} />;
  if (section === "channels") return <Bars rows={of.channels} name={t("来源")} />;
  if (section === "cells") return <>{of.map !== null && <Map of={of.map} />}<Hot rows={of.hot} /></>;
  if (section === "work") return <Facts rows={of.work} />;
  if (section === "voices") return <Facts rows={of.voices} />;
  return null;
}

function Facts({ rows }: { rows: Figure[] }): JSX.Element {
  return <dl class="facts">{rows.map(({ key, label, value }) => [<dt key={key}>{label}</dt>, <dd key={`${key} n`}><b>{value}</b></dd>])}</dl>;
}

/** What the map says, for who does not see it. */
function Hot({ rows }: { rows: HotCell[] }): JSX.Element | null {
  if (rows.length === 0) return null;
  return (
    <table class="rows">
      <caption>{t("和周围一起高于或低于平均的网格")}</caption>
      <thead><tr><th scope="col">{t("网格")}</th><th scope="col">{t("显著程度")}</th><th scope="col">{t("走势")}</th><th scope="col" class="num">{t("件数")}</th><th scope="col" class="num">{t("每千户")}</th></tr></thead>
      <tbody>
        {rows.map((cell) => (
          <tr key={cell.code}>
            <th scope="row">{cell.name}</th>
            <td>{cell.class_label}{cell.sure ? "" : t("（一起看时不算）")}</td>
            <td>{cell.trend_label}</td>
            <td class="num" data-name={t("件数")}>{cell.n}</td>
            <td class="num" data-name={t("每千户")}>{cell.rate === null ? "–" : cell.rate.toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
