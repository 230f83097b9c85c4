/** One edition of the grid: what it moved to other cells, by kind; as long as it is ahead it can be taken back. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { usePages, useRead } from "../live";
import type { PageProps } from "../pages";
import { Heading, isoMinute, Printed, Waiting } from "../parts";
import { stateTag } from "./tag";
import type { Edition, EditionMove } from "./wire";
import { Withdraw } from "./Withdraw";

const percent = 100;

/** The page. */
export function EditionPage({ id }: PageProps): JSX.Element {
  const reading = useRead<Edition>(/^\d{1,18}$/.test(id) ? `/api/editions/${id}` : "/api/editions/0");
  const of = reading.data;
  const [leaving, leave] = useState(false);
  const name = of?.name ?? t("网格版本");
  return (
    <>
      <div class="pagehead">
        <Heading title={name}>{name}</Heading>
        <a class="btn quiet noprint" href={href("/editions")}>{t("全部网格版本")}</a>
        <button type="button" class="btn second" onClick={() => print()}>{t("打印")}</button>
      </div>
      <Waiting reading={reading} />
      {of !== null && (
        <>
          <div class="pad stack">
            <p><Tag {...stateTag(of.state)}>{of.state_label}</Tag> {of.in_force_to === null ? t("{area}，{from}起用", { area: of.area_name, from: of.in_force_from }) : t("{area}，{from}起用，到{to}前", { area: of.area_name, from: of.in_force_from, to: of.in_force_to })}</p>
            <p class="meta">{[t("导入时间{time}", { time: isoMinute(of.imported_at) }), ...(of.file_name ? [t("文件{name}", { name: of.file_name })] : []), ...(of.imported_by ? [t("导入人{name}", { name: of.imported_by })] : []), t("来源：{source}", { source: of.source })].join("·")}</p>
            {of.synthetic && <p class="meta">{t("网格为合成数据，不作为法定界线")}</p>}
            <Facts of={of} />
            {of.state === "ahead" && <Notice tone="wait">{t("{day}才启用。到那天，事项才会换到新的网格；下面是照今天的情况算的。", { day: of.in_force_from })}</Notice>}
            {of.may_withdraw && <div class="acts start noprint"><button type="button" class="btn second slim" onClick={() => leave(true)}>{t("撤回这一版")}</button></div>}
          </div>
          {of.workers > 0 && <Moves of={of} kind="workers" title={t("网格没有了的网格员")} hint={t("他们名下的网格在这一版里取消了或换了编号，请管理员重新指定。")} />}
          {of.cases > 0 && <Moves of={of} kind="cases" title={of.state === "ahead" ? t("要换网格的事项") : t("换了网格的事项")} />}
          {of.posts > 0 && <Moves of={of} kind="posts" title={t("换了网格的采集点")} />}
          {of.reports > 0 && <Moves of={of} kind="reports" title={t("算到别的网格的反映")} hint={t("反映本身不改，只是在地图上算到新的网格。隐蔽的不计在内。")} />}
          {first(of) && <div class="pad"><p>{t("这是您辖区的第一版网格，以前没有网格可比。")}</p></div>}
          {changed(of) && !first(of) && <Moves of={of} kind="cells" title={t("网格的变化")} />}
          {!changed(of) && of.posts + of.cases + of.reports + of.workers === 0 && <div class="empty"><p>{t("这一版没有把您辖区的什么挪到别的网格。")}</p></div>}
        </>
      )}
      {leaving && of !== null && <Withdraw of={of} close={() => leave(false)} done={() => go("/editions")} />}
      <Printed what={[name, ...(of === null ? [] : [of.in_force_from])]} />
    </>
  );
}

const changed = (of: Edition): boolean => of.renamed + of.split + of.merged + of.redrawn + of.new + of.gone > 0;

/** Nothing was there before: all of it is new, and a list of it says no more. */
const first = (of: Edition): boolean => of.new === of.cells && of.kept + of.renamed + of.split + of.merged + of.redrawn + of.gone === 0;

function Facts({ of }: { of: Edition }): JSX.Element {
  const cells = [[t("没变"), of.kept], [t("换了编号"), of.renamed], [t("拆分"), of.split], [t("合并"), of.merged], [t("调整边界"), of.redrawn], [t("新增"), of.new], [t("取消了"), of.gone]] as const;
  const moved = [[t("采集点"), of.posts], [t("事项"), of.cases], [t("反映"), of.reports], [t("网格员"), of.workers]] as const;
  return (
    <>
      <p>{t("网格{n}个", { n: of.cells })}{cells.filter(([, n]) => n > 0).map(([label, n]) => <span key={label}>{t("、")}{t("{label}{n}个", { label, n })}</span>)}</p>
      <p>{t("挪动：")}{moved.map(([label, n], at) => <span key={label}>{at > 0 && t("、")}{label} <b>{n}</b></span>)}</p>
    </>
  );
}

function Moves({ of, kind, title, hint }: { of: Edition; kind: "cells" | "posts" | "cases" | "reports" | "workers"; title: string; hint?: string }): JSX.Element {
  const { rows, more, reading } = usePages<EditionMove>(`/api/editions/${of.id}/moves?kind=${kind}`);
  const heading = { cells: t("变化"), posts: t("采集点"), cases: t("事项"), reports: t("件数"), workers: t("网格员") }[kind];
  return (
    <section aria-labelledby={`moved-${kind}`}>
      <div class="pad"><h2 id={`moved-${kind}`}>{title}</h2>{hint && <p class="sub">{hint}</p>}</div>
      <Waiting reading={reading} />
      {rows !== null && (
        <div class="cases">
          <table class="rows">
            <caption class="vh">{title}</caption>
            <thead><tr><th scope="col">{heading}</th><th scope="col">{t("原来的网格")}</th><th scope="col">{t("现在的网格")}</th></tr></thead>
            <tbody>
              {rows.map((each) => (
                <tr key={`${each.former} ${each.cell} ${each.name}`}>
                  <th scope="row"><What of={each} kind={kind} /></th>
                  <td data-name={t("原来的网格")}>{each.former ?? t("不在网格里")}</td>
                  <td data-name={t("现在的网格")}>{each.cell ?? (kind === "workers" || each.what === "gone" ? t("没有了") : t("不在网格里"))}{each.share !== null && each.what !== "kept" && <span class="meta"> {t("原网格的{n}%", { n: Math.round(each.share * percent) })}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {more && <p class="pad"><button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button></p>}
        </div>
      )}
    </section>
  );
}

function What({ of, kind }: { of: EditionMove; kind: string }): JSX.Element {
  if (of.case_id !== null) return <a href={href(`/cases/${of.case_id}`)}>{of.name}</a>;
  if (of.station_id !== null) return <><a href={`/stations/${of.station_id}`}>{of.name}</a>{(of.distance_m ?? 0) > 0 && <span class="meta"> {t("在网格外{n}米", { n: Math.round(of.distance_m ?? 0) })}</span>}</>;
  if (kind === "reports") return <>{t("{n}条", { n: of.n })}</>;
  return kind === "cells" ? <>{of.what_label} <span class="meta">{of.name}</span></> : <>{of.name}</>;
}
