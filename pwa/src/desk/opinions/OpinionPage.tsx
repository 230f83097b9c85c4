/** One opinion: the words as they were said, beside the article as it lay before the person; what became of it; sorting it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { ask, send, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import type { PageProps } from "../pages";
import { Heading, isoMinute, Printed, Waiting } from "../parts";
import type { RegistrationForm } from "../register/wire";
import { OpinionState } from "./OpinionsPage";
import type { OpinionFile } from "./wire";

/** The page. */
export function OpinionPage({ id }: PageProps): JSX.Element {
  const reading = useRead<OpinionFile>(`/api/opinions/${id}`);
  const of = reading.data;
  return (
    <>
      <Waiting reading={reading} />
      {of !== null && <File of={of} again={reading.again} />}
    </>
  );
}

function File({ of, again }: { of: OpinionFile; again: () => void }): JSX.Element {
  const name = of.number ?? of.receipt;
  return (
    <>
      <div class="pagehead">
        <Heading title={name}>{name}</Heading> <OpinionState of={of} />
      </div>
      <div class="pad">
        <p><a href={href(`/solicitations/${of.solicitation_id}`)}>{of.draft}</a> {of.article ?? t("整部草案")}</p>
        <section aria-labelledby="said">
          <h2 id="said">{t("原话（锁定，不能改）")}</h2>
          <blockquote class="said">{of.text || t("内容已删除")}</blockquote>
          <p class="meta">{[of.unit_name, isoMinute(of.said_at), of.station, of.noted ? t("站点代录") : ""].filter(Boolean).join("·")}</p>
          {of.contact !== null && <p class="meta">{[of.contact.name, of.contact.phone].filter(Boolean).join(" ")}</p>}
        </section>
        {of.seen !== null && <section aria-labelledby="seen"><h2 id="seen">{t("提意见时的条文：{label}", { label: of.seen.label })}</h2><p>{of.seen.text}</p></section>}
        {of.now !== null && of.seen !== null && of.now.text !== of.seen.text && <section aria-labelledby="now"><h2 id="now">{t("现在的条文：{label}", { label: of.now.label })}</h2><p>{of.now.text}</p></section>}
        {of.case !== null && <p>{t("已转为事项")} <a href={href(`/cases/${of.case.id}`)}>{of.case.number}</a></p>}
        {of.thanked !== "" && <Thanked of={of} again={again} />}
        <Sorting of={of} again={again} />
        {of.events.length > 0 && (
          <section aria-labelledby="past">
            <h2 id="past">{t("经过")}</h2>
            <ol class="seats">{of.events.map((each) => <li key={each.at}><span class="day">{isoMinute(each.at)}</span> {each.label} <span class="meta">{each.by} {each.words}</span></li>)}</ol>
          </section>
        )}
      </div>
      <Printed what={[name, of.draft]} />
    </>
  );
}

function Thanked({ of, again }: { of: OpinionFile; again: () => void }): JSX.Element {
  const [failure, fail] = useState<string | null>(null);
  const off = async (): Promise<void> => {
    const answer = await ask(`/api/opinions/${of.id}/thanks`, { method: "DELETE", empty: true });
    if (answer.kind === "ok") again();
    else fail(wordsOf(answer));
  };
  return (
    <div>
      {failure !== null && <Notice tone="bad">{failure}</Notice>}
      <p class="meta">{t("结果页署名：{name}", { name: of.thanked })} <button type="button" class="btn quiet slim noprint" onClick={() => void off()}>{t("去掉这个署名")}</button></p>
    </div>
  );
}

function Sorting({ of, again }: { of: OpinionFile; again: () => void }): JSX.Element | null {
  const [failure, fail] = useState<string | null>(null);
  const form = useRead<RegistrationForm>(of.moves.length > 0 ? "/api/registrations/form" : null);
  if (of.moves.length === 0) return null;
  const decide = async (): Promise<void> => {
    const answer = await send("/api/opinions/decisions", { ids: [of.id], to: "registered" });
    fail(answer.kind === "ok" ? null : wordsOf(answer));
    if (answer.kind === "ok") again();
  };
  return (
    <section class="noprint" aria-label={t("怎么办理")}>
      {failure !== null && <Notice tone="bad">{failure}</Notice>}
      <div class="acts start">
        <button type="button" class="btn" onClick={() => void decide()}>{t("入库，编号并计数")}</button>
        <Ask
          label={t("不作为意见")}
          fields={[{ key: "words", label: t("理由，本人看得到"), kind: "long" }]}
          send={(texts) => send("/api/opinions/decisions", { ids: [of.id], to: "invalid", words: texts.words })}
          done={again}
        />
        <Ask
          label={t("不是立法的事，转为诉求")}
          fields={[
            { key: "category", label: t("类别"), kind: "choice", choices: (form.data?.categories ?? []).map(({ code, name }) => ({ value: code, label: name })) },
            { key: "text", label: t("事情经过"), kind: "long", free: true, hint: t("不写就用原话。回执号不变，本人凭它查进度。") },
          ]}
          send={(texts) => send(`/api/opinions/${of.id}/case`, { category: texts.category, text: texts.text ?? "" })}
          done={again}
        />
      </div>
    </section>
  );
}
