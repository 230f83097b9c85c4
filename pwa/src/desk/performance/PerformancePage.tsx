/** 履职档案: what a deputy has done between two days, as the records have it; one's own, or of a deputy of one's congress. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import type { PageProps } from "../pages";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import type { Performance, PerformancePart } from "./wire";
import "../admin/admin.css";

const thisYear = Number(isoDay(Date.now()).slice(0, 4));

/** Where a deed of a part is read in full; nothing where there is no page of it. */
const pageOf: Record<string, string> = { activity: "/activities/", training: "/activities/", reception: "/receptions/", answered: "/cases/", suggestion: "/initiatives/", signed: "/initiatives/", commitment: "/commitments/", score: "/projects/" };

/** The page; without an id it is one's own. */
export function PerformancePage({ id }: PageProps): JSX.Element {
  const [since, from] = useState(`${thisYear}-01-01`);
  const [until, to] = useState(`${thisYear}-12-31`);
  const query = new URLSearchParams({ from: since, to: until });
  const ready = since !== "" && until !== "";
  const reading = useRead<Performance>(!ready ? null : id ? `/api/deputies/${id}/performance?${query}` : `/api/performance?${query}`);
  const file = reading.data;
  const years = [thisYear, thisYear - 1, thisYear - 2];
  return (
    <>
      <div class="pagehead">
        <Heading title={t("履职档案")}>{file === null ? t("履职档案") : t("{name}代表履职档案", { name: file.name })}</Heading>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
        {file !== null && <a class="btn second slim noprint" href={`/api/deputies/${file.deputy_id}/performance.pdf?${query}`} target="_blank" rel="noopener">{t("下载PDF")}</a>}
      </div>
      <div class="filters" role="search" aria-label={t("筛选期间")}>
        <label>{t("年份")} <select value={since.slice(5) === "01-01" && until === `${since.slice(0, 4)}-12-31` ? since.slice(0, 4) : ""} onChange={({ currentTarget: { value } }) => value && (from(`${value}-01-01`), to(`${value}-12-31`))}><option value="" />{years.map((year) => <option key={year} value={year}>{year}</option>)}</select></label>
        <label>{t("从")} <input type="date" value={since} onChange={(event) => from(event.currentTarget.value)} /></label>
        <label>{t("到")} <input type="date" value={until} onChange={(event) => to(event.currentTarget.value)} /></label>
      </div>
      <div class="admin">
        <Waiting reading={reading} />
        {file !== null && reading.refused === null && <File of={file} />}
      </div>
      <Printed what={[t("履职档案"), file?.name ?? "", `${since} – ${until}`]} />
    </>
  );
}

function File({ of }: { of: Performance }): JSX.Element {
  const done = of.parts.filter((part) => part.n > 0);
  return (
    <>
      <p>{of.level_label} {of.area_name} <span class="meta">{t("由系统按活动、接待、建议、票决、评分等记录自动汇总，没有人工填写。")}</span></p>
      {!of.whole && <Notice tone="wait">{t("记录太多，只列出一部分，请缩短期间再取。")}</Notice>}
      <section class="card" aria-labelledby="sums">
        <h2 id="sums">{t("合计")}</h2>
        <dl class="facts">
          {of.parts.map((part) => [<dt key={part.section}>{part.label}</dt>, <dd key={`${part.section} n`}><b>{part.n}</b>{part.n > 0 && part.more.length > 0 && <span class="meta"> {part.more.join("、")}</span>}</dd>])}
        </dl>
      </section>
      {done.length === 0 && <div class="empty"><p>{t("这段时间还没有记录。参加活动时签到，接待后记下谈话，就会自动进入档案。")}</p></div>}
      {done.map((part) => <Part key={part.section} of={part} />)}
    </>
  );
}

function Part({ of }: { of: PerformancePart }): JSX.Element {
  const page = pageOf[of.section];
  return (
    <section class="card" aria-labelledby={`part-${of.section}`}>
      <h2 id={`part-${of.section}`}>{of.label}</h2>
      <ul class="seats">
        {of.entries.map((each) => {
          const words = [each.number, each.title].filter(Boolean).join(" ") || t("（内容不公开）");
          return <li key={`${each.id} ${each.day}`}>{each.day} {page ? <a href={href(page + each.id)}>{words}</a> : words} <span class="meta">{each.note}</span></li>;
        })}
      </ul>
    </section>
  );
}
