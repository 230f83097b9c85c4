/** Where in a face the person is: the path below its base, kept in the address so that back and reload work. */
import { signal } from "@preact/signals";

const base = /^\/(app|desk)/.exec(location.pathname)?.[0] ?? "";

const here = (): string => location.pathname.slice(base.length).replace(/\/$/, "") || "/";

/** `/`, `/outbox`, `/file/…` */
export const path = signal(here());

/** What stands behind the path: the filters of a list. */
export const search = signal(location.search);

function arrive(): void {
  path.value = here();
  search.value = location.search;
}

/** The address of a page of this face, for links. */
export function href(to: string): string {
  return `${base}${to}`;
}

/** Go to `to`; with `replace`, back does not return to the present page. */
export function go(to: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", href(to));
  arrive();
  scrollTo(0, 0);
}

/** Call the present page `to` from now on: reload and back lead to it, nothing is shown anew. */
export function stay(to: string): void {
  history.replaceState(null, "", href(to));
  arrive();
}

/** Let plain clicks on links of this face change the page without loading it. */
export function followLinks(): void {
  addEventListener("popstate", arrive);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    const plain = !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!link || !plain || link.target || link.download || link.origin !== location.origin) return;
    if (!link.pathname.startsWith(`${base}/`)) return;
    event.preventDefault();
    go((link.pathname.slice(base.length) || "/") + link.search);
  });
}
