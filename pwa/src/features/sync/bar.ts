/** What the sync bar says: always the worst, and never more than is known (ui.md §4). */
import { isWaiting, needsPerson, type Item } from "../../store/item";
import type { Facts } from "../../sync/pilot";
import type { IconName } from "../../shell/icon";
import type { Tone } from "../../shell/parts";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";

export interface Bar {
  tone: Tone;
  icon: IconName;
  title: string;
  note: string;
}

export interface Known {
  items: readonly Item[];
  facts: Facts | null;
  expired: boolean;
  allSentAt: string | null;
  now: number;
}

/** A phone tries for this long before it shows red: a server that changes over is back by then. */
const patienceMs = 60_000;

/** How many items the person must act on; with an expired login these are all that wait. */
export function needsYou({ items, expired }: Pick<Known, "items" | "expired">): number {
  return items.filter((item) => needsPerson(item, expired)).length;
}

/** The bar for what is known. */
export function barOf(known: Known): Bar {
  const { items, facts, expired, allSentAt, now } = known;
  const needs = needsYou(known);
  const waiting = expired ? 0 : items.filter(isWaiting).length;
  const note = noteOf(known);
  if (needs > 0) {
    const title = waiting > 0 ? t("{n}条要您处理，{m}条待上传", { n: needs, m: waiting }) : t("{n}条要您处理", { n: needs });
    return { tone: "bad", icon: "bang", title, note };
  }
  if (facts?.outcome?.kind === "unassigned") {
    const title = waiting > 0 ? t("没有外勤岗位，{n}条留在手机里", { n: waiting }) : t("现在没有外勤岗位");
    return { tone: waiting > 0 ? "bad" : "wait", icon: "bang", title, note };
  }
  if (expired) return { tone: "wait", icon: "clock", title: t("登录已过期"), note };
  if (facts?.progress) {
    const { nth, total } = facts.progress;
    return { tone: "go", icon: "up", title: t("正在上传{i}/{n}", { i: nth, n: total }), note };
  }
  if (waiting > 0) {
    const late = facts?.online && facts.failingSince !== null && now - facts.failingSince > patienceMs;
    return { tone: late ? "bad" : "wait", icon: late ? "bang" : "clock", title: t("{n}条待上传·有网后自动上传", { n: waiting }), note };
  }
  const title = allSentAt ? t("全部已上传·{time}", { time: moment(allSentAt, now) }) : t("没有要上传的。");
  return { tone: "ok", icon: "ok", title, note: facts?.online === false ? t("没有网络") : "" };
}

function noteOf({ facts, expired, allSentAt, now }: Known): string {
  const notes: string[] = [];
  if (facts?.online === false) notes.push(t("没有网络"));
  else if (expired) notes.push(t("重新登录后自动上传"));
  else if (facts?.failingSince != null) notes.push(t("暂时连不上"));
  if (allSentAt) notes.push(t("上次全部上传{time}", { time: moment(allSentAt, now) }));
  return notes.join("·");
}
