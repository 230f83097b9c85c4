/** The figures of a book, of all and by area, and its first entries. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { ask } from "./asked";
import type { LedgerColumn, LedgerPage } from "./wire";

/** A figure as people write it: 18,099.5. */
function figure(n: number): string {
  return n.toLocaleString("zh-CN", { maximumFractionDigits: 2 });
}

/** What a cell shows. */
function cell(value: string | number | null, kind: LedgerColumn["kind"]): string {
  if (value === null || value === "") return "";
  return kind === "number" && typeof value === "number" ? figure(value) : String(value);
}

/** All entries, the sums, and the same by the areas one level below. */
export function Figures({ page }: { page: LedgerPage }): JSX.Element {
  const adding = page.columns.filter(({ adds }) => adds);
  return (
    <section class="pad figures" aria-labelledby="figures">
      <h2 class="vh" id="figures">{t("合计")}</h2>
      <p aria-live="polite">
        <b>{t("共{n}条", { n: figure(page.rows) })}</b>
        {page.hidden > 0 && <>，{t("其中隐蔽事项{n}条，只写到村", { n: page.hidden })}</>}
        {adding.map(({ key, name }) => <span key={key}>，{name}<b>{figure(page.sums[key] ?? 0)}</b></span>)}
      </p>
      {page.areas.length > 1 && (
        <details class="noprint">
          <summary>{t("按地方看（{n}处）", { n: page.areas.length })}</summary>
          <div class="sheet" tabIndex={0} role="region" aria-label={t("各地合计")}>
            <table>
              <caption class="vh">{t("各地合计")}</caption>
              <thead><tr><th scope="col">{t("地方")}</th><th scope="col" class="num">{t("条数")}</th>{adding.map(({ key, name }) => <th key={key} scope="col" class="num">{name}</th>)}</tr></thead>
              <tbody>
                {page.areas.map((area) => (
                  <tr key={area.code}>
                    <th scope="row"><button type="button" class="link" onClick={() => ask({ area: area.code })}>{area.name || area.code}</button></th>
                    <td class="num">{figure(area.rows)}</td>
                    {adding.map(({ key }) => <td key={key} class="num">{figure(area.sums[key] ?? 0)}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}

/** The first entries. */
export function Entries({ page }: { page: LedgerPage }): JSX.Element {
  if (page.rows === 0) return <div class="empty"><p>{t("这段时间没有记录。换一个期间或范围；台账不用填，登记、办理以后自己会有。")}</p></div>;
  const columns = [{ kind: "number" as const, width: 0 }, ...page.columns];
  return (
    <div class="sheet" tabIndex={0} role="region" aria-label={page.title}>
      <table class="ledger">
        <caption class="vh">{page.title}</caption>
        <thead>
          <tr><th scope="col" class="num">{t("序号")}</th>{page.columns.map(({ key, name, kind }) => <th key={key} scope="col" class={kind === "number" ? "num" : ""}>{name}</th>)}</tr>
        </thead>
        <tbody>
          {page.items.map((row) => (
            <tr key={row[0]}>{row.map((value, nth) => <td key={nth} class={look(columns[nth]!)}>{cell(value, columns[nth]!.kind)}</td>)}</tr>
          ))}
        </tbody>
        {page.columns.some(({ adds }) => adds) && (
          <tfoot>
            <tr><th scope="row">{t("合计")}</th>{page.columns.map(({ key, adds }) => <td key={key} class="num">{adds ? figure(page.sums[key] ?? 0) : ""}</td>)}</tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** From so many characters on a column takes several lines, and from so many it is running text. */
const wide = 20;
const running = 30;

function look({ kind, width }: Pick<LedgerColumn, "kind" | "width">): string {
  if (kind === "number") return "num";
  return width < wide ? "nowrap" : width < running ? "some" : "much";
}
