/** What becomes of a form: kept as it is typed, filed, put aside, or discarded. */
import { useEffect, useRef, useState } from "preact/hooks";
import { uuid7 } from "../../store/ids";
import type { Attachment, Form } from "../../store/item";
import { fileItem, removeDraft, saveDraft, type Draft } from "../../store/outbox";
import { go } from "../../shell/route";
import { changed, field, report, sendNow } from "../live";
import type { FieldArea, OpinionBody, SightingBody } from "../../api/wire";
import { bodyOf, isBlank, wrongIn, type Wrong } from "./form";
import { remember } from "./underway";

export interface Filing {
  draft: Draft;
  wrong: readonly Wrong[];
  /** Why "save" has to wait, if it has to. */
  busy: "saving" | "shrinking" | null;
  set: (change: Partial<Form>) => void;
  setAttachments: (update: (before: readonly Attachment[]) => readonly Attachment[]) => void;
  /**
   * Photos are being made ready, or something is being recorded; saving and leaving wait for it. With `end`, which
   * ends the work, they end it first, and what it brought is on the disk at once.
   */
  hold: (work: Promise<void>, end?: () => void) => void;
  save: () => Promise<void>;
  later: () => Promise<void>;
  discard: () => Promise<void>;
}

/** What the page is told: under which id the draft is on the disk, and under which it was filed. */
export interface Told {
  kept: (id: string) => void;
  filed: (id: string) => void;
}

/** What has to be put right in a form, and what it is when it is sent. */
export interface Ways {
  wrongIn: (form: Form, area: FieldArea | undefined) => Wrong[];
  bodyOf: (id: string, form: Form, digests: string[], area: FieldArea | undefined) => SightingBody | OpinionBody;
}

const pauseMs = 400;

/** The form begun with `start` for the account `owner`; `ways`: those of a sighting, or others. */
export function useFiling(start: Draft, owner: number, told: Told, ways: Ways = { wrongIn, bodyOf }): Filing {
  const { draft, latest, change, keep, stop } = useKept(start, owner, told.kept);
  const { shrinking, hold, ready } = useHeld(latest, keep);
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const [saving, setSaving] = useState(false);
  const underway = useRef(false);
  const store = async (): Promise<void> => {
    await ready();
    const filed = latest.current;
    const digests = filed.attachments.map((photo) => photo.sha256);
    const id = await fileItem(owner, filed, ways.bodyOf(filed.id, filed.form, digests, field.value?.value));
    stop();
    await changed();
    told.filed(id);
    void sendNow();
  };
  return {
    draft,
    wrong,
    busy: shrinking ? "shrinking" : saving ? "saving" : null,
    set: (some) => change((before) => ({ ...before, form: { ...before.form, ...some } })),
    setAttachments: (update) => change((before) => ({ ...before, attachments: update(before.attachments) })),
    hold,
    save: async () => {
      const found = ways.wrongIn(draft.form, field.value?.value);
      setWrong(found);
      if (found.length > 0 || underway.current) return;
      underway.current = true;
      setSaving(true);
      await store().catch(report).finally(() => {
        underway.current = false;
        setSaving(false);
      });
    },
    later: async () => {
      await ready();
      await keep();
      go("/");
    },
    discard: async () => {
      stop();
      await removeDraft(owner, latest.current.id);
      await changed();
      go("/");
    },
  };
}

/** Work on photos that has begun; when the form is left before it ends, the draft is kept again at its end. */
function useHeld(latest: { current: Draft }, keep: () => Promise<void>): { shrinking: boolean; hold: Filing["hold"]; ready: () => Promise<void> } {
  const [shrinking, setShrinking] = useState(false);
  const work = useRef<Promise<void>>(Promise.resolve());
  const left = useRef(false);
  useEffect(() => () => void (left.current = true), []);
  const ends = useRef(new Set<() => void>());
  const hold: Filing["hold"] = (more, end) => {
    const all = Promise.all([work.current, more]).then(() => undefined);
    work.current = all;
    if (end) ends.current.add(end);
    else setShrinking(true);
    const over = async (): Promise<void> => {
      if (end) ends.current.delete(end);
      if (work.current === all) setShrinking(false);
      if (left.current || end) await keep();
    };
    remember(latest.current.id, all.then(over).catch(report));
  };
  const ready = async (): Promise<void> => {
    ends.current.forEach((end) => end());
    for (let seen: Promise<void> | undefined; seen !== work.current; ) await (seen = work.current);
  };
  return { shrinking, hold, ready };
}

/** What the hook below keeps: the draft as shown, and as it is now for whoever comes back to it later. */
interface KeptDraft {
  draft: Draft;
  latest: { current: Draft };
  change: (update: (before: Draft) => Draft) => void;
  keep: () => Promise<void>;
  stop: () => void;
}

/** Keeps the draft on the disk: a moment after the last change, and at once when the page goes out of sight. */
function useKept(start: Draft, owner: number, kept: (id: string) => void): KeptDraft {
  const [draft, setDraft] = useState(start);
  const latest = useRef(draft);
  const dirty = useRef(false);
  const state = useRef<"open" | "left" | "stopped">("open");
  const change = (update: (before: Draft) => Draft): void => {
    latest.current = update(latest.current);
    dirty.current = true;
    setDraft(latest.current);
  };
  const keep = async (): Promise<void> => {
    if (state.current === "stopped" || !dirty.current || isBlank(latest.current.form, latest.current.attachments.length)) return;
    dirty.current = false;
    try {
      if (!(await saveDraft(owner, latest.current)) && !hasStopped()) {
        // Another tab has filed it: what is written here goes on as a changed copy of that.
        change(({ id, ...rest }) => ({ revises: id, ...rest, id: uuid7() }));
        return await keep();
      }
    } catch (error) {
      dirty.current = true;
      throw error;
    }
    if (state.current === "open") kept(latest.current.id);
    await changed();
  };
  const hasStopped = (): boolean => state.current === "stopped";
  useEffect(() => {
    if (!dirty.current) return;
    const timer = setTimeout(() => void keep().catch(report), pauseMs);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => {
    const save = (): void => void keep().catch(report);
    document.addEventListener("visibilitychange", save);
    addEventListener("pagehide", save);
    return () => {
      if (state.current === "open") state.current = "left";
      save();
      document.removeEventListener("visibilitychange", save);
      removeEventListener("pagehide", save);
    };
  }, []);
  return { draft, latest, change, keep, stop: () => void (state.current = "stopped") };
}
