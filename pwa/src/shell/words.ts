/**
 * Words in the reader's language. WARNING: part of every first load; keep it small.
 *
 * The Chinese text is the key (the catalogue is `backend/http/words/*.tsv`), so Chinese needs no table.
 */

export type Language = "zh-CN" | "en";
export type Params = Record<string, string | number>;

let english: Record<string, string> | undefined;

/** The language the server would choose for this reader: `?lang=`, the cookie `zt_lang`, then the browser's. */
export function language(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? /(?:^|; )zt_lang=([^;]+)/.exec(document.cookie)?.[1];
  return (asked ?? navigator.language).toLowerCase().startsWith("en") ? "en" : "zh-CN";
}

/** Fetch the English table with `load` when the reader needs it; without it (offline, first time) Chinese stands. */
export async function useWords(load: () => Promise<{ default: Record<string, string> }>): Promise<void> {
  if (language() !== "en") return;
  english = await load().then((table) => table.default, () => undefined);
  if (english) document.documentElement.lang = "en";
}

/** The text `key` in the reader's language, `{name}` filled from `params`. */
export function t(key: string, params: Params = {}): string {
  return (english?.[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
