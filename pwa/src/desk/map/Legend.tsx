/** What the colours mean, beside the map. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import type { LegendOf } from "./meaning";
import { colours, markInk, marks, type Shade } from "./palette";

/** A colour as it is on the map, with its mark. */
function Swatch({ of }: { of: Shade }): JSX.Element {
  return <span class={of === "unknown" ? "sw hatch" : "sw"} aria-hidden="true" style={{ background: of === "unknown" ? undefined : colours[of], color: markInk(of) }}>{marks[of]}</span>;
}

/** The legend. */
export function Legend({ of: { title, rows, notes, outline, unit } }: { of: LegendOf }): JSX.Element {
  return (
    <div class="legend">
      <h2>{title}</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.shade}>
            <Swatch of={row.shade} />
            <span>{row.words}</span>
            <span class="n">
              {row.cells}
              <span class="vh">{unit === "town" ? t("个乡镇") : t("个网格")}</span>
            </span>
          </li>
        ))}
      </ul>
      {outline !== null && <p><span class="ring" aria-hidden="true" />{outline}</p>}
      {notes.map((note) => <p key={note}>{note}</p>)}
    </div>
  );
}
