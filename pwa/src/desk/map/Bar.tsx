/** What is shown: measure, period, what it is narrowed to, and what else lies on the map. */
import type { ComponentChildren, JSX } from "preact";
import type { Signal } from "@preact/signals";
import { language, t } from "../../shell/words";
import { channels } from "../lists/query";
import { frame } from "../live";
import { Heading, isoDay } from "../parts";
import * as look from "./look";
import type { Period } from "./period";

interface Props {
  /** The first day stands after the last, or that is still to come. */
  wrong: boolean;
  /** What saves the map as a picture; null where there is none. */
  save: (() => void) | null;
}

/** The bar. */
export function Bar({ wrong, save }: Props): JSX.Element {
  const choose = (value: string): void => {
    if (value === "own") look.own.value = look.period();
    look.span.value = value as typeof look.span.value;
  };
  return (
    <div class="mapbar">
      <div class="maprow">
        <Heading title={t("地图")}>{t("热点地图")}</Heading>
        <div class="seg" role="group" aria-label={t("看什么")}>
          {look.measures.map(({ value, label }) => (
            <button key={value} type="button" aria-pressed={look.measure.value === value && !look.onlyBlank.value} onClick={() => ((look.measure.value = value), (look.onlyBlank.value = false))}>{t(label)}</button>
          ))}
        </div>
        <label>
          {t("期间")}
          <select value={look.span.value} onChange={(event) => choose(event.currentTarget.value)}>
            {look.spans.map((days) => <option key={days} value={days}>{t("近{n}天", { n: days })}</option>)}
            <option value="own">{t("自选")}</option>
          </select>
        </label>
        {look.span.value === "own" && <Days of={look.own} wrong={wrong} />}
        <Toggle of={look.against} on="before" off="">{t("与上期比较")}</Toggle>
        <div class="seg" role="group" aria-label={t("怎么看")}>
          <button type="button" aria-pressed={!look.asTable.value} onClick={() => (look.asTable.value = false)}>{t("看地图")}</button>
          <button type="button" aria-pressed={look.asTable.value} onClick={() => (look.asTable.value = true)}>{t("看表格")}</button>
        </div>
      </div>
      <details class="mapmore" open={look.roomy.value}>
        <summary>{t("筛选、图层和打印")}</summary>
        <div class="maprow">
          <Pick label={t("类别")} all={t("全部类别")} of={look.category} options={named(frame.value?.categories)} />
          <Pick label={t("监督主题")} all={t("全部主题")} of={look.topic} options={named(frame.value?.topics)} />
          <Pick label={t("渠道")} all={t("全部渠道")} of={look.channel} options={channels.map(([code, name]) => [code, t(name)])} />
          <Toggle of={look.onlyBlank} on={true} off={false}>{t("空白网格")}</Toggle>
          <Toggle of={look.showVenues} on={true} off={false}>{t("普法阵地")}</Toggle>
          <button type="button" class="btn second slim" onClick={() => print()}>{t("打印")}</button>
          {save && <button type="button" class="btn second slim" onClick={save}>{t("下载图片")}</button>}
        </div>
      </details>
    </div>
  );
}

const named = (terms: { code: string; name: string; name_en: string }[] = []): [string, string][] => terms.map((each) => [each.code, language() === "en" ? each.name_en : each.name]);

function Pick({ label, all, of, options }: { label: string; all: string; of: Signal<string>; options: [string, string][] }): JSX.Element {
  return (
    <label>
      {label}
      <select value={of.value} onChange={(event) => (of.value = event.currentTarget.value)}>
        <option value="">{all}</option>
        {options.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
      </select>
    </label>
  );
}

function Toggle<T>({ of, on, off, children }: { of: Signal<T>; on: T; off: T; children: ComponentChildren }): JSX.Element {
  const pressed = of.value !== off;
  return <button type="button" class="switch" aria-pressed={pressed} onClick={() => (of.value = pressed ? off : on)}>{children}</button>;
}

/** Two days. */
export function Days({ of, wrong }: { of: Signal<Period>; wrong: boolean }): JSX.Element {
  const set = (name: keyof Period) => (event: Event) => {
    const value = (event.target as HTMLInputElement).value;
    if (value) of.value = { ...of.value, [name]: value };
  };
  return (
    <div class="dates">
      <label>{t("从")}<input type="date" value={of.value.from} onChange={set("from")} aria-invalid={wrong} /></label>
      <label>{t("到")}<input type="date" value={of.value.to} max={isoDay(Date.now())} onChange={set("to")} aria-invalid={wrong} /></label>
    </div>
  );
}
