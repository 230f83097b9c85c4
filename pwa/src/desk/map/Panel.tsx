/** Beside the map: the chosen cell and the way to its cases, the hottest cells, what the map cannot show. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { frame } from "../live";
import type { CellCount, Hotspots } from "./wire";

interface Props {
  data: Hotspots | null;
  cell: CellCount | null;
  periodName: string;
  /** The period and category asked for; the list of cases is narrowed by the same. */
  asked: URLSearchParams;
  pick: (code: string) => void;
}

const hottest = 7;

/** The township of a cell. */
export function townOf(cell: CellCount): string {
  return frame.value?.towns.find(({ code }) => cell.area_code.startsWith(code))?.name ?? "";
}

function casesOf(asked: URLSearchParams, more: Record<string, string>): string {
  return href(`/cases?${new URLSearchParams([...asked, ...Object.entries(more)])}`);
}

/** The panel. */
export function Panel({ data, cell, periodName, asked, pick }: Props): JSX.Element {
  return (
    <aside class="panel" aria-label={t("选中的网格")}>
      <div aria-live="polite">{cell ? <Chosen cell={cell} periodName={periodName} asked={asked} /> : <p class="sub noprint">{t("点一个网格，看它的户数和件数。")}</p>}</div>
      {data && data.cells.some(({ count }) => count > 0) && <Hottest cells={data.cells} chosen={cell?.code ?? null} pick={pick} />}
      {data && <Besides data={data} asked={asked} />}
    </aside>
  );
}

function Chosen({ cell, periodName, asked }: { cell: CellCount; periodName: string; asked: URLSearchParams }): JSX.Element {
  const rate = cell.households > 0 ? ((cell.count / cell.households) * 1000).toFixed(1) : "–";
  return (
    <>
      <h2>{cell.name}</h2>
      <p class="sub">{t("{town}·{n}户", { town: townOf(cell), n: cell.households })}</p>
      <dl class="three">
        <div>
          <dt>{periodName}</dt>
          <dd>{t("{n}件", { n: cell.count })}</dd>
        </div>
        <div>
          <dt>{t("每千户")}</dt>
          <dd>{rate}</dd>
        </div>
      </dl>
      {cell.count > 0 ? (
        <a class="btn" href={casesOf(asked, { cell: cell.code, name: cell.name })}>{t("看这{n}件", { n: cell.count })}</a>
      ) : (
        <p class="sub">{t("这段时间没有件，换个期间。")}</p>
      )}
    </>
  );
}

function Hottest({ cells, chosen, pick }: { cells: CellCount[]; chosen: string | null; pick: (code: string) => void }): JSX.Element {
  const top = cells.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count || a.code.localeCompare(b.code)).slice(0, hottest);
  return (
    <table>
      <caption>{t("件数最多的网格")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("网格")}</th>
          <th scope="col" class="num">{t("户")}</th>
          <th scope="col" class="num">{t("件")}</th>
        </tr>
      </thead>
      <tbody>
        {top.map((cell) => (
          <tr key={cell.code} class={cell.code === chosen ? "sel" : ""}>
            <th scope="row">
              <button type="button" class="cellpick" aria-pressed={cell.code === chosen} onClick={() => pick(cell.code)}>{cell.name}</button>
              <span class="meta">{townOf(cell)}</span>
            </th>
            <td class="num">{cell.households}</td>
            <td class="num">{cell.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
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
