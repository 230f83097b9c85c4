/** A station's seven dimensions as bars, and each indicator: what was computed, what a person made of it, the records behind it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { amount, points, sum, target } from "./parts";
import { SelfReport } from "./SelfReport";
import { Sources } from "./Sources";
import type { EvaluatedStation, Evaluation, EvaluationIndicator, EvaluationValue } from "./wire";

interface Props {
  of: Evaluation;
  station: EvaluatedStation;
  put: (data: Evaluation) => void;
}

/** The section of one station. */
export function StationValues({ of, station, put }: Props): JSX.Element {
  const [failed, fail] = useState("");
  const [opened, show] = useState<EvaluationIndicator | null>(null);
  const checking = of.state === "checking" && of.keeps && !station.own;
  const at = `/api/evaluations/${of.id}/checks`;
  const confirm = async (items: { indicator: string }[]): Promise<void> => {
    const answer = await send<Evaluation>(at, { station: station.id, items });
    if (answer.kind === "ok") put(answer.data);
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
  };
  const left = station.values.filter((each) => !each.checked && each.claim === null).length;
  const claimed = station.values.filter((each) => !each.checked && each.claim !== null).length;
  return (
    <section class="pad station" aria-labelledby="station-values">
      <h2 id="station-values">{station.name}</h2>
      <Bars of={of} station={station} />
      <div class="stack">
        <p class="sub">
          {[station.households === null ? t("没有编入网格") : t("服务{n}户", { n: station.households }), t("能评的指标占{n}分", { n: station.covered })].join("·")}
        </p>
        {station.claims && <p class="sub noprint">{t("取数不对的，可以自评：写下应有的数、理由和依据，由别人核对。核对过的不能再改。")}</p>}
        {checking && claimed > 0 && <Notice tone="wait">{t("站点自评了{n}项，请逐项核对。", { n: claimed })}</Notice>}
        {station.own && of.keeps && of.state === "checking" && <Notice tone="info">{t("这是您自己的站点，请别人来核对。")}</Notice>}
        {failed && <Notice tone="bad">{failed}</Notice>}
        {checking && left > 0 && <p class="noprint"><button type="button" class="btn second slim" onClick={() => void confirm([])}>{t("其余{n}项都按取数核对", { n: left })}</button></p>}
      </div>
      <ul class="plain indicators">
        {of.indicators.map((each) => {
          const told = station.values.find((value) => value.indicator === each.code)!;
          return (
            <li key={each.code} class="card">
              <Told of={each} told={told} />
              <div class="acts start noprint">
                {told.n > 0 && (of.keeps || station.own || !of.whole) && <button type="button" class="btn quiet slim" onClick={() => show(each)}>{t("看依据")}<span class="vh"> {each.label}</span></button>}
                {checking && !told.checked && <button type="button" class="btn second slim" aria-label={t("{name}核对无误", { name: each.label })} onClick={() => void confirm([{ indicator: each.code }])}>{t("核对无误")}</button>}
                {station.claims && !told.checked && <SelfReport of={of} station={station} indicator={each} told={told} put={put} />}
                {checking && (
                  <Ask<Evaluation> label={t("更正")} start={{ value: String(told.reviewed ?? told.claim?.value ?? told.value ?? "") }} fields={[{ key: "value", label: t("{name}应为", { name: each.label }) }, { key: "reason", label: t("理由") }]}
                    send={(texts) => send<Evaluation>(at, { station: station.id, items: [{ indicator: each.code, value: texts["value"], reason: texts["reason"] }] })} done={put} />
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {opened !== null && <Sources of={of} station={station} indicator={opened} close={() => show(null)} />}
    </section>
  );
}

function Told({ of, told }: { of: EvaluationIndicator; told: EvaluationValue }): JSX.Element {
  return (
    <>
      <p>
        <b>{of.label}</b> <span class="meta">{t("{n}分", { n: of.weight })}</span> {told.checked && <Tag tone="ok" icon="ok">{told.reviewed === null ? t("已核对") : t("已更正")}</Tag>}
      </p>
      <p>
        {t("取数")} <b>{amount(of, told.value)}</b> <span class="meta">{sum(of, told)}</span>
        {told.reviewed !== null && <> → {t("核定")} <b>{amount(of, told.reviewed)}</b></>}
        {" "}· {told.points === null ? t("不计分") : t("得{n}分（满分100）", { n: points(told.points) })}
      </p>
      <p class="sub">{[of.counts, of.of && t("比：{of}", { of: of.of }), target(of)].filter(Boolean).join("；")}</p>
      {told.claim !== null && (
        <p class="claim">
          {t("自评")} <b>{amount(of, told.claim.value)}</b> <span class="meta">{t("{name}：{reason}", { name: told.claim.made_name, reason: told.claim.reason })}</span>
          {told.claim.evidence.map(({ label, to }) => <a key={to} href={to}>{label}</a>)}
        </p>
      )}
      {told.checked && <p class="sub">{[told.checked_name, told.reason].filter(Boolean).join("：")}</p>}
    </>
  );
}

function Bars({ of, station }: { of: Evaluation; station: EvaluatedStation }): JSX.Element {
  return (
    <figure class="dimensions" role="group" aria-label={t("七个方面")}>
      {station.dimensions.map((each) => (
        <div key={each.code}>
          <span>{of.dimensions.find(({ code }) => code === each.code)?.name}</span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width={each.points ?? 0} height="10" /></svg>
          <b>{points(each.points)}</b>
          <span class="meta">{each.points === null ? t("没有记录") : each.computed === each.points ? (each.rank === null ? "" : t("第{n}", { n: each.rank })) : [t("取数{n}", { n: points(each.computed) }), each.rank === null ? "" : t("第{n}", { n: each.rank })].filter(Boolean).join("·")}</span>
        </div>
      ))}
    </figure>
  );
}
