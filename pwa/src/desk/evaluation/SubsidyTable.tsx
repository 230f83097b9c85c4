/** 经费补助测算: how a budget would be shared by work, households and score. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, wordsOf } from "../live";
import type { Evaluation, Subsidy } from "./wire";

const share = (n: number | null): string => (n === null ? "–" : `${n}%`);

/** The section: the budget, and the parts of it. */
export function SubsidyTable({ of }: { of: Evaluation }): JSX.Element {
  const [texts, write] = useState({ budget: "", workload: "", population: "", effect: "" });
  const [found, set] = useState<Subsidy | null>(null);
  const [failure, fail] = useState<{ key: string; text: string } | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!texts.budget.trim()) return fail({ key: "budget", text: t("写下“{label}”", { label: t("总额（元）") }) });
    const given = Object.entries(texts).filter(([, value]) => value.trim());
    const answer = await ask<Subsidy>(`/api/evaluations/${of.id}/subsidy?${new URLSearchParams(given)}`);
    if (answer.kind === "ok") set(answer.data);
    fail(answer.kind === "ok" ? null : { key: answer.kind === "refused" && (answer.problem.field ?? "") in texts ? answer.problem.field! : "budget", text: wordsOf(answer) });
    return undefined;
  };
  const field = (key: keyof typeof texts, label: string): JSX.Element => (
    <div class="field">
      <label for={`subsidy-${key}`}>{label}</label>
      {failure?.key === key && <FieldError id={`subsidy-${key}-error`}>{failure.text}</FieldError>}
      <input id={`subsidy-${key}`} inputMode="decimal" value={texts[key]} placeholder={found === null || key === "budget" ? "" : String(found[key])} onInput={(event) => write({ ...texts, [key]: event.currentTarget.value })} {...(failure?.key === key ? { "aria-invalid": true, "aria-describedby": `subsidy-${key}-error` } : {})} />
    </div>
  );
  return (
    <section class="pad stack subsidy" aria-labelledby="subsidy">
      <h2 id="subsidy">{t("经费补助测算")}</h2>
      <form class="noprint" onSubmit={(event) => void submit(event)} noValidate>
        {field("budget", t("总额（元）"))}
        <details><summary>{t("换一种权重（三项加起来100）")}</summary>{field("workload", t("工作量"))}{field("population", t("辖区人口（户数）"))}{field("effect", t("工作成效（得分）"))}</details>
        <div class="acts start"><button class="btn slim">{t("测算")}</button></div>
      </form>
      {found !== null && (
        <>
          <p class="sub">{found.words}</p>
          <div class="cases figures">
            <table class="rows">
              <caption class="vh">{t("经费补助测算")}</caption>
              <thead><tr><th scope="col">{t("站点")}</th>{[t("工作量"), t("户数"), t("得分"), t("份额"), t("金额（元）")].map((each) => <th scope="col" key={each}>{each}</th>)}</tr></thead>
              <tbody>
                {found.items.map((each) => (
                  <tr key={each.id}>
                    <th scope="row">{each.name}</th>
                    <td data-name={t("工作量")}>{each.work} <span class="meta">{share(each.work_share)}</span></td>
                    <td data-name={t("户数")}>{each.households} <span class="meta">{share(each.household_share)}</span></td>
                    <td data-name={t("得分")}>{each.score} <span class="meta">{share(each.score_share)}</span></td>
                    <td data-name={t("份额")}>{each.share}%</td>
                    <td data-name={t("金额（元）")}><b>{each.yuan}</b></td>
                  </tr>
                ))}
                <tr><th scope="row">{t("合计")}</th><td /><td /><td /><td data-name={t("份额")}>100%</td><td data-name={t("金额（元）")}><b>{found.budget}</b></td></tr>
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
