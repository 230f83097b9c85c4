/** Putting the articles of a draft right by hand. */
import { expect, test } from "vitest";
import { joined, split } from "../src/desk/solicitations/DraftEditor";

const article = (label: string, text: string) => ({ label, heading: "第一章", text, former_id: null });
const two = [article("第一条", "甲乙"), article("第二条", "丙")];

test("two articles become one, under the first one's number", () => {
  expect(joined(two, 1)).toEqual([article("第一条", "甲乙\n丙")]);
});

test("one article becomes two, the second to be named by hand", () => {
  expect(split(two, 0, 1)).toEqual([article("第一条", "甲"), article("", "乙"), two[1]]);
  expect(split(two, 0, 0)).toEqual(two);
});
