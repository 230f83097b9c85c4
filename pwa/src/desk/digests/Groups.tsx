/** Opinions that say nearly the same: a hint, which a person takes, takes in part, or leaves. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "../../api/client";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Waiting } from "../parts";
import type { DigestArticle, DigestFrame, DigestGroup, DigestItem } from "./wire";

interface Props {
  draft: DigestFrame;
  article: DigestArticle;
  items: DigestItem[];
  into: (item: string, ids: readonly string[]) => Promise<void>;
  write: (texts: Record<string, string>, made: string, ids: readonly string[]) => Promise<Answer<DigestItem>>;
  done: () => void;
}

/** Opinions of a group that are shown at once; the others open. */
const SHOWN = 20;

/** The suggestions for an article, read when they are opened. */
export function Groups(props: Props): JSX.Element {
  const [open, show] = useState(false);
  const { draft, article } = props;
  const reading = useRead<{ items: DigestGroup[]; compared: number }>(open ? `/api/digest-drafts/${draft.id}/suggestions${article.id === null ? "" : `?article=${article.id}`}` : null);
  return (
    <details class="card noprint" open={open} onToggle={(event) => show(event.currentTarget.open)}>
      <summary>{t("意思相近的，供参考")}</summary>
      <Waiting reading={reading} />
      {reading.data !== null && <p class="sub">{t("比较了{n}条还没归入的意见。是不是一回事，由您判断。", { n: reading.data.compared })}</p>}
      {reading.data?.items.length === 0 && <p>{t("没有看出意思相近的。")}</p>}
      {reading.data?.items.map((group) => <OneGroup key={group.opinions[0]!.id} group={group} {...props} />)}
    </details>
  );
}

function OneGroup({ group, items, into, write, done }: Props & { group: DigestGroup }): JSX.Element {
  const [left, leave] = useState<ReadonlySet<string>>(new Set());
  const [all, showAll] = useState(group.opinions.length <= SHOWN);
  const ids = group.opinions.map(({ id }) => id).filter((id) => !left.has(id));
  const known = items.find(({ id, may_sort }) => id === group.item_id && may_sort);
  const turn = (id: string): void => leave(new Set(left.has(id) ? [...left].filter((each) => each !== id) : [...left, id]));
  return (
    <fieldset class="group">
      <legend>{t("{n}条，都说到：{words}", { n: group.size, words: group.words.join("、") || "–" })}</legend>
      {group.opinions.slice(0, all ? undefined : SHOWN).map((each) => (
        <label class="tick" key={each.id}>
          <input type="checkbox" checked={!left.has(each.id)} onChange={() => turn(each.id)} /> <span class="words">{each.said}</span>
        </label>
      ))}
      {!all && <button type="button" class="btn second slim" onClick={() => showAll(true)}>{t("再看{n}条", { n: group.opinions.length - SHOWN })}</button>}
      {group.size > group.opinions.length && <p class="sub">{t("一次最多处理{n}条，处理完再打开，就能看到后面的。", { n: group.opinions.length })}</p>}
      <div class="acts start">
        {known !== undefined && <button type="button" class="btn second slim" onClick={() => void into(known.id, ids)}>{t("归入“{title}”", { title: known.title })}</button>}
        <Ask label={t("这几条写成一条")} fields={[{ key: "title", label: t("标题") }, { key: "text", label: t("整理稿"), kind: "long" }]} start={{ text: group.opinions[0]!.said }} send={(texts, made) => write(texts, made, ids)} done={done} />
      </div>
    </fieldset>
  );
}
