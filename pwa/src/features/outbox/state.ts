/** The state of one item in words (ui.md §4). */
import { isRecording, nthOfKind, type Item } from "../../store/item";
import type { Progress } from "../../sync/channel";
import type { IconName } from "../../shell/icon";
import type { Tone } from "../../shell/parts";
import { t } from "../../shell/words";

export interface Standing {
  tone: Tone;
  icon: IconName;
  word: string;
  /** Why it needs the person. */
  why?: string;
}

/** Where `item` stands, given whether the login has ended and what is on its way. */
export function standing(item: Item, expired: boolean, progress: Progress | null): Standing {
  if (item.state === "draft") return { tone: "idle", icon: "pen", word: t("草稿") };
  if (item.state === "sent") return { tone: "ok", icon: "ok", word: t("已上传") };
  if (item.state === "refused") return { tone: "bad", icon: "bang", word: t("要您处理"), why: whyOf(item) };
  if (expired) {
    const why = t("登录已过期。登记都在手机里，重新登录后自动上传。");
    return { tone: "bad", icon: "bang", word: t("要您处理"), why };
  }
  const part = progress?.parts[item.id];
  if (part !== undefined && part < 1) return { tone: "go", icon: "up", word: t("上传中{n}%", { n: Math.round(part * 100) }) };
  if (item.state === "attachments") return { tone: "wait", icon: "picture", word: leftOf(item) };
  return { tone: "wait", icon: "clock", word: t("待上传") };
}

function whyOf(item: Item): string {
  return item.why ? t(item.why.text, item.why.nth ? { n: nthOfKind(item, item.why.nth) } : {}) : "";
}

/** What is on its way after the report. */
function leftOf({ attachments }: Item): string {
  const left = attachments.filter((note) => !note.dropped);
  if (!left.some(isRecording)) return t("照片待传");
  return left.every(isRecording) ? t("录音待传") : t("照片和录音待传");
}
