/** The charts of a bulletin as SVG: bars by kind, the course of the days, the map of the cells. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import type { Bulletin, Drawing, Tally } from "./wire";

/** Bars, and below each a thinner one of the period before. */
export function Bars({ rows, name }: { rows: Tally[]; name: string }): JSX.Element | null {
  const most = Math.max(0, ...rows.map(({ now, before }) => Math.max(now, before ?? 0)));
  if (most === 0) return null;
  const past = rows.some(({ before }) => before !== null);
  return (
    <>
      <table class="tallies">
        <caption class="vh">{name}</caption>
        <thead class="vh"><tr><th scope="col">{name}</th><td /><th scope="col">{t("本期")}</th>{past && <th scope="col">{t("上期")}</th>}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code}>
              <th scope="row">{row.name}</th>
              <td class="bar">
                <svg viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="now" width={(100 * row.now) / most} height="10" />
                  {row.before !== null && <rect class="past" y="11.5" width={(100 * row.before) / most} height="4" />}
                </svg>
              </td>
              <td class="num"><b>{row.now}</b></td>
              {past && <td class="num meta">{row.before}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {past && <p class="meta">{t("粗条是本期，细条是上期。")}</p>}
    </>
  );
}

const high = 100;

/** Reports of each day; nothing where there is one day or no report. */
export function Course({ days }: { days: Bulletin["days"] }): JSX.Element | null {
  const most = Math.max(0, ...days.map(({ n }) => n));
  if (days.length < 2 || most === 0) return null;
  return (
    <figure class="course">
      <svg viewBox={`0 0 ${days.length * 10} ${high}`} preserveAspectRatio="none" role="img" aria-label={t("每天的反映，最多一天{n}条", { n: most })}>
        {days.map(({ day, n }, nth) => <rect key={day} x={nth * 10 + 1.5} y={high - (n / most) * high} width="7" height={(n / most) * high}><title>{`${day} ${n}`}</title></rect>)}
      </svg>
      <figcaption class="meta"><span>{days[0]!.day}</span> <span>{t("每天的反映，最多一天{n}条", { n: most })}</span> <span>{days.at(-1)!.day}</span></figcaption>
    </figure>
  );
}

/** The cells in the colours of their classes; marks say the same without colour. */
export function Map({ of }: { of: Drawing }): JSX.Element {
  const shades = new globalThis.Map(of.legend.map((each) => [each.class, each]));
  return (
    <figure class="plan">
      <svg viewBox={`-4 -4 ${of.width + 8} ${of.height + 8}`} role="img" aria-label={t("热点网格")}>
        {of.cells.map((cell) => <path key={cell.code} d={cell.path} fill={shades.get(cell.class)!.colour}><title>{`${cell.name} ${shades.get(cell.class)!.label} ${cell.n}`}</title></path>)}
        {of.cells.filter((cell) => shades.get(cell.class)!.mark !== "").map((cell) => <text key={cell.code} x={cell.mark[0]} y={cell.mark[1]}>{shades.get(cell.class)!.mark}</text>)}
      </svg>
      <figcaption>
        <ul class="shades">
          {of.legend.map((each) => (
            <li key={each.class}>
              <svg viewBox="0 0 30 18" aria-hidden="true"><rect width="30" height="18" fill={each.colour} /><text x="15" y="13">{each.mark}</text></svg>
              {t("{name}：{n}个网格", { name: each.label, n: each.cells })}
            </li>
          ))}
        </ul>
        {of.notes.map((each) => <p class="meta" key={each}>{each}</p>)}
      </figcaption>
    </figure>
  );
}
