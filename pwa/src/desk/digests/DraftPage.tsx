/** One draft: on the left the opinions on an article in their own words, on the right the items they are sorted into. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, usePages, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Waiting } from "../parts";
import type { Page } from "../wire";
import { BatchForm } from "./BatchForm";
import { Groups } from "./Groups";
import { ItemTable } from "./parts";
import type { DigestArticle, DigestFrame, DigestItem, DigestOpinion } from "./wire";
import "./digests.css";

const keyOf = (article: DigestArticle): string => article.id ?? "whole";

/** The page of the draft `id`. */
export function DraftPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<DigestFrame>(`/api/digest-drafts/${id}`);
  const [chosen, choose] = useState<string | null>(null);
  const draft = reading.data;
  if (draft === null) return <><h1 class="vh">{t("意见整理")}</h1><Waiting reading={reading} /></>;
  const article = draft.articles.find((each) => keyOf(each) === chosen) ?? draft.articles.find(({ free }) => free > 0) ?? draft.articles[0]!;
  return (
    <>
      <div class="pagehead"><Heading title={draft.title}><span class="no">{draft.number}</span> {draft.title}</Heading></div>
      <div class="filters" role="search" aria-label={t("选条文")}>
        <label>
          {t("条文")}
          <select value={keyOf(article)} onChange={(event) => choose(event.currentTarget.value)}>
            {draft.articles.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)}>{t("{name}：意见{n}条，未归入{m}条", { name: each.label || t("整部草案"), n: each.opinions, m: each.free })}</option>
            ))}
          </select>
        </label>
      </div>
      <Sorting key={keyOf(article)} draft={draft} article={article} again={reading.again} />
    </>
  );
}

function Sorting({ draft, article, again }: { draft: DigestFrame; article: DigestArticle; again: () => void }): JSX.Element {
  const [all, showAll] = useState(false);
  const [picked, pick] = useState<ReadonlySet<string>>(new Set());
  const [failure, fail] = useState<string | null>(null);
  const left = usePages<DigestOpinion>(`/api/digest-drafts/${draft.id}/opinions?article=${keyOf(article)}${all ? "" : "&free=1"}`);
  const right = useRead<Page<DigestItem>>(`/api/digest-items?solicitation=${draft.id}&article=${keyOf(article)}&limit=200`);
  const items = right.data?.items ?? [];
  const fresh = (): void => {
    pick(new Set());
    fail(null);
    left.reading.again();
    right.again();
    again();
  };
  const turn = (id: string): void => pick(new Set(picked.has(id) ? [...picked].filter((each) => each !== id) : [...picked, id]));
  const into = async (item: string, ids: readonly string[]): Promise<void> => {
    const answer = await send(`/api/digest-items/${item}/opinions`, { put: ids });
    if (answer.kind === "ok") fresh();
    else fail(wordsOf(answer));
  };
  const write = (texts: Record<string, string>, made: string, ids: readonly string[]) =>
    send<DigestItem>("/api/digest-items", { id: made, solicitation_id: draft.id, article_id: article.id, title: texts["title"], text: texts["text"], opinions: ids });
  const open = items.filter(({ may_sort }) => may_sort);
  return (
    <div class="sorting">
      <section aria-labelledby="originals">
        <h2 id="originals">{t("原文（不能改）")}</h2>
        {article.text && <details><summary>{article.label}</summary><p class="words">{article.text}</p></details>}
        <label class="tick"><input type="checkbox" checked={all} onChange={() => showAll(!all)} /> {t("已归入条目的也看")}</label>
        <Waiting reading={left.reading} />
        {left.rows?.length === 0 && <p class="sub">{all ? t("这一条还没有意见。") : t("这一条的意见都归入条目了。")}</p>}
        <ul class="originals">
          {left.rows?.map((each) => (
            <li key={each.id}>
              <label class="tick">
                {draft.may_write && <input type="checkbox" checked={picked.has(each.id)} onChange={() => turn(each.id)} />}
                <span class="words">{each.said}</span>
              </label>
              <span class="meta">{[each.number, each.unit_name, each.station_name, isoDay(each.said_at), each.item_id === null ? each.label : items.find(({ id }) => id === each.item_id)?.title ?? each.label].filter(Boolean).join("·")}</span>
            </li>
          ))}
        </ul>
        {left.more !== null && <button type="button" class="btn second" onClick={left.more}>{t("再看一些")}</button>}
      </section>
      <section aria-labelledby="items">
        <h2 id="items">{t("整理条目")}</h2>
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
        {draft.may_write && (
          <div class="stack noprint">
            <p role="status">{t("左边选了{n}条", { n: picked.size })}</p>
            <Ask label={t("写成新条目")} fields={[{ key: "title", label: t("标题") }, { key: "text", label: t("整理稿"), kind: "long" }]} send={(texts, made) => write(texts, made, [...picked])} done={fresh} />
            {picked.size > 0 && open.length > 0 && (
              <label class="field">
                <span>{t("归入已有的条目")}</span>
                <select value="" onChange={(event) => event.currentTarget.value && void into(event.currentTarget.value, [...picked])}>
                  <option value="" />
                  {open.map((each) => <option key={each.id} value={each.id}>{each.title}</option>)}
                </select>
              </label>
            )}
          </div>
        )}
        {draft.may_write && <Groups draft={draft} article={article} items={items} into={into} write={write} done={fresh} />}
        <Waiting reading={right} />
        {right.data !== null && items.length === 0 && <p class="sub">{t("还没有条目。在左边选意见，写成一条。")}</p>}
        {items.length > 0 && <ItemTable items={items} />}
        <BatchForm draft={draft} done={fresh} />
      </section>
    </div>
  );
}
