/** Beside the map: the chosen cell, the cells that stand out, what the map cannot show. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { rated, townOf } from "./columns";
import { figureOf, type Pair } from "./frames";
import { casesOf, Sheet } from "./Sheet";
import type { CellCount, Hotspots, Measure } from "./wire";

interface Props {
  data: Hotspots | null;
  /** The cells as they are shown: of the period or of one step. */
  cells: readonly CellCount[];
  pairs: readonly Pair[] | null;
  measure: Measure;
  chosen: string | null;
  periodName: string;
  otherName: string;
  /** The period and category asked for; the list of cases is narrowed by the same. */
  asked: URLSearchParams;
  pick: (code: string) => void;
}

const hottest = 7;

/** The panel. */
export function Panel({ data, cells, pairs, measure, chosen, periodName, otherName, asked, pick }: Props): JSX.Element {
  const cell = data?.cells.find(({ code }) => code === chosen);
  const before = pairs?.find(({ now }) => now.code === chosen)?.then;
  return (
    <aside class="panel" aria-label={t("选中的网格")}>
      <div aria-live="polite">{cell ? <Sheet cell={cell} asked={asked} periodName={periodName} then={before ? { name: otherName, count: before.count } : null} /> : <p class="sub noprint">{t("点一个网格，看它的件数、走势、网格员和最近的站点。")}</p>}</div>
      {pairs ? <MostChanged of={pairs} otherName={otherName} chosen={chosen} pick={pick} /> : <Hottest cells={cells} measure={measure} chosen={chosen} pick={pick} />}
      {data && <Besides data={data} asked={asked} />}
    </aside>
  );
}

interface TopProps {
  caption: string;
  columns: readonly { label: string; of: (cell: CellCount) => string | number }[];
  rows: readonly CellCount[];
  chosen: string | null;
  pick: (code: string) => void;
}

function Top({ caption, columns, rows, chosen, pick }: TopProps): JSX.Element | null {
  if (rows.length === 0) return null;
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t("网格")}</th>
          {columns.map(({ label }) => <th key={label} scope="col" class="num">{label}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((cell) => (
          <tr key={cell.code} class={cell.code === chosen ? "sel" : ""}>
            <th scope="row">
              <button type="button" class="cellpick" aria-pressed={cell.code === chosen} onClick={() => pick(cell.code)}>{cell.name}</button>
              <span class="meta">{townOf(cell)}</span>
            </th>
            {columns.map(({ label, of }) => <td key={label} class="num">{of(cell)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Hottest({ cells, measure, chosen, pick }: { cells: readonly CellCount[]; measure: Measure; chosen: string | null; pick: (code: string) => void }): JSX.Element | null {
  const size = (cell: CellCount): number => (measure === "gi_star" ? (cell.z ?? -Infinity) : (figureOf(cell, measure) ?? 0));
  const top = cells.filter((cell) => cell.count > 0 && size(cell) > 0).sort((a, b) => size(b) - size(a) || a.code.localeCompare(b.code)).slice(0, hottest);
  const count = { label: t("件"), of: (cell: CellCount) => cell.count };
  const households = { label: t("户"), of: (cell: CellCount) => cell.households };
  if (measure === "gi_star") return <Top caption={t("最热的网格")} rows={top} chosen={chosen} pick={pick} columns={[count, { label: "z", of: ({ z }) => rated(z) }, { label: t("校正"), of: ({ fdr }) => (fdr ? t("是") : t("否")) }]} />;
  if (measure === "rate") return <Top caption={t("每千户最多的网格")} rows={top} chosen={chosen} pick={pick} columns={[households, count, { label: t("每千户"), of: (cell) => rated(figureOf(cell, "rate")) }]} />;
  return <Top caption={t("件数最多的网格")} rows={top} chosen={chosen} pick={pick} columns={[households, count]} />;
}

function MostChanged({ of, otherName, chosen, pick }: { of: readonly Pair[]; otherName: string; chosen: string | null; pick: (code: string) => void }): JSX.Element | null {
  const change = new Map(of.map(({ now, then }) => [now.code, now.count - then.count]));
  const before = new Map(of.map(({ then }) => [then.code, then.count]));
  const size = (cell: CellCount): number => Math.abs(change.get(cell.code) ?? 0);
  const rows = of.map(({ now }) => now).filter((cell) => size(cell) > 0).sort((a, b) => size(b) - size(a) || a.code.localeCompare(b.code)).slice(0, hottest);
  const signed = (n: number): string => (n > 0 ? `+${n}` : String(n));
  return (
    <Top caption={t("变化最大的网格")} rows={rows} chosen={chosen} pick={pick} columns={[
      { label: otherName, of: ({ code }) => before.get(code) ?? 0 },
      { label: t("本期"), of: ({ count }) => count },
      { label: t("差"), of: ({ code }) => signed(change.get(code) ?? 0) },
    ]} />
  );
}

/** Figures without a cell: told, so that the sum is right. */
function Besides({ data, asked }: { data: Hotspots; asked: URLSearchParams }): JSX.Element {
  return (
    <>
      <p class="sub total">
        {t("共{n}件", { n: data.total })}
        {data.unplaced > 0 && <>，<a href={casesOf(asked, { unplaced: "1" })}>{t("其中{n}件未落格", { n: data.unplaced })}</a></>}
        {data.former > 0 && `，${t("{n}件在旧网格", { n: data.former })}`}
      </p>
      {data.hidden_by_village.length > 0 && (
        <table>
          <caption>{t("隐蔽问题（只到村）")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("村（社区）")}</th>
              <th scope="col" class="num">{t("件")}</th>
            </tr>
          </thead>
          <tbody>
            {data.hidden_by_village.map((village) => (
              <tr key={village.code}>
                <th scope="row">{village.name}</th>
                <td class="num">{village.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
