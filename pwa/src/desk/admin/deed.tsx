/** One deed of an administrator's: it is asked, and what was wrong stands above. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Request } from "../../api/client";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, wordsOf } from "../live";

export interface Deeds {
  failure: JSX.Element | null;
  /** Ask the server; `done` with what it said, when it went well. */
  run: <T>(path: string, request: Request, done: (data: T) => void) => void;
}

/** The deeds of one card. */
export function useDeeds(): Deeds {
  const [words, fail] = useState<string | null>(null);
  const run = <T,>(path: string, request: Request, done: (data: T) => void): void => {
    void ask<T>(path, request).then((answer) => {
      fail(answer.kind === "ok" ? null : wordsOf(answer));
      if (answer.kind === "ok") done(answer.data);
    });
  };
  return { failure: words === null ? null : <Notice tone="bad">{words}</Notice>, run };
}

/** Something that is told this once: a password, a key. */
export function Secret({ title, value, close }: { title: string; value: string; close: () => void }): JSX.Element {
  return (
    <Notice tone="ok">
      <b>{title}</b>
      <code class="secret">{value}</code>
      <p>{t("只显示这一次，请当面交给本人或抄下来。")}</p>
      <button type="button" class="btn second slim" onClick={close}>{t("已经交好")}</button>
    </Notice>
  );
}
