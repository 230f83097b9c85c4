/** What is asked of the figures stands in the address, so that back, reload and a colleague's link open the same. */
import { href, path, search } from "../../shell/route";
import { daysOf } from "../ledgers/span";

const names = ["area", "from", "to", "step", "by", "show", "sort", "own"] as const;
export type Name = (typeof names)[number];
export type Asked = Partial<Record<Name, string>> & { from: string; to: string };

const isDay = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** What the address asks for; without days this quarter so far. */
export function asked(): Asked {
  const given = new URLSearchParams(search.value);
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = given.get(name);
    if (value) found[name] = value;
  }
  const usual = daysOf("quarter");
  return { ...found, from: isDay(found.from) ? found.from : usual.from, to: isDay(found.to) ? found.to : usual.to };
}

/** Ask for something else; an empty text takes a thing away. */
export function ask(change: Partial<Record<Name, string>>): void {
  const next = new URLSearchParams(search.value);
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  history.replaceState(null, "", href(path.value) + (next.size > 0 ? `?${next}` : ""));
  search.value = location.search;
}
