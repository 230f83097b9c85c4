/** How the feedback sheet will read: shown while the answer is written. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { viewer } from "../live";
import { isoDay } from "../parts";
import type { CaseFile } from "../wire";

/** The sheet for the first person; each of the others gets their own words and number. */
export function Preview({ file, answer }: { file: CaseFile; answer: string }): JSX.Element {
  const said = file.reports[0]?.text ?? "";
  return (
    <section aria-label={t("反馈单预览")}>
      <p class="meta">{t("签发后每个反映人各有一张带编号的反馈单，共{n}张。", { n: file.reports.length })}</p>
      <div class="preview">
        <h3>{t("意见建议反馈单")}</h3>
        <b>{t("您说的")}</b>
        <div class="said">{said}</div>
        <b>{t("办理结果")}</b>
        <div class="answer">{answer || t("（答复写在上面）")}</div>
        <p class="sign">
          {file.station?.name}·{viewer.value?.name}
          <br />
          {isoDay(Date.now())}
        </p>
      </div>
    </section>
  );
}
