/** 抽样问群众: which households of which cell are asked of a finished project, and what they say. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import type { Survey, SurveyCell } from "./wire";

const states = new Set(["finished", "inspecting", "mending", "passed", "told", "archived", "continued"]);

/** The card; nothing before a project is finished, and for who has no role there. */
export function SurveyCard({ id, state, may }: { id: string; state: string; may: boolean }): JSX.Element | null {
  const reading = useRead<Survey>(states.has(state) ? `/api/projects/${id}/survey` : null);
  const [failed, fail] = useState("");
  const found = reading.data;
  if (found === null && !may) return null;
  const draw = async (): Promise<void> => {
    const answer = await send<Survey>(`/api/projects/${id}/survey`, {});
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") reading.put(answer.data);
  };
  return (
    <section class="card" aria-labelledby="survey">
      <h2 id="survey">{t("抽样问群众")}</h2>
      {failed && <Notice tone="bad">{failed}</Notice>}
      {found === null ? (
        <>
          <p class="sub">{t("按网格户数比例抽取要问的住户，只抽一次，不能重抽。")}</p>
          <div class="acts start noprint"><button type="button" class="btn slim" onClick={() => void draw()}>{t("抽取样本")}</button></div>
        </>
      ) : (
        <>
          <p>{t("抽了{n}户，已答{m}户", { n: found.asked, m: found.answered })}：{found.voices.map(({ label, n }) => `${label} ${n}`).join(" · ")} <span class="meta">{t("抽样种子{seed}，用同样的网格和户数可以重算", { seed: found.seed })}</span></p>
          {found.warning !== "" && <Notice tone="wait">{found.warning}</Notice>}
          <div class="cases">
            <table class="rows">
              <caption class="vh">{t("抽样问群众")}</caption>
              <thead><tr><th scope="col">{t("网格")}</th><th scope="col">{t("户数")}</th><th scope="col">{t("还没有答的户")}</th><th scope="col">{t("群众满意度")}</th></tr></thead>
              <tbody>{found.cells.map((cell) => <Cell key={cell.code} id={id} of={cell} may={found.may_note} put={reading.put} />)}</tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function Cell({ id, of, may, put }: { id: string; of: SurveyCell; may: boolean; put: (fresh: Survey) => void }): JSX.Element {
  const verdicts = of.voices.map(({ verdict, label }) => ({ value: verdict, label }));
  const left = of.left.map((n) => ({ value: String(n), label: t("第{n}户", { n }) }));
  return (
    <tr>
      <th scope="row">{of.name}</th>
      <td data-name={t("户数")}>{of.households}</td>
      <td data-name={t("还没有答的户")}>
        {of.left.length === 0 ? t("都答了") : of.left.map((n) => t("第{n}户", { n })).join("、")}
        {may && left.length > 0 && <Ask label={t("记一户的回答")} fields={[{ key: "household", label: t("哪一户"), kind: "choice", choices: left }, { key: "verdict", label: t("群众满意度"), kind: "choice", choices: verdicts }]} send={(texts, key) => send<Survey>(`/api/projects/${id}/survey/answers`, { id: key, cell_code: of.code, household: Number(texts["household"]), verdict: texts["verdict"] })} done={put} />}
      </td>
      <td data-name={t("群众满意度")}>{of.voices.map(({ label, n }) => `${label} ${n}`).join(" · ")}</td>
    </tr>
  );
}
