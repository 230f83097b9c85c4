/** Words of the citizen script, in the language the server chose for the page. Its English table holds only what is named here. */
import english from "virtual:words/citizen";

/** The text `key` in the page's language, `{name}` filled from `params`. */
export function t(key: string, params: Record<string, string | number> = {}): string {
  const text = document.documentElement.lang === "en" ? (english[key] ?? key) : key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
