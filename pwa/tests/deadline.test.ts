/** What stands for a deadline in a list. */
import type { ComponentProps } from "preact";
import { expect, test } from "vitest";
import { Deadline, isoDay } from "../src/desk/parts";

const dayMs = 86_400_000;

function told(daysLeft: number, dueIn: number): unknown {
  const of = { state: "accepted", urgency: "later", days_left: daysLeft, due_on: isoDay(Date.now() + dueIn * dayMs) } as ComponentProps<typeof Deadline>["of"];
  return Deadline({ of }).props.children;
}

test("on the days of rest after its last day a case is overdue, though no working day has passed", () => {
  expect(told(0, -1)).toBe("已逾期");
  expect(told(0, 0)).toBe("今天到期");
  expect(told(-2, -2)).toBe("逾期2个工作日");
  expect(told(3, 3)).toBe("剩3个工作日");
});
