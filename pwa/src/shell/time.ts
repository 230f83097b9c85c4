/** Times for people: always Asia/Shanghai, whatever the phone is set to. */
import { language, t } from "./words";

const timeZone = "Asia/Shanghai";

function format(at: string | number, how: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language(), { timeZone, ...how }).format(new Date(at));
}

/** `14:32` */
export function clock(at: string | number): string {
  return format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** `11月21日` */
export function day(at: string | number): string {
  return format(at, { month: "long", day: "numeric" });
}

/** `11月21日周六` */
export function longDay(at: string | number): string {
  return format(at, { month: "long", day: "numeric", weekday: "short" });
}

/** `今天14:32`, else `11月20日14:32`. */
export function moment(at: string | number, now: number = Date.now()): string {
  return day(at) === day(now) ? t("今天{time}", { time: clock(at) }) : t("{day}{time}", { day: day(at), time: clock(at) });
}

/** A length of time: `0:07`, `3:00`. */
export function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The day it is in China, `2026-11-23`. */
export function isoToday(now: number = Date.now()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}
