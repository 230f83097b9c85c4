/** Splitting a part off a case: some of its reports, or words; the part gets a number and an answer of its own. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { go } from "../../shell/route";
import { t } from "../../shell/words";
import { send, viewer } from "../live";
import type { CaseFile } from "../wire";

const over = new Set(["answered", "closed", "archived", "joined", "withdrawn", "lacking", "refused"]);

/** The form, folded; nothing for who may not split, or when the case is over. */
export function Split({ file }: { file: CaseFile }): JSX.Element | null {
  const id = useMemo(() => crypto.randomUUID(), [file.id]);
  const [going, tick] = useState<readonly string[]>([]);
  const [text, write] = useState("");
  const [failure, fail] = useState<string | null>(null);
  if (over.has(file.state) || !viewer.value?.roles.some(({ role }) => role === "liaison")) return null;
  const submit = async (): Promise<void> => {
    const answer = await send<CaseFile>(`/api/cases/${file.id}/children`, going.length > 0 ? { id, reports: going } : { id, text: text.trim() });
    if (answer.kind === "ok") go(`/cases/${answer.data.id}`);
    else fail(answer.kind === "refused" ? answer.problem.detail || answer.problem.title : t("暂时没存上。您写的还在，过一会儿再点，不会重复。"));
  };
  return (
    <details class="noprint">
      <summary>{t("分出一部分，另立一件")}</summary>
      <form onSubmit={(event) => (event.preventDefault(), void submit())} noValidate>
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
        {file.reports.length > 1 &&
          file.reports.map((report) => (
            <label class="tick" key={report.id}>
              <input
                type="checkbox"
                checked={going.includes(report.id)}
                onChange={(event) => tick(event.currentTarget.checked ? [...going, report.id] : going.filter((each) => each !== report.id))}
              />{" "}
              {report.number} {report.text}
            </label>
          ))}
        {going.length === 0 && (
          <div class="field">
            <label for="split-text">{t("分出的是哪一部分")}</label>
            <textarea id="split-text" rows={2} maxLength={2000} value={text} onInput={(event) => write(event.currentTarget.value)} />
          </div>
        )}
        <button class="btn second">{t("分出")}</button>
      </form>
    </details>
  );
}
