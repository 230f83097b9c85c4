/** How the map is looked at. Kept while other pages are open: who comes back finds the map as it was. */
import { signal } from "@preact/signals";
import { language, t } from "../../shell/words";
import { among, flag, isCode, numbersIn, word, type Parts } from "../address";
import { channels } from "../lists/query";
import { frame } from "../live";
import type { Camera } from "./canvas";
import { lastDays, periodBefore, yearBefore, type Period } from "./period";
import type { Measure, Step } from "./wire";

export const measure = signal<Measure>("count");
export const category = signal("");
export const topic = signal("");
export const channel = signal("");
export const span = signal<"7" | "30" | "90" | "365" | "own">("90");
export const own = signal<Period>(lastDays(90));
export const chosen = signal<string | null>(null);
export const asTable = signal(false);
export const onlyBlank = signal(false);
export const showVenues = signal(false);
/** With which period this one is compared; empty: with none. */
export const against = signal<"" | "before" | "year" | "own">("");
export const ownThen = signal<Period>(periodBefore(lastDays(90)));
/** Which of the two periods, or what changed between them; where there is no room for two maps, `both` is `now`. */
export const view = signal<"both" | "then" | "now" | "change">("both");
/** The step of time that is shown; null: the whole period. */
export const at = signal<number | null>(null);
export const playing = signal(false);
/** Whether the map is so small that townships stand for the cells. */
export const far = signal(false);
/** Null: what fits the period. */
export const step = signal<Step | null>(null);

/** Where the person has moved the map to; null: all of the scope. */
export const camera = signal<Camera | null>(null);

export const spans = ["7", "30", "90", "365"] as const;
export const measures: readonly { value: Measure; label: string }[] = [
  { value: "count", label: "件数" },
  { value: "rate", label: "每千户" },
  { value: "gi_star", label: "热点" },
];

/** Two days in one value: `2026-08-26~2026-11-23`. */
function days(of: typeof own, asked: () => boolean): Parts[string] {
  return {
    text: () => (asked() ? `${of.value.from}~${of.value.to}` : ""),
    read: (text) => {
      const [from, to] = text.split("~");
      if ([from, to].every((day) => /^\d{4}-\d\d-\d\d$/.test(day ?? "") && !Number.isNaN(Date.parse(day!)))) of.value = { from: from!, to: to! };
    },
  };
}

const digits = 5;
const looksAt: Parts[string] = {
  text: () => (camera.value ? [...camera.value.center, camera.value.zoom].map((each) => Number(each.toFixed(digits))).join(",") : ""),
  read: (text) => {
    const [lon, lat, zoom, ...more] = numbersIn(text);
    const sound = more.length === 0 && Math.abs(lon!) <= 180 && Math.abs(lat!) <= 85 && zoom! >= 0 && zoom! <= 24;
    camera.value = sound ? { center: [lon!, lat!], zoom: zoom! } : null;
  },
};

/** What of the look stands in the address. */
export const parts: Parts = {
  measure: word(measure, "count", among("rate", "gi_star")),
  category: word(category, "", isCode),
  topic: word(topic, "", isCode),
  channel: word(channel, "", (text) => channels.some(([code]) => code === text)),
  period: word(span, "90", among("7", "30", "365", "own")),
  days: days(own, () => span.value === "own"),
  cell: word(chosen, null, isCode),
  table: flag(asTable),
  blank: flag(onlyBlank),
  venues: flag(showVenues),
  against: word(against, "", among("before", "year", "own")),
  then: days(ownThen, () => against.value === "own"),
  view: word(view, "both", among("then", "now", "change")),
  step: word(step, null, among("day", "week", "month")),
  look: looksAt,
};

const wide = matchMedia("(min-width:1001px)");
/** Whether two maps have room side by side. */
export const roomy = signal(wide.matches);
wide.addEventListener("change", () => (roomy.value = wide.matches));

export function pick(code: string): void {
  chosen.value = code;
}

export function period(): Period {
  return span.value === "own" ? own.value : lastDays(Number(span.value));
}

/** The other period; null when nothing is compared. */
export function other(now: Period): Period | null {
  if (against.value === "") return null;
  return against.value === "own" ? ownThen.value : against.value === "year" ? yearBefore(now) : periodBefore(now);
}

/** What is asked of the server for a period, but for the measure. */
export function asked({ from, to }: Period): URLSearchParams {
  const chosen = { category: category.value, topic: topic.value, channel: channel.value };
  return new URLSearchParams({ from, to, ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value)) });
}

/** `2026-08-24至2026-11-21`. */
export function daysName({ from, to }: Period): string {
  return from === to ? from : t("{from}至{to}", { from, to });
}

/** The name of the period as the legend and the panel say it. */
export function periodName(of: Period): string {
  return span.value === "own" ? daysName(of) : t("近{n}天", { n: span.value });
}

/** The name of the other period. */
export function otherName(of: Period): string {
  return against.value === "before" ? t("上期") : against.value === "year" ? t("去年同期") : daysName(of);
}

/** What the figures are narrowed to, in words; null for all. */
export function filterName(): string | null {
  const kinds = [frame.value?.categories.find(({ code }) => code === category.value), frame.value?.topics.find(({ code }) => code === topic.value)];
  const way = channels.find(([code]) => code === channel.value);
  return [...kinds.flatMap((kind) => (kind ? [language() === "en" ? kind.name_en : kind.name] : [])), ...(way ? [t(way[1])] : [])].join("·") || null;
}

/** What a printed map or a picture of it shows: whose area, when, of what. */
export function subject(days: string): string[] {
  const areas = frame.value?.areas.map(({ name }) => name) ?? [];
  return [...areas, days, filterName() ?? t("全部类别")];
}
