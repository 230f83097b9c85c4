/** How the person likes to read: text size and contrast, kept on this device and applied before the first paint. */
import { effect, signal } from "@preact/signals";

export type TextSize = "" | "care" | "care care-2" | "care care-3";

const key = "zhitong-look";

function read(): { size: TextSize; contrast: boolean } {
  try {
    return { size: "", contrast: false, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as object) };
  } catch {
    return { size: "", contrast: false };
  }
}

const start = read();
export const textSize = signal<TextSize>(start.size);
export const contrast = signal<boolean>(start.contrast);

/** Apply the two and keep them whenever they change. */
export function applyLook(): void {
  effect(() => {
    document.documentElement.className = [textSize.value, contrast.value ? "contrast" : ""].join(" ").trim();
    try {
      localStorage.setItem(key, JSON.stringify({ size: textSize.value, contrast: contrast.value }));
    } catch {
      // A private window may keep nothing; the look then lasts as long as the page.
    }
  });
}
