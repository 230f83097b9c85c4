/** Feedback sheets: printing them, and whether they have reached their people. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { isoMinute } from "../parts";
import { Arrival } from "../sheets/Arrival";
import { rungs } from "../sheets/rungs";
import type { CaseFile, SheetRow } from "../wire";

const outcomes: Record<string, string> = { trying: "正在送", confirmed: "已送达", failed: "没送到", gone: "浏览器已退订" };

/** The sheets of a case; `reread` after a delivery was noted. */
export function Sheets({ file, reread }: { file: CaseFile; reread: () => void }): JSX.Element {
  return (
    <ul class="sheets">
      {file.sheets.map((sheet) => (
        <li key={sheet.id}>
          <b>{sheet.number}</b> {sheet.delivered_at ? <Tag tone="ok" icon="ok">{t("已送达")}</Tag> : <Tag tone="wait" icon="clock">{t("待送达")}</Tag>}
          <p class="meta">{t("答复{number}，{time}签发", { number: sheet.report_number, time: isoMinute(sheet.issued_at) })}</p>
          <Attempts sheet={sheet} />
          <Arrival sheet={sheet} to={recipient(file, sheet)} noted={reread} />
        </li>
      ))}
    </ul>
  );
}

/** Whom a sheet goes to: as they may be named, else by the number of what they sent in. */
function recipient(file: CaseFile, sheet: SheetRow): string {
  const contact = file.reports.find(({ number }) => number === sheet.report_number)?.contact;
  return [contact?.name, contact?.phone].filter(Boolean).join(" ") || t("编号{number}的反映人", { number: sheet.report_number });
}

function Attempts({ sheet }: { sheet: SheetRow }): JSX.Element | null {
  if (sheet.attempts.length === 0) return null;
  return (
    <ul>
      {sheet.attempts.map((one) => (
        <li key={`${one.rung}${one.attempt}${one.created_at}`}>
          {t(rungs[one.rung] ?? one.rung)}：{t(outcomes[one.state] ?? one.state)} {isoMinute(one.settled_at ?? one.created_at)}
          {one.photo !== null && <> <a href={`/api/attachments/${one.photo}`} target="_blank" rel="noopener">{t("签收照片")}</a></>}
        </li>
      ))}
    </ul>
  );
}
