/** The filters of a list live in the address, so that back, reload and a colleague's link show the same. */
import { href, path, search } from "../../shell/route";
import { frame } from "../live";

/** The stages of a case: code and name. */
export const stages: readonly [string, string][] = [
  ["pending", "待受理"],
  ["accepted", "已受理"],
  ["verifying", "待核查"],
  ["answering", "待反馈群众"],
  ["answered", "已反馈"],
  ["closed", "已办结"],
  ["reopened", "重新打开"],
  ["lacking", "待补充"],
  ["refused", "不予受理"],
  ["withdrawn", "已撤回"],
  ["joined", "已并案"],
];

/** How something comes to the office: code and name. */
export const channels: readonly [string, string][] = [
  ["door", "上门走访"],
  ["scan", "扫码"],
  ["web", "网页"],
  ["reception", "接待"],
  ["phone", "来电"],
  ["meeting", "会议"],
  ["box", "意见箱"],
  ["media", "媒体"],
  ["hotline", "12345热线"],
  ["letter", "来信（人大信访）"],
  ["visit", "来访（人大信访）"],
];

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** Which values a filter may have; an address that was typed by hand may hold others. */
const possible: Record<string, (value: string) => boolean> = {
  state: (value) => stages.some(([code]) => code === value),
  // Until the categories are read each may be one.
  category: (value) => frame.value?.categories.some(({ code }) => code === value) ?? true,
  topic: (value) => frame.value?.topics.some(({ code }) => code === value) ?? true,
  came_by: (value) => channels.some(([code]) => code === value),
  cell: Boolean,
  name: Boolean,
  from: isDay,
  to: isDay,
  unplaced: (value) => value === "1",
  open: (value) => value === "1",
};

/** The filters of the present address, without those nobody knows. */
export function filters(): URLSearchParams {
  return new URLSearchParams([...new URLSearchParams(search.value)].filter(([name, value]) => possible[name]?.(value)));
}

/** Set one filter, or take it away with an empty value; back still leads to the page before. */
export function setFilter(name: string, value: string): void {
  const others = [...new URLSearchParams(search.value)].filter(([each]) => !(each in possible));
  const next = new URLSearchParams([...others, ...filters()]);
  if (value) next.set(name, value);
  else next.delete(name);
  history.replaceState(null, "", href(path.value) + (next.size > 0 ? `?${next}` : ""));
  search.value = location.search;
}
