/** The roll: what each member was issued and whether they have voted; codes to hand out; contested votes. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, send, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { isoMinute } from "../parts";
import type { Ballot, BallotIssued, BallotMember } from "./wire";

interface Props {
  one: Ballot;
  put: (fresh: Ballot) => void;
  again: () => void;
}

/** The section. */
export function Roll({ one, put, again }: Props): JSX.Element {
  const [slips, hold] = useState<BallotIssued[]>([]);
  const [failed, fail] = useState("");
  const issue = async (members: BallotMember[], way: BallotIssued["way"]): Promise<void> => {
    const made: BallotIssued[] = [];
    fail("");
    for (const { id } of members) {
      const answer = await ask<BallotIssued>(`/api/ballots/${one.id}/issues`, { method: "POST", body: { member_id: id, way } });
      if (answer.kind !== "ok") {
        fail(wordsOf(answer));
        break;
      }
      if (answer.data.code) made.push(answer.data);
    }
    if (made.length > 0) hold(made);
    again();
  };
  const open = one.state === "open" && one.may_run;
  const bare = one.members.filter(({ way }) => way === null);
  const voted = one.members.filter((each) => each.has_voted).map(({ id, name }) => ({ value: id, label: name }));
  const contest = (texts: Record<string, string>, id: string) => send<Ballot>(`/api/ballots/${one.id}/objections`, { id, member_id: texts["member_id"], words: texts["words"] });
  return (
    <section class="card" aria-labelledby="roll">
      <h2 id="roll">{t("名册（{n}人）", { n: one.members.length })}</h2>
      {failed && <Notice tone="bad">{failed}</Notice>}
      {open && bare.length > 0 && (
        <div class="acts noprint">
          <button type="button" class="btn slim" onClick={() => void issue(bare, "link")}>{t("给还没领的{n}人发投票码", { n: bare.length })}</button>
        </div>
      )}
      {slips.length > 0 && (
        <div class="card" role="status">
          <p class="noprint">{t("投票码只在这里显示一次，请打印或抄下交给本人。")}</p>
          <ul class="seats">{slips.map((slip) => <li key={slip.code}><b>{slip.name}</b> <span class="no">{slip.code}</span> <span class="meta">{slip.url.split("#")[0]}</span></li>)}</ul>
          <button type="button" class="btn quiet slim noprint" onClick={() => hold([])}>{t("已交给本人，收起")}</button>
        </div>
      )}
      <table class="rows">
        <caption class="vh">{t("名册")}</caption>
        <thead><tr><th scope="col">{t("姓名")}</th><th scope="col">{t("领票")}</th><th scope="col">{t("投票")}</th>{open && <th scope="col" class="noprint">{t("发票")}</th>}</tr></thead>
        <tbody>
          {one.members.map((each) => (
            <tr key={each.id}>
              <th scope="row">{each.name}</th>
              <td data-name={t("领票")}>{each.way === "link" ? t("投票码") : each.way === "paper" ? t("纸质票") : t("未领")}</td>
              <td data-name={t("投票")}>{each.has_voted ? <Tag tone="ok" icon="ok">{t("已投")}</Tag> : each.way === "paper" ? t("投入票箱") : "–"}</td>
              {open && (
                <td class="noprint">
                  {!each.has_voted && (
                    <>
                      <button type="button" class="btn quiet slim" onClick={() => void issue([each], "link")} aria-label={t("给{name}发投票码", { name: each.name })}>{each.way === "link" ? t("换发") : t("投票码")}</button>
                      {each.way !== "paper" && <button type="button" class="btn quiet slim" onClick={() => void issue([each], "paper")} aria-label={t("给{name}发纸质票", { name: each.name })}>{t("纸质票")}</button>}
                      {each.way !== null && <button type="button" class="btn quiet slim" onClick={() => void issue([each], null)} aria-label={t("收回{name}的票", { name: each.name })}>{t("收回")}</button>}
                    </>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {one.objections.length > 0 && (
        <>
          <h3>{t("有争议的票（{n}张）", { n: one.objections.length })}</h3>
          <ul class="seats">{one.objections.map((each) => <li key={each.at}><b>{each.name}</b> {each.words} <span class="meta">{each.noted_name} {isoMinute(each.at)}</span></li>)}</ul>
        </>
      )}
      {voted.length > 0 && ["open", "closed", "counted"].includes(one.state) && (
        <Ask label={t("记下有争议的票")} fields={[{ key: "member_id", label: t("谁说不是本人投的"), kind: "choice", choices: voted }, { key: "words", label: t("经过") }]} send={contest} done={put} />
      )}
    </section>
  );
}
