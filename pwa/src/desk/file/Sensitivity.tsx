/** How sensitive a case is: who may, raises or lowers it with a reason; what was judged before stands below. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { send } from "../live";
import { isoDay } from "../parts";
import type { CaseFile } from "../wire";

interface Props {
  file: CaseFile;
  moved: (fresh: CaseFile, words: string | null) => void;
}

const leastReason = 2;

/** The card; nothing for who neither may change it nor has anything to read. */
export function Sensitivity({ file, moved }: Props): JSX.Element | null {
  const [to, choose] = useState("");
  const [reason, write] = useState("");
  const [failure, fail] = useState<string | null>(null);
  if (file.may_level.length === 0 && file.levels.length === 0) return null;
  const submit = async (): Promise<void> => {
    if (!to || reason.trim().length < leastReason) return fail(t("选好敏感程度，写下原因，至少{n}个字", { n: leastReason }));
    const answer = await send<CaseFile>(`/api/cases/${file.id}/level`, { level: to, reason: reason.trim() }, file.version);
    if (answer.kind === "ok") moved(answer.data, t("已存好：{label}", { label: answer.data.level_label }));
    else fail(answer.kind === "refused" ? answer.problem.detail || answer.problem.title : t("暂时没存上。您写的还在，过一会儿再点，不会重复。"));
  };
  return (
    <section class="card noprint" aria-labelledby="level">
      <h2 id="level">{t("敏感程度")}</h2>
      {file.may_level.length > 0 && (
        <details>
          <summary>{t("改敏感程度")}</summary>
          <form onSubmit={(event) => (event.preventDefault(), void submit())} noValidate>
            {failure !== null && <Notice tone="bad">{failure}</Notice>}
            <div class="field">
              <label for="level-to">{t("改为")}</label>
              <select id="level-to" value={to} onInput={(event) => choose(event.currentTarget.value)}>
                <option value="">{t("请选择")}</option>
                {file.may_level.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for="level-reason">{t("原因")}</label>
              <textarea id="level-reason" rows={2} maxLength={500} value={reason} onInput={(event) => write(event.currentTarget.value)} />
            </div>
            <button class="btn second">{t("保存")}</button>
          </form>
        </details>
      )}
      {file.levels.map((each) => (
        <p class="sub" key={each.at}>
          {isoDay(each.at)} {each.actor_name}（{each.role_label}）{each.label}：{each.reason}
        </p>
      ))}
    </section>
  );
}
