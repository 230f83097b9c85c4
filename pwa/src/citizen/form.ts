/** The form: a counter that counts, and a draft that outlives a closed page. */
import { find } from "./page";
import { t } from "./words";

const prefix = "zt-draft:";
const week = 7 * 24 * 3600 * 1000;

interface Draft {
  text: string;
  category: string;
  at: number;
}

/** Count what may still be written; told politely only when little is left. */
export function counter(): void {
  const text = find<HTMLTextAreaElement>("#t");
  const line = find("[data-left]");
  if (!text || !line) return;
  const count = (): void => {
    const left = Number(line.dataset["left"]) - [...text.value].length;
    line.textContent = t("还可以写{n}字", { n: left });
    line.setAttribute("aria-live", left < 50 ? "polite" : "off");
  };
  text.addEventListener("input", count);
  count();
}

/** Keep text and category on the phone until the receipt is there; no name, no phone number, no place. */
export function keepDraft(): void {
  const text = find<HTMLTextAreaElement>("#t");
  if (document.body.dataset["step"] === "receipt") forget();
  if (!text) return;
  const key = prefix + location.pathname;
  restore(text, key);
  document.addEventListener("input", () => {
    const category = find<HTMLInputElement>("input[name=category]:checked")?.value ?? "";
    store(key, { text: text.value, category, at: Date.now() });
  });
}

function restore(text: HTMLTextAreaElement, key: string): void {
  const draft = load(key);
  if (!draft || text.value || find("#errs") || Date.now() - draft.at > week) return;
  text.value = draft.text;
  const choice = draft.category ? find<HTMLInputElement>(`#c-${CSS.escape(draft.category)}`) : null;
  if (choice) choice.checked = true;
  const line = document.createElement("p");
  line.className = "hint";
  line.setAttribute("role", "status");
  line.textContent = t("已恢复您上次没提交的内容。");
  text.before(line);
}

function load(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function store(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden store loses only the convenience: the form itself still holds every answer.
  }
}

function forget(): void {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));
  } catch {
    // see store()
  }
}
