/** Small parts that every page uses (ui.md §3). */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icon";
import { t } from "./words";

export type Tone = "ok" | "wait" | "bad" | "go" | "idle";

/** A state in colour, icon and word. */
export function Tag({ tone, icon, children }: { tone: Tone; icon: IconName; children: ComponentChildren }): JSX.Element {
  return (
    <span class={`tag ${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}

/** Something to know: `info`, `wait`, or `bad`, which is read out at once. */
export function Notice({ tone, children }: { tone: "info" | "wait" | "bad" | "ok"; children: ComponentChildren }): JSX.Element {
  const icon = tone === "info" ? "info" : tone === "ok" ? "ok" : "bang";
  return (
    <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

interface SheetProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

/** A native dialog over the page: focus goes in and comes back, Esc closes. */
export function Sheet({ title, close, children }: SheetProps): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog class="sheet" ref={box} aria-labelledby="sheet-title" onCancel={(event) => event.target === event.currentTarget && (event.preventDefault(), close())}>
      <header class="bar">
        <h2 id="sheet-title">{title}</h2>
        <button type="button" class="btn quiet slim" onClick={close}>
          <Icon name="close" />
          {t("关闭")}
        </button>
      </header>
      {children}
    </dialog>
  );
}

interface ChoiceProps<V extends string> {
  legend: string;
  name: string;
  options: readonly { value: V; label: string }[];
  value: V | null;
  change: (value: V) => void;
  error?: string | undefined;
}

/** One of several, as real radio buttons in cells a thumb can hit. */
export function Choice<V extends string>({ legend, name, options, value, change, error }: ChoiceProps<V>): JSX.Element {
  const wrong = error === undefined ? {} : { "aria-describedby": `${name}-error`, "aria-invalid": "true" as const };
  return (
    <fieldset role="radiogroup" class={error === undefined ? "choice" : "choice wrong"} id={name} tabIndex={-1} {...wrong}>
      <legend>{legend}</legend>
      {error !== undefined && <FieldError id={`${name}-error`}>{error}</FieldError>}
      <div class="cells">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => change(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What is wrong with a field, between its hint and its box. */
export function FieldError({ id, children }: { id: string; children: ComponentChildren }): JSX.Element {
  return (
    <p class="error" id={id}>
      <Icon name="bang" />
      <span class="vh">{t("有错：")}</span>
      {children}
    </p>
  );
}

/** Let the window's title begin with the word for an error while something is wrong. */
export function useWrongTitle(wrong: boolean): void {
  useEffect(() => {
    if (!wrong) return undefined;
    const word = t("有错：");
    document.title = word + document.title;
    return () => {
      // Another page may have taken the title meanwhile.
      if (document.title.startsWith(word)) document.title = document.title.slice(word.length);
    };
  }, [wrong]);
}

/** All that has to be put right, on top; focus moves in, each line leads to its field, and the window's title says so. */
export function ErrorSummary({ errors }: { errors: readonly { field: string; text: string }[] }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [errors]);
  useWrongTitle(true);
  return (
    <div class="notice bad" role="alert" tabIndex={-1} ref={box}>
      <Icon name="bang" />
      <div>
        <b>{t("有{n}处要改", { n: errors.length })}</b>
        <ul>
          {errors.map((error) => (
            <li key={error.field}>
              <a href={`#${error.field}`} onClick={(event) => jump(event, error.field)}>
                {error.text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function jump(event: Event, field: string): void {
  event.preventDefault();
  const target = document.getElementById(field);
  target?.scrollIntoView({ block: "center" });
  (target?.querySelector<HTMLElement>("input,button") ?? target)?.focus();
}
