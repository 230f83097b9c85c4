/** 布点方案: trial posts kept under a name, opened again beside today, removed. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, frame, send, usePages, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay, Waiting } from "../parts";
import { percent } from "../percent";
import { area, changed, opened, places, trial, values } from "./asked";
import type { CoveragePlan, OpenedCoveragePlan, Rules, Sum } from "./wire";

const path = "/api/coverage/plans";

/** The section; `rules`: what the trial assumes. */
export function Plans({ rules }: { rules: Rules }): JSX.Element {
  const whose = area.value || (frame.value?.areas.length === 1 ? frame.value.areas[0]!.code : "");
  const { rows, more, reading } = usePages<CoveragePlan>(`${path}${whose ? `?area=${whose}` : ""}`);
  const { reach_m, ...weights } = values(rules);
  const open = (plan: CoveragePlan): void => {
    if (area.value !== "" || whose !== plan.area_code) area.value = plan.area_code;
    changed.value = { reach_m: plan.reach_m, ...plan.weights };
    trial.value = plan.sites.map(({ lon, lat }) => [lon, lat]);
    opened.value = plan.id;
  };
  const gone = (): void => {
    opened.value = null;
    reading.again();
  };
  return (
    <section aria-labelledby="plans">
      <h2 id="plans">{t("布点方案")}</h2>
      {trial.value.length === 0 ? null : whose === "" ? <p class="sub">{t("选一个地区，才能把试放的点存成方案。")}</p> : (
        <Ask<CoveragePlan> label={t("存成方案")} fields={[{ key: "name", label: t("方案名称") }]} send={(texts, id) => send<CoveragePlan>(path, { id, area: whose, name: texts["name"], sites: places(), reach_m, ...weights })} done={(made) => (reading.again(), (opened.value = made.id))} />
      )}
      <Waiting reading={reading} />
      {rows?.length === 0 && <p class="sub">{t("还没有方案。试放好了，起个名字存下来，以后和当时的情况比。")}</p>}
      <ul class="plain plans">
        {rows?.map((plan) => (
          <li key={plan.id}>
            <button type="button" class="cellpick" aria-pressed={opened.value === plan.id} onClick={() => open(plan)}>{plan.name}</button>{" "}
            <span class="meta">{[plan.area_name, t("{n}个点", { n: plan.sites.length }), t("需求多覆盖{share}", { share: percent(plan.after.share - plan.before.share) }), `${plan.made_name} ${isoDay(plan.made_at)}`].join("·")}</span>
          </li>
        ))}
      </ul>
      {more && <button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button>}
      <div aria-live="polite">{opened.value !== null && <Opened key={opened.value} id={opened.value} gone={gone} />}</div>
    </section>
  );
}

function Opened({ id, gone }: { id: string; gone: () => void }): JSX.Element {
  const reading = useRead<OpenedCoveragePlan>(`${path}/${id}`);
  const [failed, fail] = useState("");
  const [sure, doubt] = useState(false);
  const plan = reading.data;
  const remove = async (): Promise<void> => {
    const answer = await ask<null>(`${path}/${id}`, { method: "DELETE", empty: true });
    if (answer.kind === "ok") gone();
    else fail(wordsOf(answer));
  };
  if (plan === null || reading.refused !== null) return <Waiting reading={reading} />;
  return (
    <section class="card" aria-labelledby="opened-plan">
      <h3 id="opened-plan">{plan.name}</h3>
      <p class="sub">{t("{name}于{day}存，步行{n}米以内算够得到。", { name: plan.made_name, day: isoDay(plan.made_at), n: plan.reach_m })}</p>
      {plan.grid_changed && <Notice tone="wait">{t("存好以后网格变了：存的数按那时的网格，今天的数按现在的网格。")}</Notice>}
      <Beside of={plan} />
      {failed && <Notice tone="bad">{failed}</Notice>}
      {sure && <p>{t("删掉后找不回来。")}</p>}
      <div class="acts start">
        {plan.removes && !sure && <button type="button" class="btn quiet slim" onClick={() => doubt(true)}>{t("删除方案")}</button>}
        {sure && <button type="button" class="btn second slim" onClick={() => doubt(false)}>{t("先不办")}</button>}
        {sure && <button type="button" class="btn slim" onClick={() => void remove()}>{t("确定删除")}</button>}
      </div>
    </section>
  );
}

function Beside({ of: { before, after, today } }: { of: OpenedCoveragePlan }): JSX.Element {
  const cells = ({ reached, cells: all }: Sum): string => `${reached}/${all}`;
  const lines: [string, (sum: Sum) => string][] = [[t("网格"), cells], [t("住户"), (sum) => String(sum.households_reached)], [t("需求"), (sum) => percent(sum.share)]];
  const heads: [string, Sum][] = [[t("存时不设点"), before], [t("存时设点后"), after], [t("今天不设点"), today.before], [t("今天设点后"), today.after]];
  return (
    <table>
      <caption class="vh">{t("存的时候和今天")}</caption>
      <thead><tr><th scope="col">{t("覆盖")}</th>{lines.map(([name]) => <th scope="col" class="num" key={name}>{name}</th>)}</tr></thead>
      <tbody>{heads.map(([head, sum]) => <tr key={head}><th scope="row">{head}</th>{lines.map(([name, say]) => <td class="num" key={name}>{say(sum)}</td>)}</tr>)}</tbody>
    </table>
  );
}
