/** A small form: a button that opens it, its fields, what is missing, and sending it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "../../api/client";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";

export interface Field {
  key: string;
  label: string;
  /** `choices`: several, divided by commas; `long`: in lines. */
  kind?: "text" | "long" | "day" | "time" | "choice" | "choices" | "files";
  hint?: string;
  /** Lines of a long one; 6 without it. */
  rows?: number;
  /** May be left out. */
  free?: boolean;
  choices?: { value: string; label: string }[];
}

/** What people wrote one beside the other, divided by commas or blanks. */
export function several(text: string | undefined): string[] {
  return (text ?? "").split(/[,，、\s]+/).filter(Boolean);
}

interface Props<T> {
  label: string;
  fields: Field[];
  /** What stands in the fields at first. */
  start?: Record<string, string>;
  /** `id`: of what is made, the same each time it is sent. */
  send: (texts: Record<string, string>, id: string) => Promise<Answer<T>>;
  /** Who takes the files of a field of that kind. */
  files?: (chosen: File[]) => void;
  done: (data: T) => void;
  /** The form stands open from the first. */
  opened?: boolean;
  /** What stands under the fields, by what they hold. */
  beside?: (texts: Record<string, string>) => JSX.Element | null;
}

/** The button, and the form once it is pressed. */
export function Ask<T>({ label, fields, start = {}, send, files, done, opened = false, beside }: Props<T>): JSX.Element {
  const [open, show] = useState(opened);
  const [texts, write] = useState<Record<string, string>>(start);
  const [id, renew] = useState(() => crypto.randomUUID());
  const [failure, fail] = useState<{ key: string; text: string } | null>(null);
  if (!open) return <button type="button" class="btn second slim noprint" onClick={() => (write(start), show(true))}>{label}</button>;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const lacking = fields.find(({ key, free }) => !free && !texts[key]?.trim());
    if (lacking) return fail({ key: lacking.key, text: lacking.kind?.startsWith("choice") ? t("选“{label}”", { label: lacking.label }) : t("写下“{label}”", { label: lacking.label }) });
    const answer = await send(texts, id);
    if (answer.kind === "ok") {
      show(false);
      write(start);
      renew(crypto.randomUUID());
      fail(null);
      done(answer.data);
    } else if (answer.kind === "silence") fail({ key: fields[0]!.key, text: t("连不上服务器，请检查网络再试。") });
    else {
      const wrong = answer.problem.field?.split(".") ?? [];
      const known = fields.find(({ key }) => wrong.includes(key)) ?? fields[0]!;
      fail({ key: known.key, text: answer.problem.detail || answer.problem.title });
    }
    return undefined;
  };
  return (
    <form class="noprint" onSubmit={(event) => void submit(event)} noValidate>
      {fields.map((field) => (
        <Input key={field.key} field={field} id={`ask-${label}-${field.key}`} value={texts[field.key] ?? ""} error={failure?.key === field.key ? failure.text : null} change={(text) => write({ ...texts, [field.key]: text })} files={files} />
      ))}
      {beside?.(texts)}
      <div class="acts">
        <button type="button" class="btn quiet slim" onClick={() => show(false)}>{t("先不办")}</button>
        <button class="btn slim">{label}</button>
      </div>
    </form>
  );
}

interface InputProps {
  field: Field;
  id: string;
  value: string;
  error: string | null;
  change: (text: string) => void;
  files: ((chosen: File[]) => void) | undefined;
}

function Input({ field, id, value, error, change, files }: InputProps): JSX.Element {
  const wrong = error === null ? {} : { "aria-invalid": true, "aria-describedby": `${id}-error` };
  if (field.kind === "choices") return <Several field={field} value={value} change={change} error={error} id={id} files={files} />;
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {!field.free && <span class="need">{t("（必填）")}</span>}
      </label>
      {field.hint && <span class="sub">{field.hint}</span>}
      {error !== null && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {field.kind === "choice" ? (
        <select id={id} value={value} onChange={(event) => change(event.currentTarget.value)} {...wrong}>
          <option value="" />
          {field.choices?.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
        </select>
      ) : field.kind === "files" ? (
        <input type="file" id={id} accept="image/*" multiple onChange={(event) => files?.(Array.from(event.currentTarget.files ?? []))} {...wrong} />
      ) : field.kind === "long" ? (
        <textarea id={id} rows={field.rows ?? 6} value={value} onInput={(event) => change(event.currentTarget.value)} {...wrong} />
      ) : field.kind === "time" ? (
        <input type="time" id={id} value={value} onInput={(event) => change(event.currentTarget.value)} {...wrong} />
      ) : field.kind === "day" ? (
        <input type="date" id={id} value={value} onInput={(event) => change(event.currentTarget.value)} {...wrong} />
      ) : (
        <input type="text" id={id} value={value} onInput={(event) => change(event.currentTarget.value)} {...wrong} />
      )}
    </div>
  );
}

function Several({ field, id, value, error, change }: InputProps): JSX.Element {
  const held = new Set(value.split(",").filter(Boolean));
  const turn = (one: string): void => {
    if (!held.delete(one)) held.add(one);
    change([...held].join(","));
  };
  return (
    <fieldset class="field" {...(error === null ? {} : { "aria-describedby": `${id}-error` })}>
      <legend>{field.label}</legend>
      {error !== null && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {field.choices?.map((choice) => (
        <label class="tick" key={choice.value}>
          <input type="checkbox" checked={held.has(choice.value)} onChange={() => turn(choice.value)} /> {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
