/** On what an opinion is: the article to read again, and to change when the draft has moved on. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import type { FieldDraft } from "../../api/wire";
import type { Spoken } from "../../store/item";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";

interface Props {
  spoken: Spoken;
  drafts: readonly FieldDraft[];
  change: (some: Partial<Spoken>) => void;
}

/** The part of the form. */
export function OnWhat({ spoken, drafts, change }: Props): JSX.Element {
  const [choosing, choose] = useState(false);
  const draft = drafts.find(({ id }) => id === spoken.draft);
  const article = draft?.articles.find(({ id }) => id === spoken.article);
  const gone = draft !== undefined && spoken.article !== null && !article;
  return (
    <div class="placeline onwhat">
      <div>
        <b>{spoken.articleLabel}</b>
        <span class="line meta">{spoken.draftTitle}</span>
        {article && (
          <details>
            <summary>{t("看原文")}</summary>
            <p class="said">{article.text}</p>
          </details>
        )}
        {gone && <Notice tone="wait">{t("新的一稿里没有这一条了，请换一条，或记在整部草案上。")}</Notice>}
        {!draft && drafts.length > 0 && <Notice tone="wait">{t("手机里已经没有这部草案：它可能截止了。截止前说的照样收。")}</Notice>}
        {!draft && <Drafts drafts={drafts} change={change} />}
        {draft && (choosing || gone) ? (
          <Articles draft={draft} value={spoken.article ?? ""} change={change} />
        ) : (
          draft && (
            <button type="button" class="btn quiet slim" onClick={() => choose(true)}>
              {t("换一条")}
            </button>
          )
        )}
      </div>
    </div>
  );
}

/** What was said of a draft that has closed may be of another that is out. */
function Drafts({ drafts, change }: Pick<Props, "drafts" | "change">): JSX.Element | null {
  const pick = (id: string): void => {
    const to = drafts.find((one) => one.id === id);
    if (to) change({ draft: id, draftTitle: to.title, article: null, articleLabel: t("整部草案") });
  };
  if (drafts.length === 0) return null;
  return (
    <label class="field">
      <span>{t("换一部草案")}</span>
      <select id="draft" value="" onChange={(event) => pick(event.currentTarget.value)}>
        <option value="">{t("不换")}</option>
        {drafts.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Articles({ draft, value, change }: { draft: FieldDraft; value: string; change: Props["change"] }): JSX.Element {
  const pick = (id: string): void => change({ article: id || null, articleLabel: draft.articles.find((one) => one.id === id)?.label ?? t("整部草案") });
  return (
    <label class="field">
      <span>{t("换成哪一条")}</span>
      <select id="article" value={value} onChange={(event) => pick(event.currentTarget.value)}>
        <option value="">{t("整部草案")}</option>
        {draft.articles.map(({ id, label, heading }) => (
          <option key={id} value={id}>
            {`${label} ${heading}`.trim()}
          </option>
        ))}
      </select>
    </label>
  );
}
