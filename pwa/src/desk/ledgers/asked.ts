/** What is asked of a book stands in the address, so that back, reload and a colleague's link open the same. */
import { href, path, search } from "../../shell/route";
import { daysOf } from "./span";
import type { Ledgers } from "./wire";

const names = ["book", "own", "area", "from", "to", "category", "channel", "station", "columns"] as const;
export type Name = (typeof names)[number];
export type Asked = Partial<Record<Name, string>>;

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** What the address asks for; without days this year so far, without a book the first. */
export function asked(known: Ledgers): Asked & { book: string; from: string; to: string } {
  const given = new URLSearchParams(search.value);
  const found: Asked = {};
  for (const name of names) {
    const value = given.get(name);
    if (value) found[name] = value;
  }
  const year = daysOf("year");
  const book = known.items.find(({ code }) => code === found.book) ?? known.items[0]!;
  for (const name of ["category", "channel", "station"] as const) if (!book.by.includes(name)) delete found[name];
  return { ...found, book: book.code, from: isDay(found.from ?? "") ? found.from! : year.from, to: isDay(found.to ?? "") ? found.to! : year.to };
}

/** Ask for something else; an empty text takes a thing away. */
export function ask(change: Asked): void {
  const next = new URLSearchParams(search.value);
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  history.replaceState(null, "", href(path.value) + (next.size > 0 ? `?${next}` : ""));
  search.value = location.search;
}
