/** The fields of one indicator: what is counted, in proportion to what, the target, the weight. */
import type { JSX } from "preact";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import type { Draft } from "./changes";
import type { EvaluationSchemes } from "./wire";

interface Props {
  of: Draft;
  known: EvaluationSchemes;
  error: string | null;
  /** Null: it is taken away. */
  change: (next: Draft | null) => void;
}

/** The fields. */
export function IndicatorFields({ of, known, error, change }: Props): JSX.Element {
  const put = (more: Partial<Draft>): void => change({ ...of, ...more });
  const words = (code: string): string => known.measures.find((each) => each.code === code)?.label ?? code;
  const parts = known.measures.find(({ code }) => code === of.measure)?.parts ?? [];
  const share = of.per !== null && of.per !== "households";
  const paces: [Draft["pace"], string][] = [["whole", t("整个期间")], ["year", t("每年")], ["month", t("每月")]];
  const field = (label: string, input: JSX.Element): JSX.Element => <label>{label}{input}</label>;
  return (
    <div class="indicator" role="group" aria-label={of.name || t("新的指标")} {...(error === null ? {} : { "aria-describedby": `error-${of.code}` })}>
      {error !== null && <FieldError id={`error-${of.code}`}>{error}</FieldError>}
      {field(t("名称"), <input value={of.name} maxLength={40} onInput={({ currentTarget: { value } }) => put({ name: value, name_en: "" })} />)}
      {field(t("数什么"), (
        <select value={of.measure} onChange={({ currentTarget: { value } }) => put({ measure: value, per: null })}>
          {known.measures.map(({ code, label }) => <option key={code} value={code}>{label}</option>)}
        </select>
      ))}
      {field(t("和什么比"), (
        <select value={of.per ?? ""} onChange={({ currentTarget: { value } }) => put({ per: value || null, ...(value && value !== "households" ? { pace: "whole" } : {}) })}>
          <option value="">{t("不比，数多少")}</option>
          <option value="households">{t("每千户")}</option>
          {parts.map((code) => <option key={code} value={code}>{t("占比：{whole}", { whole: words(code) })}</option>)}
        </select>
      ))}
      {field(t("怎样算好"), (
        <select value={of.direction} onChange={({ currentTarget: { value } }) => put({ direction: value as Draft["direction"] })}>
          <option value="more">{t("多的好")}</option>
          <option value="less">{t("少的好")}</option>
        </select>
      ))}
      {field(t("目标按"), (
        <select value={of.pace} disabled={share} onChange={({ currentTarget: { value } }) => put({ pace: value as Draft["pace"] })}>
          {paces.map(([code, label]) => <option key={code} value={code}>{label}</option>)}
        </select>
      ))}
      {field(share ? t("目标（%）") : t("目标"), <input inputMode="decimal" value={of.target} onInput={({ currentTarget: { value } }) => put({ target: value })} />)}
      {field(t("权重"), <input inputMode="decimal" value={of.weight} onInput={({ currentTarget: { value } }) => put({ weight: value })} />)}
      <button type="button" class="btn quiet slim" onClick={() => change(null)}>{t("去掉")}<span class="vh"> {of.name}</span></button>
    </div>
  );
}
