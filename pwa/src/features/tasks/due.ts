/** How a task stands to its day. */
import type { VisitTask } from "../../api/wire";

export type Due = "overdue" | "today" | "later";

/** How a task stands to its day; `today` and the day as `2026-11-23`. */
export function dueOf({ due_on: day }: Pick<VisitTask, "due_on">, today: string): Due {
  return day < today ? "overdue" : day === today ? "today" : "later";
}
