/** A voting code that came behind the # of a link: put into the form and taken out of the address; its voter presses the button. */
import { find } from "./page";

export function voting(): void {
  const field = find<HTMLInputElement>("#code");
  if (document.body.dataset["step"] !== "vote" || !field || location.hash.length < 2) return;
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
