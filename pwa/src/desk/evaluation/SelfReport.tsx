/** 自评: the station's own word on a value, with the records that show it; found by number or title, or their addresses pasted. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Waiting } from "../parts";
import type { EvaluatedStation, Evaluation, EvaluationIndicator, EvaluationRecords, EvaluationValue } from "./wire";

const most = 10;

interface Props {
  of: Evaluation;
  station: EvaluatedStation;
  indicator: EvaluationIndicator;
  told: EvaluationValue;
  put: (data: Evaluation) => void;
}

interface Chosen {
  label: string;
  to: string;
}

/** The button, and the form once it is pressed. */
export function SelfReport({ of, station, indicator, told, put }: Props): JSX.Element {
  const name = indicator.label;
  const [chosen, choose] = useState<Chosen[]>(told.claim?.evidence ?? []);
  const start = { value: String(told.claim?.value ?? told.value ?? ""), reason: told.claim?.reason ?? "", evidence: "" };
  const claim = (texts: Record<string, string>): ReturnType<typeof send<Evaluation>> => {
    const evidence = [...chosen.map(({ to }) => to), ...(texts["evidence"] ?? "").split(/\s+/).filter(Boolean)];
    return send<Evaluation>(`/api/evaluations/${of.id}/claims`, { station: station.id, items: [{ indicator: indicator.code, value: texts["value"], reason: texts["reason"], evidence }] });
  };
  return (
    <Ask<Evaluation> label={told.claim === null ? t("自评") : t("改自评")} start={start} done={put} send={claim}
      fields={[{ key: "value", label: t("{name}应为", { name }) }, { key: "reason", label: t("理由") }, { key: "evidence", label: t("依据的网址"), kind: "long", rows: 2, free: true, hint: t("下面找不到的，打开它的页面，把网址复制到这里，一行一条") }]}
      beside={() => <Records at={`/api/evaluations/${of.id}/evidence?station=${station.id}`} name={name} chosen={chosen} choose={choose} />} />
  );
}

interface RecordsProps {
  at: string;
  name: string;
  chosen: Chosen[];
  choose: (next: Chosen[]) => void;
}

function Records({ at, name, chosen, choose }: RecordsProps): JSX.Element {
  const [typed, type] = useState("");
  const [words, search] = useState<string | null>(null);
  const reading = useRead<EvaluationRecords>(words === null ? null : `${at}&q=${encodeURIComponent(words)}`);
  const found = reading.data?.items.filter(({ to }) => !chosen.some((each) => each.to === to)) ?? [];
  const look = (): void => search(typed.trim());
  return (
    <fieldset class="evidence">
      <legend>{t("依据的记录")} <span class="meta">{t("{n}条，最多{most}条", { n: chosen.length, most })}</span></legend>
      {chosen.length > 0 && (
        <ul class="plain">
          {chosen.map((each) => <li key={each.to}><a href={each.to} target="_blank" rel="noopener">{each.label}</a> <button type="button" class="btn quiet slim" onClick={() => choose(chosen.filter(({ to }) => to !== each.to))}>{t("去掉")}<span class="vh"> {each.label}</span></button></li>)}
        </ul>
      )}
      <div class="seek" role="search" aria-label={t("找{name}的依据", { name })}>
        <label>{t("编号或名称")} <input type="search" value={typed} maxLength={60} onInput={(event) => type(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), look())} /></label>
        <button type="button" class="btn second slim" onClick={look}>{t("查找")}</button>
      </div>
      {words !== null && <Waiting reading={reading} />}
      {reading.data !== null && words !== null && (
        <div role="status">
          {found.length === 0 && <p class="sub">{t("从这一期起，本辖区没有这样的事项、意见、活动、接待日或走访。")}</p>}
          <ul class="plain found">
            {found.map((each) => <li key={each.to}><span>{each.label} <span class="meta">{each.kind_label}·{each.day}</span></span> <button type="button" class="btn quiet slim" disabled={chosen.length >= most} onClick={() => choose([...chosen, { label: each.label, to: each.to }])}>{t("加上")}<span class="vh"> {each.label}</span></button></li>)}
          </ul>
        </div>
      )}
    </fieldset>
  );
}
