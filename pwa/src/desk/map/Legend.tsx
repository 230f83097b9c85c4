/** What the colours mean, in words, with how many cells each has. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { legendOf, type LegendRow } from "./classes";

function range({ from, to }: LegendRow): string {
  if (to === undefined) return t("{n}件以上", { n: from });
  return from === to ? t("{n}件", { n: from }) : t("{from}–{to}件", { from, to });
}

/** The legend. */
export function Legend({ title, counts, breaks }: { title: string; counts: number[]; breaks: number[] }): JSX.Element {
  return (
    <div class="legend">
      <h2>{title}</h2>
      <ul>
        {legendOf(counts, breaks).map((row) => (
          <li key={row.at}>
            <span class={`sw k${row.at}`} />
            <span>{range(row)}</span>
            <span class="n">
              {row.cells}
              <span class="vh">{t("个网格")}</span>
            </span>
          </li>
        ))}
      </ul>
      <p>{t("右列为网格数。隐蔽问题不计入网格。")}</p>
    </div>
  );
}
