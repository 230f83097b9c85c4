/** Finding parts of the page: everything here may be absent, and then nothing is done. */

/** The first element that `selector` finds. */
export function find<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T | null {
  return within.querySelector<T>(selector);
}

/** All elements that `selector` finds. */
export function all<T extends Element = HTMLElement>(selector: string): T[] {
  return [...document.querySelectorAll<T>(selector)];
}

/** Say something in a status line and show it. */
export function say(line: Element | null, text: string): void {
  if (!line) return;
  (find("span", line) ?? line).textContent = text;
  line.removeAttribute("hidden");
}
