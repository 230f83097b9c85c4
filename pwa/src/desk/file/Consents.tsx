/** Who agreed that a body outside, or one the matter is handed over to, learns how to reach them; asked and noted person by person. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead, viewer, wordsOf } from "../live";
import { isoDay } from "../parts";
import type { CaseFile, ConsentAsked } from "../wire";

const noters = new Set(["liaison", "town_congress"]);
const ways = (): [string, string][] => [["door", t("当面同意")], ["phone", t("电话里同意")], ["paper", t("签了同意书")], ["withdrawn", t("已收回同意")]];

interface AllAsked {
  items: ConsentAsked[];
  /** What a person agrees to. */
  text: string;
}

/** The list under the seats; nothing for who asks nobody, or where no body needs anybody's word. */
export function Consents({ file }: { file: CaseFile }): JSX.Element | null {
  const may = viewer.value?.roles.some(({ role }) => noters.has(role)) ?? false;
  const reading = useRead<AllAsked>(may ? `/api/cases/${file.id}/consents` : null);
  const asked = reading.data;
  if (asked === null || asked.items.length === 0) return null;
  return (
    <div class="noprint">
      <h3>{t("联系方式给不给这些单位")}</h3>
      <p class="sub">{t("没有本人同意，对方只看到事情，看不到姓名和电话。照这段话问：{text}", { text: asked.text })}</p>
      <ul class="seats">
        {asked.items.map((each) => (
          <One key={`${each.report_id} ${each.body_id}`} caseId={file.id} asked={each} put={reading.put} />
        ))}
      </ul>
    </div>
  );
}

function One({ caseId, asked, put }: { caseId: string; asked: ConsentAsked; put: (all: AllAsked) => void }): JSX.Element {
  const [failure, fail] = useState<string | null>(null);
  const id = `how-${asked.report_id}-${asked.body_id}`;
  const note = async (how: string): Promise<void> => {
    const answer = await send<AllAsked>(`/api/cases/${caseId}/consents`, { report_id: asked.report_id, body_id: asked.body_id, how });
    if (answer.kind === "ok") put(answer.data);
    fail(answer.kind === "ok" ? null : wordsOf(answer));
  };
  return (
    <li>
      <b>{asked.number}</b> {asked.body_name}
      <span class="meta">
        {asked.label}
        {asked.at !== null && ` · ${isoDay(asked.at)}`}
      </span>
      <div class="field">
        <label for={id}>{t("记下本人怎么说")}</label>
        {failure !== null && <FieldError id={`${id}-error`}>{failure}</FieldError>}
        <select id={id} value={asked.given ?? ""} onChange={(event) => void note(event.currentTarget.value)} {...(failure === null ? {} : { "aria-invalid": true, "aria-describedby": `${id}-error` })}>
          <option value="" disabled>{t("请选择")}</option>
          {asked.given === "ticked" && <option value="ticked" disabled>{t("本人在网上同意")}</option>}
          {ways().map(([how, label]) => (
            <option key={how} value={how} disabled={how === "withdrawn" && asked.given === null}>{label}</option>
          ))}
        </select>
      </div>
    </li>
  );
}
