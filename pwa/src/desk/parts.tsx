/** Small parts of the desk: waiting, failure, deadlines, page titles. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Notice, Tag, type Tone } from "../shell/parts";
import type { IconName } from "../shell/icon";
import { t } from "../shell/words";
import type { Reading } from "./live";
import type { CaseHead } from "./wire";

const lists: Readonly<Record<string, string>> = { "/desk/commitments": "/desk/activities", "/desk/digests/items": "/desk/digests" };

/** The address of the list that the page of one thing belongs to; null for a page that is no such. */
function listOf(here: string): string | null {
  const above = here.slice(0, here.lastIndexOf("/"));
  return above === "/desk" ? null : (lists[above] ?? above);
}

/** What stands where data are still missing; nothing when they are there. */
export function Waiting({ reading }: { reading: Omit<Reading<unknown>, "put"> }): JSX.Element | null {
  const { wait, refused, retryIn, again } = reading;
  if (refused !== null) {
    const list = listOf(location.pathname);
    return <div class="pad"><Notice tone="bad">{refused} {list && <a href={list}>{t("回到列表")}</a>}</Notice></div>;
  }
  if (retryIn !== null) {
    return (
      <div class="pad">
        <Notice tone="wait">
          {t("暂时读不到，{n}秒后自动再试。", { n: retryIn })} <button type="button" class="btn quiet slim" onClick={again}>{t("重试")}</button>
        </Notice>
      </div>
    );
  }
  if (wait === "very") {
    return (
      <div class="pad" role="status">
        {t("网络慢，还在读取。")} <button type="button" class="btn quiet slim" onClick={again}>{t("重试")}</button>
      </div>
    );
  }
  return wait === "slow" && reading.data === null ? <p class="pad" role="status">{t("正在读取…")}</p> : null;
}

/** The page's heading; the window's title says the same. */
export function Heading({ children, title }: { children: ComponentChildren; title: string }): JSX.Element {
  useEffect(() => {
    document.title = `${title}·${t("直通工作台")}`;
  }, [title]);
  return <h1>{children}</h1>;
}

const tones: Record<string, [Tone, IconName]> = {
  pending: ["wait", "clock"],
  accepted: ["go", "up"],
  returned: ["bad", "bang"],
  redoing: ["bad", "bang"],
  terminated: ["wait", "bang"],
  sent_back: ["bad", "bang"],
  not_approved: ["bad", "bang"],
  archived: ["idle", "ok"],
  verifying: ["go", "up"],
  answering: ["go", "pen"],
  answered: ["ok", "ok"],
  closed: ["idle", "ok"],
  reopened: ["bad", "bang"],
  joined: ["idle", "ok"],
  lacking: ["wait", "clock"],
  refused: ["bad", "bang"],
  withdrawn: ["idle", "ok"],
};

/** The stage of a case. */
export function Stage({ of }: { of: CaseHead }): JSX.Element {
  const [tone, icon] = tones[of.state] ?? ["go", "up"];
  return <Tag tone={tone} icon={icon}>{of.label}</Tag>;
}

/** How far it has been urged; nothing when it has not. */
export function Urged({ of }: { of: CaseHead }): JSX.Element | null {
  const words = [null, t("已催办"), t("已督办"), t("提级督办")][of.urged] ?? null;
  return words === null ? null : <Tag tone="bad" icon="bang">{words}</Tag>;
}

/** How content its people are, by the worst of them; nothing before somebody says so. */
export function Rated({ of }: { of: CaseHead }): JSX.Element | null {
  if (of.rated === null) return null;
  if (of.rated === "dissatisfied") return <Tag tone="bad" icon="bang">{t("不满意")}</Tag>;
  return <Tag tone="ok" icon="ok">{of.rated === "fair" ? t("基本满意") : t("满意")}</Tag>;
}

/** How long there still is, in working days; how long it has been where no deadline runs. */
export function Deadline({ of }: { of: CaseHead }): JSX.Element {
  const left = of.days_left;
  if (of.state === "answered" || of.state === "closed" || of.state === "archived") return <span class="meta">–</span>;
  if (left === null) return <Waited since={of.state_since} />;
  if (left < 0) return <Tag tone="bad" icon="bang">{t("逾期{n}个工作日", { n: -left })}</Tag>;
  // On the days of rest after the last day it is past, and no working day has gone by.
  if (left === 0 && of.due_on! < isoDay(Date.now())) return <Tag tone="bad" icon="bang">{t("已逾期")}</Tag>;
  if (left === 0) return <Tag tone="wait" icon="clock">{t("今天到期")}</Tag>;
  return <Tag tone={of.urgency === "soon" ? "wait" : "idle"} icon="clock">{t("剩{n}个工作日", { n: left })}</Tag>;
}

/** How many days something has waited. */
export function Waited({ since }: { since: string }): JSX.Element {
  const days = daysSince(since);
  return <span class="meta">{days === 0 ? t("今天到的") : t("已等{n}天", { n: days })}</span>;
}

/** Midnights in China between `at` and now. */
export function daysSince(at: string, now: number = Date.now()): number {
  return Math.max(0, Math.round((Date.parse(isoDay(now)) - Date.parse(isoDay(at))) / 86_400_000));
}

/** A line that only paper shows: what stands on it, and when it was printed. */
export function Printed({ what }: { what: readonly string[] }): JSX.Element {
  const line = useRef<HTMLParagraphElement>(null);
  const words = (): string => [...what, t("打印时间{time}", { time: isoMinute(Date.now()) })].join("·");
  useEffect(() => {
    // The page may have stood open for hours. The text itself is changed: a new rendering would come after the picture is taken.
    const now = (): void => void (line.current!.firstChild!.nodeValue = words());
    addEventListener("beforeprint", now);
    return () => removeEventListener("beforeprint", now);
  });
  return <p class="printed" ref={line}>{words()}</p>;
}

/** `2026-11-21` in China. */
export function isoDay(at: string | number | Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));
}

/** `2026-11-21 14:32` in China. */
export function isoMinute(at: string | number): string {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${isoDay(at)} ${time.format(new Date(at))}`;
}

interface Sought {
  value: string;
  take: (text: string) => void;
  type?: "search" | "date" | "number";
  maxLength?: number;
  placeholder?: string;
}

/** A field of words to look for, taken when it is left or Enter is pressed; what arrives meanwhile leaves alone what is being written. */
export function Sought({ value, take, type = "search", ...more }: Sought): JSX.Element {
  const [typed, keep] = useState<string | null>(null);
  const taken = (event: Event): void => {
    keep(null);
    take((event.currentTarget as HTMLInputElement).value.trim());
  };
  return <input {...({ type } as object)} {...more} value={typed ?? value} onInput={(event) => keep(event.currentTarget.value)} onChange={taken} />;
}
