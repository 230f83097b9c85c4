/** Beside the map of coverage: how much is served, the chosen cell, the advice, and what trial posts would change. */
import type { ComponentChildren, JSX } from "preact";
import { language, t } from "../../shell/words";
import type { Reading } from "../live";
import { Waiting } from "../parts";
import { percent } from "../percent";
import { changed, count, mostSites, move, put, trial, values, wanted } from "./asked";
import { Numeral } from "./Numeral";
import { Plans } from "./Plans";
import { distance, method, postName, rank, reason, stateName, why } from "./say";
import { factors, type Advice, type Plan, type ReachedCell, type Site, type Sum, type Survey } from "./wire";

interface Props {
  survey: Survey;
  advice: Reading<Advice>;
  tried: Reading<Plan>;
  chosen: string | null;
  pick: (code: string) => void;
}

const mostWeight = 1000;

/** What stands between two sentences. */
const space = (): string => (language() === "en" ? " " : "");

/** The panel. */
export function Panel({ survey, advice, tried, chosen, pick }: Props): JSX.Element {
  const cell = survey.cells.find(({ code }) => code === chosen) ?? null;
  return (
    <aside class="panel" aria-label={t("覆盖与布点")}>
      <Served of={survey} />
      {survey.sum.cells > 0 && (
        <>
          <div aria-live="polite">{cell ? <Chosen cell={cell} /> : <p class="sub noprint">{t("点一个网格，看它离哪个采集点最近。")}</p>}</div>
          <Advise survey={survey} reading={advice} />
          <Tried reading={tried} advice={advice.data} />
          <Plans rules={survey.rules} />
        </>
      )}
      <Lists of={survey} pick={pick} />
    </aside>
  );
}

function Served({ of: { sum, rules } }: { of: Survey }): JSX.Element {
  if (sum.cells === 0) return <p role="status">{t("您的辖区还没有网格。")}</p>;
  return (
    <>
      <p role="status">
        {t("{n}个网格：{own}个有采集点，{within}个在步行范围内，{blank}个空白。", { n: sum.cells, own: sum.own, within: sum.reached - sum.own, blank: sum.blank })}
        {space()}
        {t("覆盖{cells}的网格、{households}的住户。", { cells: percent(sum.reached / sum.cells), households: percent(sum.households > 0 ? sum.households_reached / sum.households : 0) })}
      </p>
      <p class="sub">{t("假定：从网格里的一点算直线，每小时走{v}公里；实际的路更远。件数和意见从{since}算起。", { v: rules.walk_kmh, since: rules.since })}</p>
    </>
  );
}

function Chosen({ cell }: { cell: ReachedCell }): JSX.Element {
  const near = cell.nearest;
  return (
    <>
      <h2>{cell.name}</h2>
      <p class="sub">{[cell.village, t("{n}户", { n: cell.households }), stateName(cell.state)].join("·")}</p>
      <p>
        {near ? t("最近的采集点是{name}，{far}，步行约{n}分钟。", { name: postName(near), far: distance(near.distance_m), n: near.walk_min }) : t("还没有采集点。")}
        {cell.posts > 1 && t("这里有{n}个采集点。", { n: cell.posts })}
      </p>
      <p class="sub">{t("{reports}件，{opinions}条意见，{harder}件难办的", { reports: cell.reports, opinions: cell.opinions, harder: cell.harder })}</p>
      <p class="acts">
        <button type="button" class="btn second" disabled={trial.value.length >= mostSites} onClick={() => put([cell.lon, cell.lat])}>{t("在这里试放")}</button>
      </p>
    </>
  );
}

function Advise({ survey, reading }: { survey: Survey; reading: Reading<Advice> }): JSX.Element {
  const names = { households: t("住户"), reports: t("矛盾问题"), opinions: t("群众意见"), harder: t("治理难度") };
  const weights = values(survey.rules);
  const found = wanted.value === null ? null : reading.data;
  return (
    <section aria-labelledby="advice">
      <h2 id="advice">{t("建议布点")}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          wanted.value = count.value;
        }}
      >
        <div class="weights">
          {factors.map((name) => (
            <Numeral key={name} label={t("{what}权重", { what: names[name] })} value={weights[name]} low={0} high={mostWeight} step="any" set={(value) => (changed.value = { ...changed.value, [name]: value })} />
          ))}
          <Numeral label={t("增设几个")} value={count.value} low={1} high={mostSites} step="1" set={(value) => (count.value = value)} />
        </div>
        <div class="acts">
          <button type="submit" class="btn">{t("建议布点")}</button>
        </div>
      </form>
      <div aria-live="polite">
        {wanted.value !== null && <Waiting reading={reading} />}
        {found && (
          <>
            <Sites of={found.sites} mark={rank} />
            {reason(found) && <p>{reason(found)}</p>}
            {found.sites.length > 0 && <Sums before={found.before} after={found.after} />}
            {found.sites.length > 0 && <p class="sub">{method(found)}</p>}
            {found.sites.length > 0 && (
              <p class="acts">
                <button type="button" class="btn second" onClick={() => (trial.value = found.sites.map(({ lon, lat }) => [lon, lat]))}>{t("拿这些来试放")}</button>
              </p>
            )}
          </>
        )}
      </div>
    </section>
  );
}

