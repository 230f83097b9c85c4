/** The filters of a list live in the address, so that back, reload and a colleague's link show the same. */
import { href, path, search } from "../../shell/route";

/** The filters of the present address. */
export function filters(): URLSearchParams {
  return new URLSearchParams(search.value);
}

/** Set one filter, or take it away with an empty value; back still leads to the page before. */
export function setFilter(name: string, value: string): void {
  const next = filters();
  if (value) next.set(name, value);
  else next.delete(name);
  history.replaceState(null, "", href(path.value) + (next.size > 0 ? `?${next}` : ""));
  search.value = location.search;
}
