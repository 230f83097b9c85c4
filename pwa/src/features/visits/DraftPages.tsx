/** The drafts in the pocket, and one of them article by article. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import type { FieldDraft } from "../../api/wire";
import { Icon } from "../../shell/icon";
import { Notice, Tag } from "../../shell/parts";
import { href, search } from "../../shell/route";
import { day } from "../../shell/time";
import { t } from "../../shell/words";
import { changed, items, report } from "../live";
import { formOf, ItemRow } from "../outbox/ItemRow";
import { Warnings } from "../today/Today";
import { chinaDay, daysLeft } from "./form";
import { endVisit, useHeld } from "./held";

const soonDays = 3;
const searchFrom = 8;

/** Which drafts are out here, and what was written down at the visit under way. */
export function DraftsPage({ owner }: { owner: number }): JSX.Element {
  const held = useHeld(owner);
  if (!held) return <main aria-busy="true" />;
  return (
    <main>
      <Warnings />
      <div class="sec">
        <h2>{t("正在征求意见的草案")}</h2>
      </div>
      {held.drafts && held.drafts.length > 0 ? (
        <ul class="list">
          {held.drafts.map((draft) => (
            <li key={draft.id}>
              <DraftRow draft={draft} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="empty">
          {held.drafts ? t("您的辖区现在没有草案在征求意见。有了会自动放进手机。") : t("手机里还没有草案。连一次网就有了，之后没有信号也能看、能记。")}{" "}
          <a href={href("/file")}>{t("登记线索")}</a>
        </p>
      )}
      {held.visit && <UnderWay visit={held.visit} owner={owner} />}
    </main>
  );
}

function DraftRow({ draft }: { draft: FieldDraft }): JSX.Element {
  const left = daysLeft(draft, chinaDay(Date.now()));
  return (
    <a class="row whole" href={href(`/hear/${draft.id}`) + search.value}>
      <span class="t">{draft.title}</span>
      <span class="meta">{t("共{n}条·{date}截止", { n: draft.articles.length, date: day(`${draft.closes_on}T12:00:00+08:00`) })}</span>
      <Tag tone={left <= soonDays ? "wait" : "idle"} icon="clock">
        {left > 0 ? t("还有{n}天", { n: left }) : t("今天截止")}
      </Tag>
    </a>
  );
}

function UnderWay({ visit, owner }: { visit: string; owner: number }): JSX.Element | null {
  const written = items.value.filter((item) => item.form.visit === visit);
  if (written.length === 0) return null;
  const end = (): void => void endVisit(owner).then(changed).catch(report);
  return (
    <>
      <div class="sec">
        <h2>{t("这次走访")}</h2>
        <span class="meta">{t("已记{n}条", { n: written.length })}</span>
      </div>
      <ul class="list">
        {written.map((item) => (
          <li key={item.id}>
            <ItemRow item={item} to={href(item.state === "draft" ? formOf(item) : `/outbox/${item.id}`)} />
          </li>
        ))}
      </ul>
      <div class="acts two">
        <a class="btn second" href={`${href("/file")}?visit=${visit}`}>
          <Icon name="plus" />
          {t("顺手记线索")}
        </a>
        <button type="button" class="btn second" onClick={end}>
          {t("走访结束")}
        </button>
      </div>
    </>
  );
}

/** One draft: choose the article that is spoken of, or the whole. */
export function DraftPage({ id, owner }: { id: string; owner: number }): JSX.Element {
  const held = useHeld(owner);
  const [sought, seek] = useState("");
  if (!held) return <main aria-busy="true" />;
  const draft = held.drafts?.find((one) => one.id === id);
  if (!draft) {
    return (
      <main>
        <Notice tone="wait">
          {t("这部草案已经不收意见了。没记完的还在发件箱里。")} <a href={href("/hear")}>{t("看别的草案")}</a>
        </Notice>
      </main>
    );
  }
  const wanted = sought.trim();
  const shown = draft.articles.filter(({ label, heading, text }) => `${label}${heading}${text}`.includes(wanted));
  return (
    <main class="form">
      <div>
        <a class="upward" href={href("/hear") + search.value}>
          <Icon name="back" />
          {t("全部草案")}
        </a>
        <h2>{draft.title}</h2>
        <p class="meta">{t("{date}截止。点开一条看原文，把听到的话记在这一条上。", { date: day(`${draft.closes_on}T12:00:00+08:00`) })}</p>
      </div>
      <div class="acts">
        <a class="btn" href={href(`/hear/${id}/whole`) + search.value}>
          <Icon name="pen" />
          {t("记对整部草案的意见")}
        </a>
      </div>
      {draft.articles.length >= searchFrom && (
        <label class="field">
          <span>{t("找一条")}</span>
          <input type="search" value={sought} onInput={(event) => seek(event.currentTarget.value)} placeholder={t("例如：停车")} />
        </label>
      )}
      <div class="articles">
        {shown.map((article) => (
          <Article key={article.id} draft={draft} article={article} open={shown.length === 1} />
        ))}
        {shown.length === 0 && <p class="empty">{t("没有一条写到这个词。换个词，或记在整部草案上。")}</p>}
      </div>
    </main>
  );
}

function Article({ draft, article, open }: { draft: FieldDraft; article: FieldDraft["articles"][number]; open: boolean }): JSX.Element {
  const { id, label, heading, text } = article;
  return (
    <details open={open}>
      <summary>
        <b>{label}</b> {heading || text.slice(0, 24)}
      </summary>
      <p class="said">{text}</p>
      <a class="btn second" href={href(`/hear/${draft.id}/${id}`) + search.value}>
        <Icon name="pen" />
        {t("记对{label}的意见", { label })}
      </a>
    </details>
  );
}