function Tried({ reading, advice }: { reading: Reading<Plan>; advice: Advice | null }): JSX.Element {
  const some = trial.value.length > 0;
  const found = some ? reading.data : null;
  const same = advice !== null && wanted.value !== null && found !== null && advice.sites.length === found.sites.length;
  return (
    <section aria-labelledby="trial">
      <h2 id="trial">{t("试放")}</h2>
      {!some && <p class="sub">{t("选一个网格，点“在这里试放”，再在地图上拖动：新覆盖多少，马上看到。")}</p>}
      <div aria-live="polite">
        {some && <Waiting reading={reading} />}
        {found && (
          <>
            <Sites of={found.sites} mark={(nth) => String(nth + 1)}>
              {(nth) => (
                <button type="button" class="btn quiet slim" onClick={() => move(nth, null)}>
                  {t("拿掉")}
                  <span class="vh">{nth + 1}</span>
                </button>
              )}
            </Sites>
            <Sums before={found.before} after={found.after} />
            {same && <p>{t("同样多的点，建议的选法覆盖需求{best}，试放的{mine}。", { best: percent(advice.after.share), mine: percent(found.after.share) })}</p>}
          </>
        )}
      </div>
      {some && (
        <p class="acts">
          <button type="button" class="btn quiet slim" onClick={() => (trial.value = [])}>{t("全部拿掉")}</button>
        </p>
      )}
    </section>
  );
}

function Sites({ of, mark, children }: { of: Site[]; mark: (nth: number) => string; children?: (nth: number) => ComponentChildren }): JSX.Element {
  return (
    <ol class="sites">
      {of.map((site, nth) => (
        <li key={`${nth}-${site.lon}`}>
          <b>{mark(nth)}</b>
          <span>{site.cell ? `${site.cell.name}（${site.cell.village}）` : t("网格以外")}</span>
          <p class="sub">
            {site.cells.length === 0
              ? t("不多覆盖网格。")
              : t("新覆盖{cells}个网格、{households}户，需求多覆盖{share}。", { cells: site.cells.length, households: site.factors.find(({ factor }) => factor === "households")?.n ?? 0, share: percent(site.share) })}
            {site.share > 0 && space() + t("主要因为{why}。", { why: why(site) })} {children?.(nth)}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Sums({ before, after }: { before: Sum; after: Sum }): JSX.Element {
  const lines: [string, string, string][] = [
    [t("覆盖的网格"), `${before.reached}/${before.cells}`, `${after.reached}/${after.cells}`],
    [t("覆盖的住户"), String(before.households_reached), String(after.households_reached)],
    [t("覆盖的需求"), percent(before.share), percent(after.share)],
  ];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("覆盖")}</th>
          <th scope="col" class="num">{t("现在")}</th>
          <th scope="col" class="num">{t("设点后")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([name, now, then]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="num">{now}</td>
            <td class="num">{then}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lists({ of: { cells, posts }, pick }: { of: Survey; pick: (code: string) => void }): JSX.Element {
  const blank = cells.filter(({ state }) => state === "blank");
  const crowded = cells.filter(({ posts: own }) => own > 1);
  const shared = cells.filter(({ reached_by }) => reached_by > 1).length;
  const loose = posts.filter(({ cell, ours }) => ours && cell === null);
  const spare = posts.filter(({ ours, reaches, alone }) => ours && reaches > 0 && alone === 0);
  const cellList = (list: ReachedCell[]): JSX.Element => (
    <ul class="plain">
      {list.map((cell) => (
        <li key={cell.code}>
          <button type="button" class="cellpick" onClick={() => pick(cell.code)}>{cell.name}</button> <span class="meta">{[cell.village, t("{n}户", { n: cell.households })].join("·")}</span>
        </li>
      ))}
    </ul>
  );
  const postList = (list: typeof posts): JSX.Element => <ul class="plain">{list.map(({ id, name }) => <li key={id}>{name}</li>)}</ul>;
  return (
    <>
      {blank.length > 0 && <details><summary>{t("{n}个空白网格", { n: blank.length })}</summary>{cellList(blank)}</details>}
      {loose.length > 0 && <details><summary>{t("{n}个采集点没有编入网格", { n: loose.length })}</summary>{postList(loose)}</details>}
      {crowded.length > 0 && <details><summary>{t("{n}个网格有几个采集点", { n: crowded.length })}</summary>{cellList(crowded)}</details>}
      {spare.length > 0 && (
        <details>
          <summary>{t("{n}个采集点够到的网格，别的也够到", { n: spare.length })}</summary>
          {postList(spare)}
          <p class="sub">{t("{n}个网格有几个采集点够得到。", { n: shared })}</p>
        </details>
      )}
    </>
  );
}
