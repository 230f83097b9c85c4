/** The page on which an opinion is written down: begun, gone on with, or changed. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import { uuid7 } from "../../store/ids";
import { getItem } from "../../store/outbox";
import { go, path, search, stay } from "../../shell/route";
import { field, report } from "../live";
import { startOf, type Start } from "../sightings/start";
import { emptyOpinion } from "./form";
import { readHeld, visitUnderWay } from "./held";
import { OpinionForm } from "./OpinionForm";

interface Props {
  owner: number;
  /** The draft that is gone on with, or the filed one that is changed. */
  item: string | undefined;
  draft: string;
  /** Its id, or `whole`. */
  article: string;
}

/** The page. */
export function SayPage({ owner, item, draft, article }: Props): JSX.Element {
  const [start, setStart] = useState<Start | null>(null);
  const shown = useRef<string | undefined>(undefined);
  const wanted = item ?? `${draft}/${article}`;
  useEffect(() => {
    if (start && wanted === shown.current) return;
    shown.current = wanted;
    const found = item ? startOf(owner, item) : begin(owner, draft, article);
    found.then((begun) => (begun?.draft.form.spoken ? setStart(begun) : go(item ? `/outbox/${item}` : `/hear/${draft}`, true)), report);
  }, [wanted]);
  const kept = (id: string): void => {
    // The address names what was begun, so that a reload shows it; unless the person has gone elsewhere meanwhile.
    if (shown.current === id || !/^\/(hear|say)\/./.test(path.value)) return;
    shown.current = id;
    stay(`/say/${id}`);
  };
  const filed = (id: string): void => go(`/heard/${id}`, true);
  if (!start) return <main aria-busy="true" />;
  return <OpinionForm key={start.draft.id} start={start} owner={owner} told={{ kept, filed }} />;
}

/** An empty form for an article of a draft in the pocket, of the person who spoke before when the address says so; null when it is not there. */
async function begin(owner: number, draft: string, article: string): Promise<Start | null> {
  const before = new URLSearchParams(search.value).get("with");
  const [held, last] = await Promise.all([readHeld(owner), before ? getItem(owner, before) : undefined]);
  const found = held.drafts?.find(({ id }) => id === draft);
  if (!found) return null;
  const on = found.articles.some(({ id }) => id === article) ? article : null;
  const form = emptyOpinion(found, on, await visitUnderWay(owner), last?.form.spoken, field.value?.value);
  return { draft: { id: uuid7(), form, attachments: [] }, fresh: true };
}
