/** What somebody found at a visit, in words, and which tasks are looked for. */
import type { Found, VisitTask } from "../../api/wire";
import { t } from "../../shell/words";
import { dueOf, type Due } from "./due";

/** The choices, in their order. */
export function foundChoices(): { value: Found; label: string }[] {
  return (["settled", "nothing", "watch", "reported", "absent"] as const).map((value) => ({ value, label: foundLabel(value) }));
}

/** One of them in words. */
export function foundLabel(found: Found): string {
  return { settled: t("当场化解"), nothing: t("没有发现问题"), watch: t("需要继续关注"), reported: t("已登记上报"), absent: t("没有见到人") }[found];
}

const weight = { high: 0, usual: 1, low: 2 };

/** The tasks that `due` and `words` leave (all of both: null and ""), urgent ones of a day first; pure. */
export function chosen(list: readonly VisitTask[], due: Due | null, words: string, today: string): VisitTask[] {
  const asked = words.trim().toLowerCase();
  const fits = (task: VisitTask): boolean => [task.what, task.why, task.place, task.area_name].some((text) => text.toLowerCase().includes(asked));
  return list
    .filter((task) => (due === null || dueOf(task, today) === due) && fits(task))
    .sort((a, b) => a.due_on.localeCompare(b.due_on) || weight[a.priority] - weight[b.priority] || a.id.localeCompare(b.id));
}
