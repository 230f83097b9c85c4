/** Cases as a table, rows on a phone; j and k walk through them, Enter opens. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { usePages } from "../live";
import { Deadline, isoDay, Rated, Stage, Urged, Waited, Waiting } from "../parts";
import type { CaseRow } from "../wire";

/** j and k move the focus along the links of the list, unless somebody writes. */
function useWalk(): void {
  useEffect(() => {
    const walk = (event: KeyboardEvent): void => {
      const step = { j: 1, k: -1 }[event.key];
      const target = event.target as HTMLElement;
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      const links = [...document.querySelectorAll<HTMLElement>("a.case")];
      const at = links.indexOf(document.activeElement as HTMLElement);
      links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
    };
    addEventListener("keydown", walk);
    return () => removeEventListener("keydown", walk);
  }, []);
}

interface Props {
  caption: string;
  query: URLSearchParams;
  /** What the button to the next page says: not every list goes back in time. */
  older: string;
  empty: JSX.Element;
}

/** The table with its waiting, its emptiness and the way to the next page. */
export function CaseTable({ caption, query, older, empty }: Props): JSX.Element {
  const { rows, more, reading } = usePages<CaseRow>(`/api/cases?${query}`);
  useWalk();
  if (rows === null || reading.refused !== null) return <Waiting reading={reading} />;
  if (rows.length === 0) return empty;
  return (
    <div class="cases">
      <Waiting reading={reading} />
      <table class="rows">
        <caption class="vh">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("期限")}</th>
            <th scope="col">{t("事项")}</th>
            <th scope="col">{t("阶段")}</th>
            <th scope="col">{t("网格")}</th>
            <th scope="col">{t("站点")}</th>
            <th scope="col">{t("收到日期")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      <div class="pagehead noprint">
        <p class="hint">
          <kbd>j</kbd> <kbd>k</kbd> {t("上下移动")} · <kbd>Enter</kbd> {t("打开")}
        </p>
        {more && <button type="button" class="btn second" onClick={more}>{older}</button>}
      </div>
    </div>
  );
}

function Row({ row }: { row: CaseRow }): JSX.Element {
  return (
    <tr>
      <td><Deadline of={row} /> <Urged of={row} /></td>
      <th scope="row">
        <a class="case" href={href(`/cases/${row.id}`)}>{row.number} {row.category.name}</a>
        <span class="say">{row.opening}</span>
        {row.reports > 1 && <span class="meta">{t("{n}个人反映", { n: row.reports })}</span>}
      </th>
      <td><Stage of={row} /> <Rated of={row} /></td>
      <td>{row.cell ? row.cell.name : row.station ? t("未落格") : row.area.name}</td>
      <td>{row.station?.name ?? t("限办理人员")}</td>
      <td>
        <span class="day">{isoDay(row.opened_at)}</span> {row.days_left !== null && <Waited since={row.opened_at} />}
      </td>
    </tr>
  );
}
