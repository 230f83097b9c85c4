/** How a page is looked at stands in its address: reload, back and a colleague's link show the same. */
import { effect, type Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { path, search, stay } from "../shell/route";

/** One value as the address names it; an empty text is the usual value and is not named. */
export interface Part {
  text: () => string;
  read: (text: string) => void;
}

export type Parts = Readonly<Record<string, Part>>;

/** A word; what the address says otherwise, typed by hand or cut on its way, is taken for the usual one. */
export function word<T extends string | null>(of: Signal<T>, usual: T, possible: (text: string) => boolean): Part {
  return { text: () => (of.value === usual ? "" : (of.value ?? "")), read: (text) => (of.value = possible(text) ? (text as T) : usual) };
}

/** Yes or no. */
export function flag(of: Signal<boolean>): Part {
  return { text: () => (of.value ? "1" : ""), read: (text) => (of.value = text === "1") };
}

/** Whether a text is one of some. */
export const among = (...those: readonly string[]) => (text: string): boolean => those.includes(text);

/** Whether a text can be a code or a key. */
export const isCode = (text: string): boolean => /^[\w-]{1,40}$/.test(text);

/** The numbers between commas; what is none, nothing included, is NaN. */
export const numbersIn = (text: string): number[] => text.split(",").map((each) => (each ? Number(each) : Number.NaN));

/** The query that says what `parts` are now; names in `there` that are not theirs stay. */
export function queryOf(parts: Parts, there: string): string {
  const others = [...new URLSearchParams(there)].filter(([name]) => !(name in parts));
  const own = Object.entries(parts).flatMap(([name, { text }]) => (text() ? [[name, text()]] : []));
  const all = new URLSearchParams([...others, ...own] as string[][]).toString();
  return all && `?${all}`;
}

/** Take `parts` from a query; one that names none of them, as a menu's link does, leaves all as they are. */
export function takeFrom(parts: Parts, query: string): void {
  const asked = new URLSearchParams(query);
  if (!Object.keys(parts).some((name) => asked.has(name))) return;
  for (const [name, { read }] of Object.entries(parts)) read(asked.get(name) ?? "");
}

/** Keep `parts` and the address of this page the same; must stand before what reads them. */
export function useAddress(parts: Parts): void {
  useState(() => takeFrom(parts, search.peek()));
  useEffect(() => {
    const here = path.peek();
    let seen = search.peek();
    return effect(() => {
      const there = search.value;
      // Read first of all, so that a change of any part is heard, also after another page has been left for this one.
      const wanted = queryOf(parts, there);
      if (path.peek() !== here) return;
      if (there !== seen) takeFrom(parts, there);
      seen = there === seen ? wanted : queryOf(parts, there);
      if (seen !== there) stay(here + seen);
    });
  }, []);
}
