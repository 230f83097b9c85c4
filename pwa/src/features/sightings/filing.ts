/** What becomes of a form: kept as it is typed, filed, put aside, or discarded. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Form, Photo } from "../../store/item";
import { fileItem, removeItem, saveDraft } from "../../store/outbox";
import { go } from "../../shell/route";
import { changed, field, report, sendNow } from "../live";
import { bodyOf, isBlank, wrongIn, type Wrong } from "./form";

export interface Draft {
  id: string;
  form: Form;
  photos: readonly Photo[];
}

export interface Filing {
  draft: Draft;
  wrong: readonly Wrong[];
  busy: boolean;
  set: (change: Partial<Form>) => void;
  setPhotos: (photos: readonly Photo[]) => void;
  save: () => Promise<void>;
  later: () => Promise<void>;
  discard: () => Promise<void>;
}

const pauseMs = 400;

/** The form begun with `start` for the account `owner`; `filed` is called once it is on the disk to stay. */
export function useFiling(start: Draft, owner: number, filed: () => void): Filing {
  const [draft, setDraft] = useState(start);
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const [busy, setBusy] = useState(false);
  const { keep, stop } = useKeeping(owner, draft);
  const store = async (): Promise<void> => {
    const { id, form, photos } = draft;
    const digests = photos.map((photo) => photo.sha256);
    await fileItem(owner, form, bodyOf(id, form, digests, field.value?.value), photos);
    stop();
    await changed();
    filed();
    void sendNow();
  };
  return {
    draft,
    wrong,
    busy,
    set: (change) => setDraft((before) => ({ ...before, form: { ...before.form, ...change } })),
    setPhotos: (photos) => setDraft((before) => ({ ...before, photos })),
    save: async () => {
      const found = wrongIn(draft.form, field.value?.value);
      setWrong(found);
      if (found.length > 0 || busy) return;
      setBusy(true);
      await store().catch(report).finally(() => setBusy(false));
    },
    later: async () => {
      await keep();
      go("/");
    },
    discard: async () => {
      stop();
      await removeItem(owner, draft.id);
      await changed();
      go("/");
    },
  };
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
