/** A visit: which drafts are out, what they say, what people said of them. It works without signal. */
import type { JSX } from "preact";
import { account } from "../live";
import { HeardPage } from "./HeardPage";
import { DraftPage, DraftsPage } from "./DraftPages";
import { SayPage } from "./SayPage";

interface Props {
  /** `hear`, `say` or `heard`. */
  name: string;
  id: string | undefined;
  part: string | undefined;
}

/** `/hear` the drafts, `/hear/{draft}` one of them, `/hear/{draft}/{article}` and `/say/{item}` the form, `/heard/{item}` what was kept. */
export function VisitPage({ name, id, part }: Props): JSX.Element {
  const owner = account.value!.id;
  if (name === "heard") return <HeardPage id={id} owner={owner} />;
  if (name === "say" || part) return <SayPage owner={owner} item={name === "say" ? id : undefined} draft={id ?? ""} article={part ?? ""} />;
  return id ? <DraftPage id={id} owner={owner} /> : <DraftsPage owner={owner} />;
}
