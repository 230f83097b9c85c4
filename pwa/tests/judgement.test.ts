/** What a cell's sheet says of chance: of the cell with its neighbours, and of the neighbours alone. */
import { describe, expect, it, vi } from "vitest";
import { judgement } from "../src/desk/map/meaning";

vi.stubGlobal("document", { cookie: "zt_lang=zh-CN" });

const hot = { class: "hot_99", z: 3.1, p: 0.002, p_sim: 0.001, fdr: true, trend: "none" } as const;

describe("judgement", () => {
  it("says the chance by which the cell has its class, and apart from it that of the places around", () => {
    expect(judgement(hot)).toEqual([
      "和周围网格一起看，这里明显多于全区的平常数。",
      "若全凭偶然，本格和周围合起来这样或更极端的机会约0.2%（z=3.1）。一次看这么多网格，校正后仍显著。",
      "本格的数不动，只把周围换成随机抽的别处的数，周围这样或更极端的机会约0.1%。",
    ]);
  });
  it("tells where it is the cell alone", () => {
    expect(judgement({ ...hot, p_sim: 0.4 }).at(-1)).toContain("约40.0%。可见周围不算多，主要是本格自己多。");
    expect(judgement({ ...hot, class: "cold_95", z: -2.2, p_sim: 0.4 }).at(-1)).toContain("可见周围不算少，主要是本格自己少。");
    expect(judgement({ ...hot, class: "none", z: 0.4, p: 0.7, p_sim: 0.4 }).at(-1)).not.toContain("可见");
  });
  it("says nothing of places around an island, and nothing at all where it cannot be told", () => {
    expect(judgement({ ...hot, p_sim: null })).toHaveLength(2);
    expect(judgement({ ...hot, z: null })).toEqual(["这里判断不了热点：没有户数，或网格太少。"]);
  });
});
