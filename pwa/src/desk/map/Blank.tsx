/** 空白网格: which cells have no collection post, how many have one, and the way to each by the keyboard. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import type { Reading } from "../live";
import { Waiting } from "../parts";
import { percent } from "../percent";
import type { Coverage } from "./wire";

interface Props {
  reading: Reading<Coverage>;
  /** The code of the cell that is chosen. */
  chosen: string | null;
  pick: (code: string) => void;
}

/** The panel: the rate in words, and the list. */
export function BlankPanel({ reading, chosen, pick }: Props): JSX.Element {
  const data = reading.data;
  return (
    <aside class="panel" aria-label={t("空白网格")}>
      {data === null ? <Waiting reading={reading} /> : <p role="status">{t("{n}个网格里，{covered}个有信息采集点，覆盖率{rate}", { n: data.cells, covered: data.covered, rate: percent(data.rate) })}</p>}
      {data && data.blank.length > 0 && <p class="sub">{t("这里只看网格里有没有采集点；步行能走到邻格采集点的，另在“覆盖与布点”算。")} <a href={href("/coverage")}>{t("覆盖与布点")}</a></p>}
      {data && data.cells > 0 && data.blank.length === 0 && <p class="sub">{t("每个网格都有信息采集点。")}</p>}
      {data && data.blank.length > 0 && (
        <table>
          <caption>{t("{n}个空白网格", { n: data.blank.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("网格")}</th>
              <th scope="col" class="num">{t("户")}</th>
            </tr>
          </thead>
          <tbody>
            {data.blank.map((cell) => (
              <tr key={cell.code} class={cell.code === chosen ? "sel" : ""}>
                <th scope="row">
                  <button type="button" class="cellpick" aria-pressed={cell.code === chosen} onClick={() => pick(cell.code)}>{cell.name}</button>
                  <span class="meta">{cell.village}</span>
                </th>
                <td class="num">{cell.households}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </aside>
  );
}
