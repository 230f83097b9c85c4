/** Filing a sighting: the draft that is gone on with, the form, and "saved". */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { NoticedBy } from "../../api/wire";
import { uuid7 } from "../../store/ids";
import { readKept } from "../../store/kept";
import { getItem, photosOf } from "../../store/outbox";
import { Icon } from "../../shell/icon";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { account, report } from "../live";
import { emptyForm } from "./form";
import type { Draft } from "./filing";
import { SightingForm } from "./SightingForm";

async function load(owner: number, id: string | undefined): Promise<Draft> {
  const item = id === undefined ? undefined : await getItem(owner, id);
  if (item?.state === "draft") return { id: item.id, form: item.form, photos: await photosOf(owner, item) };
  const noticedBy = (await readKept(owner, "noticedBy")) as NoticedBy | undefined;
  return { id: uuid7(), form: emptyForm(noticedBy), photos: [] };
}

/** The page; `id` names the draft that is gone on with. */
export function SightingPage({ id }: { id: string | undefined }): JSX.Element {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [saved, setSaved] = useState(false);
  const owner = account.value!.id;
  useEffect(() => {
    setSaved(false);
    load(owner, id).then(setDraft, report);
  }, [id]);
  const anew = (): void => {
    setSaved(false);
    setDraft(null);
    if (id !== undefined) go("/file", true);
    else load(owner, undefined).then(setDraft, report);
  };
  if (saved) return <Saved anew={anew} />;
  if (!draft) return <main aria-busy="true" />;
  return <SightingForm key={draft.id} start={draft} owner={owner} filed={() => setSaved(true)} />;
}

function Saved({ anew }: { anew: () => void }): JSX.Element {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <main class="saved">
      <Icon name="ok" />
      <h1 ref={head} tabIndex={-1}>
        {t("已存在手机里")}
      </h1>
      <p class="sub">{t("有网后自动上传，发件箱里看得到。")}</p>
      <button type="button" class="btn" onClick={anew}>
        {t("再记一条")}
      </button>
      <a class="btn second" href={href("/")}>
        {t("回到今天")}
      </a>
    </main>
  );
}
