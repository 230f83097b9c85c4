/** Feedback sheets: printing them, and whether they have reached their people. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { mayNote } from "../live";
import { isoMinute } from "../parts";
import type { CaseFile, SheetRow } from "../wire";
import { DeliverySheet, type Rung } from "./DeliverySheet";

/** The rungs of the ladder, as they are called. */
export const rungs: Record<string, string> = { gateway: "短信或公众号", inbox: "收件箱消息", receipt: "凭回执号查看", push: "浏览器提醒", channel: "打电话或发短信", door: "送到本人" };
const outcomes: Record<string, string> = { trying: "正在送", confirmed: "已送达", failed: "没送到", gone: "浏览器已退订" };

/** The sheets of a case; `reread` after a delivery was noted. */
export function Sheets({ file, reread }: { file: CaseFile; reread: () => void }): JSX.Element {
  const [asked, ask] = useState<{ sheet: SheetRow; rung: Rung } | null>(null);
  return (
    <>
      <ul class="sheets">
        {file.sheets.map((sheet) => (
          <li key={sheet.id}>
            <b>{sheet.number}</b> {sheet.delivered_at ? <Tag tone="ok" icon="ok">{t("已送达")}</Tag> : <Tag tone="wait" icon="clock">{t("待送达")}</Tag>}
            <p class="meta">{t("答复{number}，{time}签发", { number: sheet.report_number, time: isoMinute(sheet.issued_at) })}</p>
            <Attempts sheet={sheet} />
            <div class="acts noprint">
              <a href={`/api/feedback/${sheet.id}/sheet`} target="_blank" rel="noopener">{t("打印反馈单")}</a>
              <a href={`/api/feedback/${sheet.id}/sheet.pdf`} target="_blank" rel="noopener">{t("反馈单PDF")}</a>
              {mayNote() && !sheet.delivered_at && (
                <>
                  <button type="button" class="btn second slim" onClick={() => ask({ sheet, rung: "channel" })}>{t("已打电话告知")}</button>
                  <button type="button" class="btn second slim" onClick={() => ask({ sheet, rung: "door" })}>{t("已送到本人")}</button>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      {asked && <DeliverySheet {...asked} to={recipient(file, asked.sheet)} close={() => ask(null)} noted={() => (ask(null), reread())} />}
    </>
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
