/** One cell and all that is known of it: figures, how sure they are, how they went, who works there, where help is. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { language, t } from "../../shell/words";
import { useRead } from "../live";
import { Waiting } from "../parts";
import { rated, townOf } from "./columns";
import { daysName } from "./look";
import { daysIn } from "./period";
import { giName, judgement, oneDecimal } from "./meaning";
import type { CellCount, CellSheet } from "./wire";

interface Props {
  cell: CellCount;
  /** What is asked of the server: period, category, topic, channel. */
  asked: URLSearchParams;
  periodName: string;
  /** The same cell in the other period; null when nothing is compared. */
  then: { name: string; count: number } | null;
}

/** The list of cases of this period, narrowed as the map is. */
export function casesOf(asked: URLSearchParams, more: Record<string, string>): string {
  const { channel, ...others } = Object.fromEntries(asked);
  return href(`/cases?${new URLSearchParams({ ...others, ...(channel ? { came_by: channel } : {}), ...more })}`);
}

/** The sheet. */
export function Sheet({ cell, asked, periodName, then }: Props): JSX.Element {
  const reading = useRead<CellSheet>(`/api/hotspots/cells/${cell.code}?${asked}`);
  const known = reading.data?.code === cell.code ? reading.data : null;
  return (
    <>
      <h2>{cell.name}</h2>
      <p class="sub">{t("{town}·{n}户", { town: townOf(cell), n: cell.households })}</p>
      <dl class="three">
        <Figure name={periodName} value={t("{n}件", { n: cell.count })} />
        {then && <Figure name={then.name} value={t("{n}件", { n: then.count })} />}
        <Figure name={t("每千户")} value={rated(cell.rate)} />
        {known && <Figure name={t("平滑后每千户")} value={rated(known.smoothed)} />}
        {known && <Figure name={t("判断")} value={giName(known.class)} />}
      </dl>
      {cell.count > 0 ? (
        <a class="btn" href={casesOf(asked, { cell: cell.code, name: cell.name })}>{t("看这{n}件", { n: cell.count })}</a>
      ) : (
        <p class="sub">{t("这段时间没有件，换个期间。")}</p>
      )}
      {known ? <Known of={known} one={asked.has("category")} /> : <Waiting reading={reading} />}
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** `one`: the map is narrowed to one category; the list of categories is not. */
function Known({ of, one }: { of: CellSheet; one: boolean }): JSX.Element {
  const all = (more: Record<string, string>): string => casesOf(new URLSearchParams(), { cell: of.code, name: of.name, ...more });
  return (
    <>
      {judgement(of).map((sentence) => <p key={sentence} class="sub">{sentence}</p>)}
      <Course series={of.series} />
      {of.categories.length > 0 && (
        <section>
          <h3>{one ? t("哪些类别（全部，不只选的这一类）") : t("哪些类别")}</h3>
          <ul class="plain">{of.categories.map((each) => <li key={each.code}>{t("{name}{n}件", { name: language() === "en" ? each.name_en : each.name, n: each.n })}</li>)}</ul>
        </section>
      )}
      <section>
        <h3>{t("没办结的事项")}</h3>
        <p>{of.open_cases > 0 ? <a href={all({ open: "1" })}>{t("{n}件还在办", { n: of.open_cases })}</a> : t("没有还在办的。")}</p>
        <p class="noprint"><a href={all({})}>{t("看本格全部事项，不分期间和阶段")}</a></p>
      </section>
      <section>
        <h3>{t("网格员")}</h3>
        <p>{of.workers.length > 0 ? of.workers.map(({ name }) => name).join("、") : t("还没有指定网格员，请管理员在“人员和账号”里指定。")}</p>
      </section>
      <section>
        <h3>{t("最近的站点")}</h3>
        <ul class="plain">{of.posts.map((post) => <li key={post.id}>{t("{name}：{distance}，走路约{n}分钟", { name: post.name, distance: distanceName(post.distance_m), n: Math.max(1, Math.round(post.walk_min)) })}</li>)}</ul>
        <p class="sub">{of.posts.length > 0 ? t("直线距离，从网格中间量起；走路按每小时{n}公里估计，没算绕路。", { n: of.walking_kmh }) : t("附近没有开放的站点。")}</p>
      </section>
    </>
  );
}

const distanceName = (metres: number): string => (metres < 1000 ? t("{n}米", { n: Math.round(metres) }) : t("{n}公里", { n: oneDecimal(metres / 1000) }));

const height = 48;
const barWidth = 20;

/** How the counts went: bars, and the same in words. */
function Course({ series }: { series: CellSheet["series"] }): JSX.Element | null {
  const last = series.at(-1);
  if (!last) return null;
  const top = Math.max(1, ...series.map(({ count }) => count));
  const words = series.map((step) => t("{days}{n}件", { days: `${daysName(step)}：`, n: step.count })).join("；");
  return (
    <section>
      <h3>{t("近{n}段的件数，每段{days}天", { n: series.length, days: daysIn(last) })}</h3>
      <svg class="course" viewBox={`0 0 ${series.length * barWidth} ${height + 14}`} role="img" aria-label={words}>
        {series.map((step, nth) => {
          const tall = Math.round((step.count / top) * (height - 12));
          return (
            <g key={step.from} class={step === last ? "last" : ""}>
              <rect x={nth * barWidth + 2} y={height - tall} width={barWidth - 4} height={Math.max(1, tall)} />
              <text x={nth * barWidth + barWidth / 2} y={height - tall - 3}>{step.count}</text>
            </g>
          );
        })}
      </svg>
      <p class="sub">{t("从{from}到{to}，最后一段{n}件。", { from: series[0]!.from, to: last.to, n: last.count })}</p>
    </section>
  );
}
