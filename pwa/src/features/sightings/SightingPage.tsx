/** Filing a sighting: the draft that is gone on with, the form, and "saved". */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import { Icon } from "../../shell/icon";
import { go, href, path, stay } from "../../shell/route";
import { t } from "../../shell/words";
import { account, expired, items, report } from "../live";
import { standing } from "../outbox/state";
import { LostPhotos } from "./PhotoPicker";
import { SightingForm } from "./SightingForm";
import { startOf, type Start } from "./start";

/** The page; `id` names the draft that is gone on with, or the filed item that is changed. */
export function SightingPage({ id }: { id: string | undefined }): JSX.Element {
  const [start, setStart] = useState<Start | null>(null);
  const shown = useRef<string | undefined>(undefined);
  const owner = account.value!.id;
  useEffect(() => {
    if (start && id === shown.current) return;
    shown.current = id;
    startOf(owner, id).then((found) => (found ? setStart(found) : go(`/outbox/${id}`, true)), report);
  }, [id]);
  const kept = (draft: string): void => {
    // The address names the draft, so that a reload shows it; unless the person has gone elsewhere meanwhile.
    if (shown.current === draft || !path.value.startsWith("/file")) return;
    shown.current = draft;
    stay(`/file/${draft}`);
  };
  const filed = (item: string): void => go(`/${start?.draft.form.visit ? "heard" : "saved"}/${item}`, true);
  if (!start) return <main aria-busy="true" />;
  return <SightingForm key={start.draft.id} start={start} owner={owner} told={{ kept, filed }} />;
}

/** "Saved", and what has become of the item `id` since. */
export function SavedPage({ id }: { id: string | undefined }): JSX.Element {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <main class="saved">
      <Icon name="ok" />
      <h1 ref={head} tabIndex={-1}>
        {t("已存在手机里")}
      </h1>
      <Fate id={id} />
      <LostPhotos />
      <a class="btn" href={href("/file")}>
        {t("再记一条")}
      </a>
      <a class="btn second" href={href("/")}>
        {t("回到今天")}
      </a>
    </main>
  );
}

function Fate({ id }: { id: string | undefined }): JSX.Element {
  const item = items.value.find((one) => one.id === id);
  const { word, why } = item ? standing(item, expired.value, null) : { word: "", why: undefined };
  if (item?.answer) {
    return <p class="sub">{[word, t("编号{number}", { number: item.answer.number }), why].filter(Boolean).join("·")}</p>;
  }
  if (expired.value) {
    return (
      <p class="sub">
        {t("登录已过期。登记都在手机里，重新登录后自动上传。")} <a href={href("/login")}>{t("重新登录")}</a>
      </p>
    );
  }
  return <p class="sub">{why ?? t("有网后自动上传，发件箱里看得到。")}</p>;
}
