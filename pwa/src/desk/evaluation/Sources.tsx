/** The records behind a value: what was counted, and what it is in proportion to. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Sheet } from "../../shell/parts";
import { t } from "../../shell/words";
import { usePages } from "../live";
import { Waiting } from "../parts";
import type { EvaluatedStation, Evaluation, EvaluationIndicator, EvaluationSources } from "./wire";

interface Props {
  of: Evaluation;
  station: EvaluatedStation;
  indicator: EvaluationIndicator;
  close: () => void;
}

/** A drawer over the page. */
export function Sources({ of, station, indicator, close }: Props): JSX.Element {
  const whole = indicator.per !== null && indicator.per !== "households" ? indicator.per : null;
  const [measure, choose] = useState(indicator.measure);
  const { rows, more, reading } = usePages<EvaluationSources["items"][number]>(`/api/evaluations/${of.id}/sources?station=${station.id}&measure=${measure}`);
  const page = reading.data as unknown as EvaluationSources | null;
  return (
    <Sheet title={t("{name}的依据", { name: indicator.label })} close={close}>
      <div class="pad stack">
        {whole !== null && (
          <div class="acts start" role="group" aria-label={t("看哪些记录")}>
            <button type="button" class="btn second slim" aria-pressed={measure === indicator.measure} onClick={() => choose(indicator.measure)}>{indicator.counts}</button>
            <button type="button" class="btn second slim" aria-pressed={measure === whole} onClick={() => choose(whole)}>{indicator.of}</button>
          </div>
        )}
        <Waiting reading={reading} />
        {page !== null && <p>{t("{label}：共{n}条", { label: page.label, n: page.n })}{page.shown < page.n && <span class="meta"> {t("其中{n}条您看不到", { n: page.n - page.shown })}</span>}</p>}
        <ul class="plain sources">
          {rows?.map((each) => <li key={`${each.to}${each.day}${each.label}`}>{each.day} <a href={each.to}>{each.label}</a></li>)}
        </ul>
        {more && <button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button>}
      </div>
    </Sheet>
  );
}
