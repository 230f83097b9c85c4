/** The sheets about one thing: an opinion, a wish, a project, a reception, a promise. Of opinions it is the item that they came to. Nothing where none was issued. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { usePages } from "../live";
import { isoMinute } from "../parts";
import type { ListedSheet } from "../wire";
import { Arrival } from "./Arrival";
import { rungs } from "./rungs";
import "../file/file.css";

/** The card; `none`: what is said where none was issued. */
export function SheetsAbout({ id, none }: { id: string; none?: string }): JSX.Element | null {
  const { rows, more, reading } = usePages<ListedSheet>(`/api/feedback-sheets?subject=${id}`);
  if (rows === null || rows.length === 0) return rows !== null && none ? <p>{none}</p> : null;
  return (
    <section class="card" aria-labelledby={`sheets-${id}`}>
      <h2 id={`sheets-${id}`}>{t("反馈单")}</h2>
      <ul class="sheets">
        {rows.map((sheet) => (
          <li key={sheet.id}>
            <b>{sheet.number}</b> {sheet.delivered_at ? <Tag tone="ok" icon="ok">{t("已送达")}</Tag> : <Tag tone="wait" icon="clock">{t("待送达")}</Tag>}
            <p class="meta">{t("答复{number}，{time}签发", { number: sheet.report_number, time: isoMinute(sheet.issued_at) })} {sheet.tried.map((rung) => t(rungs[rung] ?? rung)).join(" · ")}</p>
            <Arrival sheet={sheet} to={t("编号{number}的反映人", { number: sheet.report_number })} noted={reading.again} />
          </li>
        ))}
      </ul>
      {more && <button type="button" class="btn second slim noprint" onClick={more}>{t("再看后面的")}</button>}
    </section>
  );
}
