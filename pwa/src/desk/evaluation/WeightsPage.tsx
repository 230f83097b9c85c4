/** 指标和权重: the versions of an area's indicators; a new one is written, what it changes is read, and it is added. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError, Notice } from "../../shell/parts";
import { href, search, stay } from "../../shell/route";
import { t } from "../../shell/words";
import { frame, send, useRead, wordsOf } from "../live";
import { Heading, Printed, Waiting } from "../parts";
import { begun, changes, counts, moneyName, moneys, summed, type Draft, type Weights } from "./changes";
import { IndicatorFields } from "./IndicatorFields";
import { target } from "./parts";
import type { EvaluationScheme, EvaluationSchemes } from "./wire";
import "./evaluation.css";

const whole = 100;

/** The page; which area is open stands in the address. */
export function WeightsPage(): JSX.Element {
  const areas = [...(frame.value?.areas ?? []), ...(frame.value?.towns ?? [])];
  const area = new URLSearchParams(search.value).get("area") ?? areas[0]?.code ?? null;
  const reading = useRead<EvaluationSchemes>(area === null ? null : `/api/evaluation-schemes?area=${area}`);
  const [stored, tell] = useState(false);
  const known = reading.data;
  const newest = known?.items[0];
  return (
    <>
      <div class="pagehead">
        <Heading title={t("指标和权重")}>{t("指标和权重")}</Heading>
        <a class="btn second slim noprint" href={href("/evaluation")}>{t("全部评估")}</a>
      </div>
      <div class="filters">
        <label>
          {t("地区")}
          <select value={area ?? ""} onChange={(event) => (tell(false), stay(`/evaluation/weights?area=${event.currentTarget.value}`))}>
            {areas.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
          </select>
        </label>
      </div>
      <Waiting reading={reading} />
      {known && newest && reading.refused === null && (
        <div class="pad stack">
          {stored && <Notice tone="ok">{t("已存成{name}，第{n}版，以后的评估按它来；以前的评估不变。", { name: newest.name, n: newest.version })}</Notice>}
          {newest.area_code !== area && <Notice tone="info">{t("这里还没有自己的指标和权重，评估用{area}的。", { area: newest.area_name ?? t("随系统提供") })}</Notice>}
          <Version of={newest} known={known} />
          {known.keeps && <Writing key={newest.id} of={newest} area={area!} known={known} done={() => (tell(true), reading.again())} />}
          {known.items.length > 1 && (
            <details class="noprint">
              <summary>{t("以前的和上级的{n}版", { n: known.items.length - 1 })}</summary>
              {known.items.slice(1).map((each) => <Version key={each.id} of={each} known={known} />)}
            </details>
          )}
        </div>
      )}
      <Printed what={[t("指标和权重")]} />
    </>
  );
}

function Version({ of, known }: { of: EvaluationScheme; known: EvaluationSchemes }): JSX.Element {
  const name = t("{area}：{name}，第{n}版", { area: of.area_name ?? t("随系统提供"), name: of.name, n: of.version });
  return (
    <section class="card" aria-label={name}>
      <table class="rows">
        <caption>{name}</caption>
        <thead><tr>{[t("指标"), t("方面"), t("权重"), t("取数"), t("目标")].map((each) => <th scope="col" key={each}>{each}</th>)}</tr></thead>
        <tbody>
          {of.indicators.map((each) => (
            <tr key={each.code}>
              <th scope="row">{each.label}</th>
              <td>{known.dimensions.find(({ code }) => code === each.dimension)?.label}</td>
              <td data-name={t("权重")}>{each.weight}</td>
              <td>{counts(each, known)}</td>
              <td>{target(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="sub">{t("经费补助按{parts}测算", { parts: moneys.map((key) => `${moneyName(key)} ${of[key]}%`).join(t("、")) })}</p>
    </section>
  );
}

interface WritingProps {
  of: EvaluationScheme;
  area: string;
  known: EvaluationSchemes;
  done: () => void;
}

function Writing({ of, area, known, done }: WritingProps): JSX.Element {
  const [now, write] = useState<Weights | null>(null);
  const [reading, read] = useState(false);
  const [id] = useState(() => crypto.randomUUID());
  const [failure, fail] = useState<{ at: string; text: string } | null>(null);
  if (now === null) return <button type="button" class="btn second slim noprint" onClick={() => write(begun(of))}>{t("改指标和权重")}</button>;
  const put = (more: Partial<Weights>): void => (read(false), write({ ...now, ...more }));
  const indicators = (code: string, next: Draft | null): void => put({ indicators: now.indicators.flatMap((each) => (each.code !== code ? [each] : next ? [next] : [])) });
  const add = (dimension: string): void => put({ indicators: [...now.indicators, { code: `own_${crypto.randomUUID().slice(0, 8)}`, dimension, name: "", name_en: "", measure: known.measures[0]!.code, per: null, direction: "more", pace: "year", target: "1", weight: "" }] });
  const sum = summed(now.indicators.map(({ weight }) => weight));
  const money = summed(moneys.map((key) => now[key]));
  const found = changes(of, now, known);
  const look = (event: Event): void => {
    event.preventDefault();
    const empty = now.indicators.find(({ name, target: goal }) => !name.trim() || !(Number(goal) > 0));
    const wrong = empty ? { at: empty.code, text: t("写明名称，目标要大于0") } : sum !== whole ? { at: "sum", text: t("权重加起来是{total}，要等于100", { total: String(sum) }) } : money !== whole ? { at: "money", text: t("三项权重加起来要等于100") } : found.length === 0 ? { at: "sum", text: t("还没有改动") } : null;
    fail(wrong);
    read(wrong === null);
  };
  const store = async (): Promise<void> => {
    const body = { id, area, after: of.id, name: now.name, ...Object.fromEntries(moneys.map((key) => [key, Number(now[key])])), indicators: now.indicators };
    const answer = await send<EvaluationScheme>("/api/evaluation-schemes", body);
    if (answer.kind === "ok") return done();
    read(false);
    const nth = answer.kind === "refused" ? /^indicators\.(\d+)/.exec(answer.problem.field ?? "")?.[1] : undefined;
    fail({ at: nth === undefined ? "sum" : now.indicators[Number(nth)]!.code, text: wordsOf(answer) });
    return undefined;
  };
  return (
    <form class="stack weighing noprint" aria-label={t("改指标和权重")} onSubmit={look} noValidate>
      <div class="field"><label for="scheme-name">{t("这一版叫什么")}</label><input id="scheme-name" value={now.name} onInput={(event) => put({ name: event.currentTarget.value })} /></div>
      {known.dimensions.map(({ code, label }) => (
        <fieldset key={code}>
          <legend>{t("{name}，共{n}分", { name: label, n: summed(now.indicators.filter(({ dimension }) => dimension === code).map(({ weight }) => weight || "0")) })}</legend>
          {now.indicators.filter(({ dimension }) => dimension === code).map((each) => (
            <IndicatorFields key={each.code} of={each} known={known} error={failure?.at === each.code ? failure.text : null} change={(next) => indicators(each.code, next)} />
          ))}
          <button type="button" class="btn quiet slim" onClick={() => add(code)}>{t("加一项指标")}<span class="vh"> {label}</span></button>
        </fieldset>
      ))}
      <fieldset>
        <legend>{t("经费补助的权重")}</legend>
        {failure?.at === "money" && <FieldError id="scheme-money">{failure.text}</FieldError>}
        <div class="indicator">{moneys.map((key) => <label key={key}>{moneyName(key)}<input inputMode="numeric" value={now[key]} onInput={(event) => put({ [key]: event.currentTarget.value })} /></label>)}</div>
      </fieldset>
      <p role="status">{t("权重合计{n}", { n: Number.isNaN(sum) ? "–" : sum })}</p>
      {failure?.at === "sum" && <FieldError id="scheme-sum">{failure.text}</FieldError>}
      {reading && (
        <section class="card" aria-labelledby="scheme-changes">
          <h2 id="scheme-changes">{t("和第{n}版比，改了{m}处", { n: of.version, m: found.length })}</h2>
          <ul>{found.map((each) => <li key={each}>{each}</li>)}</ul>
          <div class="acts"><button type="button" class="btn slim" onClick={() => void store()}>{t("存成新的一版")}</button></div>
        </section>
      )}
      <div class="acts start">
        <button type="button" class="btn quiet slim" onClick={() => write(null)}>{t("先不办")}</button>
        <button class="btn second slim">{t("看改了什么")}</button>
      </div>
    </form>
  );
}
