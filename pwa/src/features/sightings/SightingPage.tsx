/** Filing a sighting: written down as it is typed, on the disk before "saved" is said. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { NoticedBy } from "../../api/wire";
import { uuid7 } from "../../store/ids";
import type { Form, Photo } from "../../store/item";
import { readKept } from "../../store/kept";
import { fileItem, getItem, photosOf, removeItem, saveDraft } from "../../store/outbox";
import { Icon } from "../../shell/icon";
import { Choice, ErrorSummary, FieldError } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { language, t } from "../../shell/words";
import { account, changed, field, items, report, sendNow } from "../live";
import { Warnings } from "../today/Today";
import { bodyOf, emptyForm, isBlank, mostText, noticedByChoices, riskChoices, wrongIn, type Wrong } from "./form";
import { PhotoPicker } from "./PhotoPicker";
import { PlaceField } from "./PlaceField";

interface Draft {
  id: string;
  form: Form;
  photos: readonly Photo[];
}

const pauseMs = 400;
const counterFrom = 500;

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

/** Keeps the draft on the disk: a moment after the last change, and at once when the page goes out of sight. */
function useKeeping(owner: number, draft: Draft): { keep: () => Promise<void>; stop: () => void } {
  const latest = useRef(draft);
  const dirty = useRef(false);
  const stopped = useRef(false);
  const first = useRef(true);
  latest.current = draft;
  const keep = async (): Promise<void> => {
    const { id, form, photos } = latest.current;
    if (stopped.current || !dirty.current || isBlank(form, photos.length)) return;
    dirty.current = false;
    await saveDraft(owner, id, form, photos);
    await changed();
  };
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    dirty.current = true;
    const timer = setTimeout(() => void keep().catch(report), pauseMs);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => {
    const leave = (): void => void keep().catch(report);
    document.addEventListener("visibilitychange", leave);
    addEventListener("pagehide", leave);
    return () => {
      leave();
      document.removeEventListener("visibilitychange", leave);
      removeEventListener("pagehide", leave);
    };
  }, []);
  return { keep, stop: () => (stopped.current = true) };
}

function SightingForm({ start, owner, filed }: { start: Draft; owner: number; filed: () => void }): JSX.Element {
  const [draft, setDraft] = useState(start);
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const [busy, setBusy] = useState(false);
  const { keep, stop } = useKeeping(owner, draft);
  const { form, photos } = draft;
  const area = field.value?.value;
  const set = (change: Partial<Form>): void => setDraft((before) => ({ ...before, form: { ...before.form, ...change } }));
  const error = (name: Wrong["field"]): string | undefined => wrong.find((one) => one.field === name)?.text;

  const save = async (): Promise<void> => {
    const found = wrongIn(form, area);
    setWrong(found);
    if (found.length > 0 || busy) return;
    setBusy(true);
    try {
      await fileItem(owner, form, bodyOf(draft.id, form, photos.map((photo) => photo.sha256), area), photos);
      stop();
      await changed();
      filed();
      void sendNow();
    } catch (failure) {
      report(failure);
    } finally {
      setBusy(false);
    }
  };
  const later = async (): Promise<void> => {
    await keep();
    go("/");
  };
  const discard = async (): Promise<void> => {
    stop();
    await removeItem(owner, draft.id);
    await changed();
    go("/");
  };
  return (
    <main class="form">
      {wrong.length > 0 && <ErrorSummary errors={wrong} />}
      <Warnings />
      <Categories value={form.category} change={(category) => set({ category })} error={error("category")} />
      <label class="field">
        <span>{t("看到或听到的事")}</span>
        {error("text") && <FieldError id="text-error">{error("text")}</FieldError>}
        <textarea
          id="text"
          rows={4}
          value={form.text}
          aria-invalid={error("text") !== undefined}
          {...(error("text") ? { "aria-describedby": "text-error" } : {})}
          onInput={(event) => set({ text: event.currentTarget.value })}
        />
        {mostText - form.text.length < counterFrom && (
          <span class="meta" aria-live="polite">
            {t("还可以写{n}字", { n: Math.max(0, mostText - form.text.length) })}
          </span>
        )}
      </label>
      <PhotoPicker item={draft.id} photos={photos} change={(list) => setDraft((before) => ({ ...before, photos: list }))} />
      <PlaceField
        area={area}
        place={form.place}
        reason={form.reason}
        change={(place) => set({ place })}
        explain={(reason) => set({ reason })}
        errors={{ ...(error("place") ? { place: error("place")! } : {}), ...(error("reason") ? { reason: error("reason")! } : {}) }}
      />
      <Choice legend={t("怎么知道的")} name="noticed_by" options={noticedByChoices()} value={form.noticedBy} change={(noticedBy) => set({ noticedBy })} />
      <Choice legend={t("风险")} name="risk" options={riskChoices()} value={form.risk} change={(risk) => set({ risk })} />
      <label class="switch">
        <input type="checkbox" checked={form.hidden} onChange={(event) => set({ hidden: event.currentTarget.checked })} />
        <span>{t("隐蔽问题（只显示到村）")}</span>
      </label>
      <div class="acts two">
        <button type="button" class="btn" aria-disabled={busy} onClick={() => void save()}>
          {busy ? t("正在保存…") : t("保存")}
        </button>
        <button type="button" class="btn second" onClick={() => void later().catch(report)}>
          {t("存草稿")}
        </button>
        {items.value.some((item) => item.id === draft.id) && (
          <button type="button" class="btn quiet wide" onClick={() => void discard().catch(report)}>
            {t("不要了，删去草稿")}
          </button>
        )}
      </div>
    </main>
  );
}

const shownFirst = 7;

function Categories({ value, change, error }: { value: string | null; change: (code: string) => void; error: string | undefined }): JSX.Element {
  const [all, showAll] = useState(false);
  const known = field.value?.value.categories ?? [];
  const english = language() === "en";
  const options = known.map((category) => ({ value: category.code, label: (english && category.name_en) || category.name }));
  const chosenIsHidden = options.findIndex((option) => option.value === value) >= shownFirst;
  const shown = all || chosenIsHidden || options.length <= shownFirst + 1 ? options : options.slice(0, shownFirst);
  return (
    <>
      <Choice legend={t("类别")} name="category" options={shown} value={value} change={change} error={error} />
      {shown.length < options.length && (
        <button type="button" class="btn quiet" onClick={() => showAll(true)}>
          {t("更多类别")}
        </button>
      )}
      {known.length === 0 && <p class="meta">{t("手机里还没有类别。连一次网就有了。")}</p>}
    </>
  );
}
