/** One item as a row: what, when, which category, where it stands. */
import type { JSX } from "preact";
import { isRecording, type Item, type Later } from "../../store/item";
import { Tag } from "../../shell/parts";
import { clock, day } from "../../shell/time";
import { t } from "../../shell/words";
import { categoryName } from "../categories";
import { expired, facts } from "../live";
import { standing } from "./state";

/** The first line of what was written, or what else there is. */
export function titleOf(item: Item): string {
  return item.form.text.trim().split("\n")[0] || categoryName(item.form.category) || t("还没有写");
}

/** The page on which `item` is gone on with. */
export function formOf({ id, form }: Item): string {
  return form.spoken ? `/say/${id}` : `/file/${id}`;
}

function metaOf(item: Item): string {
  const at = item.form.seenAt;
  const when = day(at) === day(Date.now()) ? clock(at) : `${day(at)}${clock(at)}`;
  const left = item.attachments.filter((note) => !note.dropped);
  const recordings = left.filter(isRecording).length;
  const photos = left.length - recordings;
  const parts = [item.later ? kindOf(item.later) : "", item.form.spoken?.articleLabel ?? "", when, item.form.text.trim() ? categoryName(item.form.category) : ""];
  if (item.state !== "sent" && photos > 0) parts.push(t("{n}张照片", { n: photos }));
  if (item.state !== "sent" && recordings > 0) parts.push(t("{n}段录音", { n: recordings }));
  if (item.answer?.number) parts.push(t(item.form.spoken ? "回执号{number}" : "编号{number}", { number: item.answer.number }));
  return parts.filter(Boolean).join("·");
}

/** What an entry that is no sighting of its own is. */
export function kindOf({ kind }: Later): string {
  return { correction: t("更正"), addition: t("补充"), visited: t("走访结果") }[kind];
}

/** A row that opens the item in the outbox. */
export function ItemRow({ item, to }: { item: Item; to: string }): JSX.Element {
  const { tone, icon, word, why } = standing(item, expired.value, facts.value?.progress ?? null);
  return (
    <a class="row" href={to}>
      <span class="t">{titleOf(item)}</span>
      <span class="meta">{metaOf(item)}</span>
      <Tag tone={tone} icon={icon}>
        {word}
      </Tag>
      {why && <span class="why">{why}</span>}
    </a>
  );
}
