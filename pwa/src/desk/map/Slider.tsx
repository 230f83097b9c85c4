/** The time slider: from step to step by hand or by itself; all the way to the right is the whole period. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../../shell/icon";
import { t } from "../../shell/words";
import * as look from "./look";
import { stepsFor, type Period } from "./period";
import type { HotspotSeries, Step } from "./wire";

interface Props {
  period: Period;
  /** Null while it is being read. */
  series: HotspotSeries | null;
  /** How many reports the whole period has. */
  total: number;
  /** Whether the step that is wanted is on the map; until then the next one waits. */
  there: boolean;
}

const nextMs = 1000;
const calmMs = 2500;
const stepNames: Readonly<Record<Step, () => string>> = { day: () => t("按天"), week: () => t("按周"), month: () => t("按月") };
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Into which steps the period is cut; null where it cannot be. */
export function stepOf(period: Period): Step | null {
  const possible = stepsFor(period);
  const wished = look.step.value;
  if (wished && possible.includes(wished)) return wished;
  return possible.find((step) => step === "week") ?? possible[0] ?? null;
}

/** The slider. */
export function Slider({ period, series, total, there }: Props): JSX.Element {
  const possible = stepsFor(period);
  const last = series?.steps.length ?? 0;
  const at = look.at.value;
  const go = (to: number): void => void (look.at.value = to >= last ? null : Math.max(0, to));
  usePlaying(last, there, go);
  if (possible.length === 0) return <div class="time"><p class="sub">{t("这个期间分不成步：选2天以上、60个月以内的期间，就能一步步看。")}</p></div>;
  const step = series && at !== null ? series.steps[at] : undefined;
  const days = look.daysName(step ?? period);
  const words = step ? t("{days}，{n}件，第{at}步，共{all}步", { days, n: series!.total[at!] ?? 0, at: at! + 1, all: last }) : t("整个期间{days}，{n}件", { days, n: total });
  const move = (by: number): void => {
    look.playing.value = false;
    if (last > 0) go((at ?? last) + by);
  };
  return (
    <div class="time" role="group" aria-label={t("时间")}>
      <button type="button" class="btn second slim" aria-label={t("前一步")} aria-disabled={at === 0 || last === 0} onClick={() => move(-1)}><span aria-hidden="true">‹</span></button>
      <input type="range" min={0} max={Math.max(1, last)} step={1} value={at ?? Math.max(1, last)} disabled={last === 0} aria-label={t("时间")} aria-valuetext={words} onInput={(event) => ((look.playing.value = false), go(Number(event.currentTarget.value)))} />
      <button type="button" class="btn second slim" aria-label={t("后一步")} aria-disabled={at === null} onClick={() => move(1)}><span aria-hidden="true">›</span></button>
      <output>{step ? t("{days}·{n}件", { days, n: series!.total[at!] ?? 0 }) : days}</output>
      <label>
        <span class="vh">{t("一步多长")}</span>
        <select value={stepOf(period) ?? ""} onChange={(event) => ((look.at.value = null), (look.step.value = event.currentTarget.value as Step))}>
          {possible.map((each) => <option key={each} value={each}>{stepNames[each]()}</option>)}
        </select>
      </label>
      <button type="button" class="btn second slim play" aria-disabled={last === 0} onClick={() => last > 0 && play(at)}>
        <Icon name={look.playing.value ? "stop" : "play"} />
        {look.playing.value ? t("停") : t("播放")}
      </button>
    </div>
  );
}

function play(at: number | null): void {
  look.playing.value = !look.playing.value;
  if (look.playing.value && at === null) look.at.value = 0;
}

/** From step to step until the whole period is reached, each as long as one needs to see it. */
function usePlaying(last: number, there: boolean, go: (to: number) => void): void {
  const [on, at] = [look.playing.value, look.at.value];
  useEffect(() => {
    if (!on || !there || at === null) return undefined;
    const timer = setTimeout(() => {
      if (at + 1 >= last) look.playing.value = false;
      go(at + 1);
    }, calm.matches ? calmMs : nextMs);
    return () => clearTimeout(timer);
  }, [on, at, last, there]);
  useEffect(() => () => void (look.playing.value = false), []);
}
