/** The tellers: papers read each for themselves, the box opened by both, recount, signatures. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import type { Ballot } from "./wire";

const marks: Record<string, string> = { "1": "f", "2": "a", "3": "o" };

/** Lines of 1, 2 and 3 as the API takes them; a spoilt paper is one word. */
export function papersOf(text: string, candidates: number): string[] {
  const lines = text.split("\n").map((each) => each.replaceAll(/\s/g, "")).filter(Boolean);
  return lines.map((line) => (line === "0" ? "x".repeat(candidates) : [...line].map((mark) => marks[mark] ?? "x").join("")));
}

interface Props {
  one: Ballot;
  put: (fresh: Ballot) => void;
}

/** The section. */
export function Tellers({ one, put }: Props): JSX.Element {
  const [failed, fail] = useState("");
  const mine = one.tellers.find((each) => each.mine);
  const tell = (deed: string, papers: string[] = []) => send<Ballot>(`/api/ballots/${one.id}/tellers`, { deed, papers });
  const press = async (deed: string): Promise<void> => {
    const answer = await tell(deed);
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") put(answer.data);
  };
  const button = (deed: string, label: string): JSX.Element => <button type="button" class="btn slim" onClick={() => void press(deed)}>{label}</button>;
  const stage = (each: Ballot["tellers"][number]): string =>
    each.signed ? t("已签字") : each.unsealed ? t("已同意开箱") : each.papers === null ? t("还没有开箱") : t("已录入纸质票{n}张", { n: each.papers });
  return (
    <section class="card" aria-labelledby="tellers">
      <h2 id="tellers">{t("计票人")}</h2>
      <ul class="seats">{one.tellers.map((each) => <li key={each.name}><b>{each.name}</b> <span class="meta">{stage(each)}</span></li>)}</ul>
      {failed && <Notice tone="bad">{failed}</Notice>}
      {one.recount === true && <Notice tone="ok">{t("重新计票，结果相同。")}</Notice>}
      {one.recount === false && <Notice tone="bad">{t("重新计票，结果不同：请不要公布，报告会议主席团。")}</Notice>}
      {mine && one.state === "closed" && !mine.unsealed && (
        <>
          <Ask label={t("录入纸质票")} fields={[{ key: "papers", label: t("纸质票"), kind: "long", hint: t("每行一张票，按候选顺序写：1赞成、2反对、3弃权；整张作废写0。两位计票人各录一遍。") }]}
            send={(texts) => tell("papers", papersOf(texts["papers"] ?? "", one.candidates.length))} done={put} />
          <div class="acts noprint">{button("unseal", t("同意开箱"))}</div>
        </>
      )}
      {mine && one.state === "counted" && <div class="acts noprint">{button("recount", t("重新计票"))} {!mine.signed && button("sign", t("签字确认"))}</div>}
      {mine && one.state === "published" && <div class="acts noprint">{button("recount", t("重新计票"))}</div>}
    </section>
  );
}
