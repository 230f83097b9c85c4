/** 分派规则: the rules in their order, each changed in place, and what they make of a matter. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, frame, send, useRead, viewer, wordsOf } from "../live";
import { Heading, Waiting } from "../parts";
import type { Rule } from "../wire";
import { areaName, categoryName, channelName, times } from "./names";
import { RuleForm } from "./RuleForm";
import { Trial } from "./Trial";

const path = "/api/routing-rules";
const writers = new Set(["liaison", "town_congress"]);

/** Whether the viewer may change a rule of `area`. */
function mine(area: string): boolean {
  return viewer.value?.roles.some(({ role, area: own }) => writers.has(role) && area.startsWith(own.length === 6 ? own.replace(/(00){1,2}$/, "") : own)) ?? false;
}

/** The page. */
export function RulesPage(): JSX.Element {
  const reading = useRead<{ items: Rule[] }>(path);
  const [open, show] = useState<Rule | "new" | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const rules = reading.data?.items ?? [];
  const may = viewer.value?.roles.some(({ role }) => writers.has(role)) ?? false;
  const done = (): void => {
    show(null);
    fail(null);
    reading.again();
  };
  const said = (answer: Awaited<ReturnType<typeof ask>>): void => {
    if (answer.kind === "ok") return done();
    fail(wordsOf(answer));
    return reading.again();
  };
  // The two share out the places they hold; the rules between stay where they are.
  const up = (n: number): void => {
    const before = rules.slice(0, n).reverse().find((rule) => mine(rule.area_code));
    if (before) void send(`${path}/order`, { ids: [rules[n]!.id, before.id] }).then(said);
  };
  const drop = (rule: Rule): void => {
    if (!confirm(t("删去第{n}条规则吗？", { n: rule.position }))) return;
    void ask(`${path}/${rule.id}`, { method: "DELETE", empty: true, headers: { "If-Match": `"${rule.version}"` } }).then(said);
  };
  return (
    <>
      <div class="pagehead">
        <Heading title={t("分派规则")}>{t("分派规则")}</Heading>
      </div>
      <div class="pad stack">
        <p class="sub">{t("从上往下，第一条合适的作为建议；交给谁由人定。")}</p>
        <Waiting reading={reading} />
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
        {reading.data !== null && rules.length === 0 && <p>{t("还没有规则。")}</p>}
        {rules.length > 0 && (
          <table class="rows">
            <caption class="vh">{t("分派规则")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("位次")}</th>
                <th scope="col">{t("类别")}</th>
                <th scope="col">{t("区域")}</th>
                <th scope="col">{t("时间")}</th>
                <th scope="col">{t("交给")}</th>
                <th scope="col">{t("办理天数")}</th>
                <th scope="col"><span class="vh">{t("操作")}</span></th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule, n) => (
                <tr key={rule.id}>
                  <th scope="row">{rule.position}</th>
                  <td>{categoryName(rule.category)}</td>
                  <td>{areaName(rule.area_code)}</td>
                  <td>{rule.disabled ? t("已停用") : times(rule)}</td>
                  <td>{[channelName(rule.channel), rule.body_name, rule.note].filter(Boolean).join(" · ")}</td>
                  <td>{rule.days === null ? "–" : t("{n}个工作日", { n: rule.days })}</td>
                  <td class="noprint does">
                    {mine(rule.area_code) && (
                      <>
                        <button type="button" class="btn quiet slim" onClick={() => up(n)} aria-label={t("第{n}条往上移", { n: rule.position })}>↑</button>
                        <button type="button" class="btn quiet slim" onClick={() => show(rule)}>{t("改")}</button>
                        <button type="button" class="btn quiet slim" onClick={() => drop(rule)}>{t("删")}</button>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {may && open === null && (
          <p class="acts noprint"><button type="button" class="btn second slim" onClick={() => show("new")}>{t("加一条规则")}</button></p>
        )}
        {open !== null && <RuleForm key={open === "new" ? "new" : `${open.id}.${open.version}`} rule={open === "new" ? null : open} close={() => show(null)} done={done} />}
        {frame.value !== null && <Trial />}
      </div>
    </>
  );
}
