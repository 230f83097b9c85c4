/** A small form that asks the server for one thing, and tells beside its field what was wrong. */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer, Request } from "../../api/client";
import { FieldError, Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, wordsOf } from "../live";

export interface Asking {
  name: string;
  label: string;
  hint?: string;
  type?: "password" | "text";
  autocomplete: string;
}

interface Props<T> {
  path: string;
  method?: NonNullable<Request["method"]>;
  fields: readonly Asking[];
  act: string;
  quiet?: boolean;
  /** Checks before anything is sent: the field that is wrong, and why. */
  check?: (body: Record<string, string>) => { at: string; text: string } | null;
  /** What of the fields is sent; by default all. */
  body?: (body: Record<string, string>) => unknown;
  done: (data: T) => void;
  children?: ComponentChildren;
}

/** What came of a request, as a failure of a field or of the whole; null when it went well. */
function failureOf(answer: Answer<unknown>): { at: string; text: string } | null {
  if (answer.kind === "ok") return null;
  return { at: answer.kind === "silence" ? "" : (answer.problem.field ?? ""), text: wordsOf(answer) };
}

/** The form. */
export function Ask<T>({ path, method = "POST", fields, act, quiet, check, body, done, children }: Props<T>): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<{ at: string; text: string } | null>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    const form = event.target as HTMLFormElement;
    const given = Object.fromEntries(fields.map(({ name }) => [name, String(new FormData(form).get(name))]));
    const empty = fields.find(({ name }) => given[name] === "");
    const wrong = empty ? { at: empty.name, text: t("这里要填写") } : (check?.(given) ?? null);
    fail(wrong);
    if (wrong) return form.querySelector<HTMLElement>(`[name=${wrong.at}]`)?.focus();
    setBusy(true);
    void ask<T>(path, { method, body: body ? body(given) : given, empty: method === "PUT" || path.endsWith("/end") }).then((answer) => {
      setBusy(false);
      const found = failureOf(answer);
      fail(found);
      if (answer.kind === "ok") {
        form.reset();
        done(answer.data);
      } else if (found?.at) form.querySelector<HTMLElement>(`[name=${found.at}]`)?.focus();
    });
  };
  const known = fields.some(({ name }) => name === failure?.at);
  return (
    <form class="ask" onSubmit={submit} noValidate>
      {failure && !known && <Notice tone="bad">{failure.text}</Notice>}
      {fields.map(({ name, label, hint, type = "password", autocomplete }) => (
        <label class="field" key={name}>
          <span>{label}</span>
          {hint && <span class="sub">{hint}</span>}
          {failure?.at === name && <FieldError id={`${name}-error`}>{failure.text}</FieldError>}
          <input name={name} type={type as "text"} autocomplete={autocomplete} autocapitalize="none" {...(failure?.at === name ? { "aria-invalid": true, "aria-describedby": `${name}-error` } : {})} />
        </label>
      ))}
      {children}
      <button class={`btn${quiet ? " second" : ""}`} aria-disabled={busy}>{act}</button>
    </form>
  );
}
