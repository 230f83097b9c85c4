/** Two periods side by side: with which one, and which of the two is seen. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { Days } from "./Bar";
import * as look from "./look";
import type { Period } from "./period";

/** The line below the bar while two periods are compared. */
export function CompareBar({ now, then }: { now: Period; then: Period }): JSX.Element {
  const views = [
    ...(look.roomy.value ? [{ value: "both", label: t("两期并排") } as const] : [{ value: "then", label: look.otherName(then) } as const, { value: "now", label: t("本期") } as const]),
    { value: "change", label: t("变化") } as const,
  ];
  const seen = shownView();
  const choose = (value: string): void => {
    if (value === "own") look.ownThen.value = then;
    look.against.value = value as typeof look.against.value;
  };
  return (
    <div class="maprow comparebar">
      <label>
        {t("和哪一期比")}
        <select value={look.against.value} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="before">{t("上期")}</option>
          <option value="year">{t("去年同期")}</option>
          <option value="own">{t("自选")}</option>
        </select>
      </label>
      {look.against.value === "own" && <Days of={look.ownThen} wrong={then.from > then.to} />}
      <span class="sub">{t("本期{now}，对比期{then}", { now: look.daysName(now), then: look.daysName(then) })}</span>
      {!look.asTable.value && (
        <div class="seg" role="group" aria-label={t("看哪一期")}>
          {views.map(({ value, label }) => <button key={value} type="button" aria-pressed={seen === value} onClick={() => (look.view.value = value)}>{label}</button>)}
        </div>
      )}
    </div>
  );
}

/** What is seen where there is room for it. */
export function shownView(): typeof look.view.value {
  const wished = look.view.value;
  if (look.roomy.value) return wished === "change" ? "change" : "both";
  return wished === "both" ? "now" : wished;
}
