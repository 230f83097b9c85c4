/** One digest item: its words beside the originals, what experts said, its way, and what may be done now. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { ask, send, usePages, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, isoMinute, Printed, Waiting } from "../parts";
import { SheetsAbout } from "../sheets/SheetsAbout";
import { Next } from "./Next";
import { Standing } from "./parts";
import type { DigestItem, DigestOpinion } from "./wire";
import "../file/file.css";
import "./digests.css";

/** The page of the item `id`. */
export function ItemPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<DigestItem>(`/api/digest-items/${id}`);
  const one = reading.data;
  if (one === null || reading.refused !== null) return <><h1 class="vh">{t("整理条目")}</h1><Waiting reading={reading} /></>;
  return (
    <>
      <div class="filehead">
        <Heading title={one.title}><span class="no">{one.number}</span> {one.title}</Heading>
        <Standing of={one} />
        <dl>
          <div><dt>{t("草案")}</dt><dd><a href={href(`/digests/${one.solicitation_id}`)}>{one.solicitation_title}</a></dd></div>
          <div><dt>{t("条文")}</dt><dd>{one.article_label ?? t("整部草案")}</dd></div>
          {one.batch_number !== null && <div><dt>{t("批次号")}</dt><dd>{one.batch_number}</dd></div>}
          {one.merged_into !== null && <div><dt>{t("并入")}</dt><dd><a href={href(`/digests/items/${one.merged_into}`)}>{t("看那一条")}</a></dd></div>}
        </dl>
      </div>
      <div class="file">
        <section class="card" aria-labelledby="digest">
          <h2 id="digest">{t("整理稿")}</h2>
          <p class="words">{one.text}</p>
          {one.why && <p>{t("说明：{why}", { why: one.why })}</p>}
          {one.final_label !== null && <details><summary>{t("最终文本{label}", { label: one.final_label })}</summary><p class="words">{one.final_text}</p></details>}
          {one.moves.some(({ by }) => by === "edit") && (
            <Ask label={t("修改")} fields={[{ key: "title", label: t("标题") }, { key: "text", label: t("整理稿"), kind: "long" }]} start={{ title: one.title, text: one.text }}
              send={(texts) => ask<DigestItem>(`/api/digest-items/${one.id}`, { method: "PUT", body: { title: texts["title"], text: texts["text"] }, headers: { "If-Match": `"${one.version}"` } })} done={reading.put} />
          )}
        </section>
        <Originals one={one} put={reading.put} />
        <SheetsAbout key={one.unanswered} id={one.id} />
        <div class="side2 next">
          <Next one={one} put={reading.put} again={reading.again} />
          {one.reviews.length > 0 && (
            <section class="card" aria-labelledby="reviews">
              <h2 id="reviews">{t("专家把关")}</h2>
              <ul class="seats">
                {one.reviews.map((each, n) => (
                  <li key={n}>
                    <b>{each.expert_name}</b> {each.verdict === "pass" ? t("通过") : each.verdict === "send_back" ? t("退改") : each.ended ? t("已收回") : each.late ? t("逾期未答") : t("等意见，期限{day}", { day: each.due_on })} {each.reasons}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section class="card" aria-labelledby="events">
            <h2 id="events">{t("经过")}</h2>
            {one.events.length === 0 && <p class="sub">{t("写成以后还没有下一步。")}</p>}
            <ol class="seats">{one.events.map((each) => <li key={each.at}><b>{each.label}</b> {each.words} <span class="meta">{each.actor_name} {isoMinute(each.at)}</span></li>)}</ol>
          </section>
        </div>
      </div>
      <Printed what={[one.number]} />
    </>
  );
}

function Originals({ one, put }: { one: DigestItem; put: (fresh: DigestItem) => void }): JSX.Element {
  const { rows, more, reading } = usePages<DigestOpinion>(`/api/digest-drafts/${one.solicitation_id}/opinions?item=${one.id}`);
  const [failure, fail] = useState<string | null>(null);
  const take = async (id: string): Promise<void> => {
    const answer = await send<DigestItem>(`/api/digest-items/${one.id}/opinions`, { take: [id] });
    if (answer.kind !== "ok") return fail(wordsOf(answer));
    put(answer.data);
    reading.again();
    return undefined;
  };
  return (
    <section class="card" aria-labelledby="originals">
      <h2 id="originals">{t("原文{n}条（不能改）", { n: one.opinions })}</h2>
      {failure !== null && <Notice tone="bad">{failure}</Notice>}
      <Waiting reading={reading} />
      {rows?.length === 0 && <p class="sub">{t("还没有归入意见。回到草案，在左边选。")}</p>}
      <ul class="originals">
        {rows?.map((each) => (
          <li key={each.id}>
            <p class="words">{each.said}</p>
            <span class="meta">{[each.number, each.unit_name, each.station_name, isoDay(each.said_at), each.label].filter(Boolean).join("·")}</span>
            {one.may_sort && <button type="button" class="btn quiet slim noprint" onClick={() => void take(each.id)}>{t("拿出去")}<span class="vh">{each.number}</span></button>}
          </li>
        ))}
      </ul>
      {more !== null && <button type="button" class="btn second" onClick={more}>{t("再看一些")}</button>}
    </section>
  );
}
