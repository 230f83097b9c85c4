/** How content each person is with the answer, and writing down what they say by phone or at the door. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Notice, Tag, type Tone } from "../../shell/parts";
import type { IconName } from "../../shell/icon";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay } from "../parts";
import type { CaseFile } from "../wire";
import { draft, keepDraft } from "./drafts";
import type { CaseRatings, RatedSheet } from "./wire";

interface Props {
  file: CaseFile;
  /** The case may have been opened again. */
  reread: () => void;
}

const tones: Record<string, [Tone, IconName]> = { satisfied: ["ok", "ok"], fair: ["go", "ok"], dissatisfied: ["bad", "bang"] };
const closing = "12-1";

/** The card; nothing before there is an answer. */
export function Ratings({ file, reread }: Props): JSX.Element | null {
  const reading = useRead<CaseRatings>(file.sheets.length > 0 ? `/api/cases/${file.id}/ratings` : null);
  const found = reading.data;
  useEffect(() => {
    // Closing because all are content begins with saying so.
    if (found?.consent && !draft(file.id, closing)["consent"]) keepDraft(file.id, closing, { consent: found.consent });
  }, [found?.consent]);
  if (found === null || found.sheets.length === 0) return null;
  const fresh = (next: CaseRatings): void => (reading.put(next), reread());
  return (
    <section class="card" aria-labelledby="ratings">
      <h2 id="ratings">{t("满意度评价")}</h2>
      {found.content && file.state === "answered" && <Notice tone="ok">{t("反映人都满意，可以办结，不用等到期。")}</Notice>}
      <ul class="seats">
        {found.sheets.map((sheet) => (
          <li key={sheet.sheet_id}>
            <One sheet={sheet} />
            {found.may_write && sheet.present && (
              <Ask<CaseRatings>
                label={t("登记{number}的评价", { number: sheet.report_number })}
                fields={fields()}
                send={({ reopen, ...texts }, id) => send(`/api/cases/${file.id}/ratings`, { ...texts, id, sheet_id: sheet.sheet_id, reopen: reopen === "1" })}
                done={fresh}
              />
            )}
          </li>
        ))}
      </ul>
      {!found.may_write && file.state !== "archived" && <p class="hint">{t("评价由办理人以外的人回访登记，反映人也可以凭回执自己评价。")}</p>}
    </section>
  );
}

function fields(): { key: string; label: string; kind?: "choice"; free?: boolean; choices?: { value: string; label: string }[] }[] {
  const verdicts = [["satisfied", t("满意")], ["fair", t("基本满意")], ["dissatisfied", t("不满意")]] as const;
  const ways = [["phone", t("电话回访")], ["door", t("上门回访")]] as const;
  const choice = (pairs: readonly (readonly [string, string])[]): { value: string; label: string }[] => pairs.map(([value, label]) => ({ value, label }));
  return [
    { key: "way", label: t("怎么问的"), kind: "choice", choices: choice(ways) },
    { key: "verdict", label: t("反映人怎么说"), kind: "choice", choices: choice(verdicts) },
    { key: "reason", label: t("原因（不满意的要写）"), free: true },
    { key: "reopen", label: t("是否要求重办"), kind: "choice", free: true, choices: [{ value: "1", label: t("不满意，要求重办") }] },
  ];
}

function One({ sheet }: { sheet: RatedSheet }): JSX.Element {
  const [last, ...before] = sheet.said;
  const [tone, icon] = tones[last?.verdict ?? ""] ?? ["idle", "clock"];
  return (
    <>
      {sheet.report_number} {sheet.present ? "" : t("（此前的答复）")} <Tag tone={tone} icon={icon}>{last ? last.label : t("还没有评价")}</Tag> {last?.reason}
      {last && <span class="meta">{isoDay(last.at)} {last.way_label} {last.by}</span>}
      {before.map((each) => <span class="meta" key={each.id}>{t("此前")} {isoDay(each.at)} {each.label} {each.reason}</span>)}
    </>
  );
}
