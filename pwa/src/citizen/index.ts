/**
 * Improves the citizen pages that the server renders; every page works without it.
 *
 * Locating, smaller photos, a draft that outlives a closed page, a receipt to keep, push, reading aloud. Below 10 kB.
 */
import { following } from "./follow";
import { counter, keepDraft } from "./form";
import { all, find } from "./page";
import { shrinking } from "./photos";
import { locating } from "./place";
import { sending } from "./send";
import { saving } from "./slip";
import { voting } from "./vote";
import { t } from "./words";

function printing(): void {
  all("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
}

function readingAloud(): void {
  const button = find("[data-read]");
  const main = find("main");
  if (!button || !main) return;
  button.hidden = !("speechSynthesis" in window);
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const voice = new SpeechSynthesisUtterance(main.innerText);
    voice.lang = document.documentElement.lang;
    voice.onend = () => (button.textContent = t("读给我听"));
    speechSynthesis.speak(voice);
    button.textContent = t("停下");
  });
}

all("[data-script]").forEach((part) => (part.hidden = false));
find("#errs")?.focus();
[sending, counter, keepDraft, locating, shrinking, saving, following, printing, readingAloud, voting].forEach((improve) => improve());
