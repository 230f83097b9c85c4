/** 扫码统计: how often codes were scanned, how often somebody began to write, what came of it; which posters bring nothing. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { href } from "../../shell/route";
import { Tag } from "../../shell/parts";
import { language, t } from "../../shell/words";
import { daysOf, spanOf } from "../ledgers/span";
import type { Span } from "../ledgers/wire";
import { frame, holds, readers, useRead } from "../live";
import { Heading, Printed, Waiting } from "../parts";
import { percent } from "../percent";
import { ask, asked, type Asked } from "./asked";
import type { Brings, ScanLine, Scans, ScanStep, ScanUse } from "./wire";
import "./scans.css";

const shown = 50;
const most = 200;

/** The page. */
export function ScansPage(): JSX.Element {
  const given = asked();
  const [limit, show] = useState(shown);
  const reading = useRead<Scans>(`/api/scans?${new URLSearchParams(given)}&limit=${limit}`);
  const found = reading.data;
  const listed = found?.tally[(given.show as Brings | undefined) ?? "all"] ?? 0;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("扫码统计")}>{t("扫码统计")}</Heading>
        <button type="button" class="btn second" onClick={() => print()}>{t("打印")}</button>
        {holds(...readers) && <a class="btn second noprint" href={`${href("/ledgers")}?book=scans&from=${given.from}&to=${given.to}`}>{t("看台账、导出")}</a>}
      </div>
      <Filters given={given} tally={found?.tally ?? null} />
      <Waiting reading={reading} />
      {found !== null && reading.refused === null && (
        <>
          <Total of={found.total} />
          <Lines items={found.items} by={given.by ?? "code"} />
          {listed > limit && limit < most && <p class="pad noprint"><button type="button" class="btn second" onClick={() => show(most)}>{t("看前{n}条", { n: most })}</button></p>}
          {listed > Math.min(limit, most) && <p class="pad sub">{t("这里只列前{n}条，全部条目请导出。", { n: found.items.length })}</p>}
          <Steps of={found.steps} />
        </>
      )}
      <p class="pad sub">{t("扫码：一部手机一天算一次，搜索引擎和预读不算，不记是谁。提交的件数按事项和意见的记录数，只数您看得到的，隐蔽和限办理人员的不计入。")}</p>
      <Printed what={[t("扫码统计"), `${given.from}–${given.to}`]} />
    </>
  );
}

