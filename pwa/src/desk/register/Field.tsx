/** One labelled field of the intake, with what is wrong at it. */
import type { ComponentChildren, JSX } from "preact";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import type { Texts, Wrong } from "./texts";

export interface Form {
  texts: Texts;
  wrong: readonly Wrong[];
  write: (name: string, value: string) => void;
}

interface Props {
  form: Form;
  name: string;
  label: string;
  need?: boolean;
  hint?: string;
}

/** What an input says of its error and hint. */
function marks({ form, name, hint }: Props): Record<string, unknown> {
  const bad = form.wrong.some(({ field }) => field === name);
  const by = [bad && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return { ...(bad ? { "aria-invalid": true } : {}), ...(by ? { "aria-describedby": by } : {}) };
}

function Frame({ children, ...props }: Props & { children: ComponentChildren }): JSX.Element {
  const { form, name, label, need, hint } = props;
  const bad = form.wrong.find(({ field }) => field === name);
  return (
    <div class="field">
      <label for={name}>
        {label}
        {need && <span class="need">{t("（必填）")}</span>}
      </label>
      {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
      {bad && <FieldError id={`${name}-error`}>{bad.text}</FieldError>}
      {children}
    </div>
  );
}

/** A line, a day, or (`rows`) several lines. */
export function Line(props: Props & { type?: string; rows?: number; max?: number | string; most?: number }): JSX.Element {
  const { form, name, type, rows, max, most } = props;
  const input = (event: Event): void => form.write(name, (event.target as HTMLInputElement).value);
  const more = { id: name, name, value: form.texts[name] ?? "", onInput: input, ...marks(props), ...(most ? { maxLength: most } : {}) };
  return <Frame {...props}>{rows ? <textarea rows={rows} {...more} /> : <input {...({ type: type ?? "text", autocomplete: "off", ...(max ? { max } : {}), ...more } as object)} />}</Frame>;
}

/** One of several; `none`: what stands for nothing. */
export function Select(props: Props & { choices: readonly { code: string; name: string }[]; none?: string }): JSX.Element {
  const { form, name, choices, none } = props;
  return (
    <Frame {...props}>
      <select id={name} name={name} value={form.texts[name] ?? ""} onChange={(event) => form.write(name, event.currentTarget.value)} {...marks(props)}>
        {none !== undefined && <option value="">{none}</option>}
        {choices.map(({ code, name: called }) => <option key={code} value={code}>{called}</option>)}
      </select>
    </Frame>
  );
}

/** A tick beside its words. */
export function Tick({ form, name, label }: Props): JSX.Element {
  const bad = form.wrong.find(({ field }) => field === name);
  return (
    <div class="field">
      {bad && <FieldError id={`${name}-error`}>{bad.text}</FieldError>}
      <label class="tick">
        <input type="checkbox" id={name} checked={form.texts[name] === "1"} onChange={(event) => form.write(name, event.currentTarget.checked ? "1" : "")} {...marks({ form, name, label })} />
        <span>{label}</span>
      </label>
    </div>
  );
}