function Filters({ given, tally }: { given: Asked; tally: Record<Brings, number> | null }): JSX.Element {
  const set = (name: keyof Asked) => (event: Event) => ask({ [name]: (event.target as HTMLInputElement).value });
  const places = [...(frame.value?.areas ?? []), ...(frame.value?.towns ?? [])];
  const staff = holds(...readers);
  const spans: [Span, string][] = [["month", t("本月")], ["last_month", t("上月")], ["quarter", t("本季度")], ["year", t("本年")], ["last_year", t("去年")]];
  const shows: [Brings, string][] = [["all", t("全部")], ["unscanned", t("没人扫")], ["unwritten", t("扫了没人提交")], ["ended", t("已停用的码")]];
  return (
    <div class="filters" role="search" aria-label={t("选择扫码统计")}>
      {staff && (
        <label>
          {t("范围")}
          <select value={given.area ?? ""} onChange={set("area")} disabled={given.own === "1"}>
            <option value="">{t("我的全部辖区")}</option>
            {places.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
            {given.area !== undefined && !places.some(({ code }) => code === given.area) && <option value={given.area}>{given.area}</option>}
          </select>
        </label>
      )}
      <label>
        {t("期间")}
        <select value={spanOf(given) ?? ""} onChange={({ currentTarget: { value } }) => value && ask({ ...daysOf(value as Span) })}>
          <option value="">{t("自己选日期")}</option>
          {spans.map(([span, name]) => <option key={span} value={span}>{name}</option>)}
        </select>
      </label>
      <label>{t("从")} <input type="date" value={given.from} onChange={set("from")} /></label>
      <label>{t("到")} <input type="date" value={given.to} onChange={set("to")} /></label>
      <label>
        {t("怎么列")}
        <select value={given.by ?? "code"} onChange={set("by")}>
          <option value="code">{t("按码")}</option>
          <option value="owner">{t("按站点和代表")}</option>
          {staff && <option value="area">{t("按地方")}</option>}
        </select>
      </label>
      <label>
        {t("只看")}
        <select value={given.show ?? "all"} onChange={set("show")}>
          {shows.map(([brings, name]) => <option key={brings} value={brings}>{tally === null ? name : `${name} ${tally[brings]}`}</option>)}
        </select>
      </label>
      <label>
        {t("排序")}
        <select value={given.sort ?? "opened"} onChange={set("sort")}>
          <option value="opened">{t("扫码多的在前")}</option>
          <option value="begun">{t("开始写多的在前")}</option>
          <option value="came">{t("提交多的在前")}</option>
          <option value="rate">{t("转化率高的在前")}</option>
        </select>
      </label>
      <label>
        {t("分段")}
        <select value={given.step ?? "week"} onChange={set("step")}>
          <option value="week">{t("按周")}</option>
          <option value="month">{t("按月")}</option>
        </select>
      </label>
      {staff && holds("deputy") && <label><input type="checkbox" checked={given.own === "1"} onChange={({ currentTarget }) => ask({ own: currentTarget.checked ? "1" : "", area: "" })} /> {t("只看我的代表码")}</label>}
    </div>
  );
}

function Total({ of }: { of: ScanUse }): JSX.Element {
  return (
    <p class="pad scantotal" aria-live="polite">
      {t("扫码次数")}<b>{of.opened}</b>，{t("开始写")}<b>{of.begun}</b>，{t("提交反映")}<b>{of.submissions}</b>，{t("提意见")}<b>{of.opinions}</b>，{t("转化率")}<b>{percent(of.rate)}</b>
    </p>
  );
}

function Numbers({ of }: { of: ScanUse }): JSX.Element {
  return (
    <>
      <td class="num" data-name={t("扫码次数")}>{of.opened}</td>
      <td class="num" data-name={t("开始写")}>{of.begun}</td>
      <td class="num" data-name={t("提交反映")}>{of.submissions}</td>
      <td class="num" data-name={t("提意见")}>{of.opinions}</td>
      <td class="num" data-name={t("转化率")}>{percent(of.rate)}</td>
    </>
  );
}

function Columns({ first }: { first: string }): JSX.Element {
  return (
    <tr>
      <th scope="col">{first}</th>
      {[t("扫码次数"), t("开始写"), t("提交反映"), t("提意见"), t("转化率")].map((name) => <th key={name} scope="col" class="num">{name}</th>)}
    </tr>
  );
}

function Lines({ items, by }: { items: ScanLine[]; by: string }): JSX.Element {
  if (items.length === 0) {
    return (
      <div class="empty">
        <p>{t("这里没有要列的码。换一个期间或范围；码随站点、采集点和代表发放，海报贴出去以后才有人扫。")}</p>
      </div>
    );
  }
  const first = by === "area" ? t("地方") : by === "owner" ? t("站点、代表") : t("码");
  return (
    <table class="rows scans">
      <caption class="vh">{t("各码的扫码和提交")}</caption>
      <thead><Columns first={first} /></thead>
      <tbody>
        {items.map((line) => (
          <tr key={line.code ?? `${line.kind} ${line.name} ${line.area_code}`}>
            <th scope="row"><Name of={line} /></th>
            <Numbers of={line} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Name({ of }: { of: ScanLine }): JSX.Element {
  const kinds = { deputy: t("代表码"), station: t("站点的码"), post: t("采集点的码") };
  const category = language() === "en" ? of.category_en : of.category;
  const about = [of.kind === null ? "" : kinds[of.kind], of.area, category ?? "", of.code === null ? t("{n}个码", { n: of.codes }) : ""].filter(Boolean);
  return (
    <>
      {of.kind === null ? <button type="button" class="link" onClick={() => ask({ area: of.area_code, by: "" })}>{of.name}</button> : of.name}{" "}
      {of.brings === "unscanned" && <Tag tone="wait" icon="bang">{t("没人扫")}</Tag>}
      {of.brings === "unwritten" && <Tag tone="wait" icon="bang">{t("扫了没人提交")}</Tag>}
      {of.brings === "ended" && <Tag tone="idle" icon="ok">{of.ended_on === null ? t("已停用") : t("{day}停用", { day: of.ended_on })}</Tag>}
      {of.brings === "ended" && of.opened > 0 && <span class="say">{t("旧海报可能还挂着：换下来，贴新的。")}</span>}
      <span class="meta">{about.join("·")}</span>
      {of.code !== null && <span class="meta code">{of.code.replace(/(.{4})(?=.)/g, "$1 ")}</span>}
    </>
  );
}

function Steps({ of }: { of: ScanStep[] }): JSX.Element {
  const top = Math.max(1, ...of.map(({ opened }) => opened));
  return (
    <table class="rows scans steps">
      <caption>{t("一段一段看")}</caption>
      <thead><Columns first={t("从这天起")} /></thead>
      <tbody>
        {of.map((step) => (
          <tr key={step.begins}>
            <th scope="row"><span class="day">{step.begins}</span> <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width={(100 * step.opened) / top} height="8" /></svg></th>
            <Numbers of={step} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
