/** Sending a form: one press sends once, and without network the page stays instead of giving way to the browser's error. */
import { find, say } from "./page";
import { t } from "./words";

const patience = 8000; // milliseconds until a network that says nothing counts as none
const kept = new Map<HTMLElement, string>(); // what the buttons said before they were pressed

/** Let a form go off once the server was reached; until then, and while it is on its way, its buttons do nothing. */
export function sending(): void {
  let state: "idle" | "asking" | "going" | "gone" = "idle";
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (state === "going" || (state === "idle" && (!button || !isPost(event.target)))) {
      state = "gone";
      return;
    }
    event.preventDefault();
    if (state !== "idle" || !button) return;
    state = "asking";
    hold(button);
    void reached().then((there) => {
      state = there ? "going" : "idle";
      if (there) button.click();
      else complain(button);
    });
  });
  addEventListener("pageshow", () => {
    state = "idle";
    release();
  });
}

function isPost(form: EventTarget | null): boolean {
  return form instanceof HTMLFormElement && form.method === "post";
}

/** Whether the server can be reached: whatever it says, it is there. */
async function reached(): Promise<boolean> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  try {
    await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: late.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function hold(button: HTMLElement): void {
  find("#offline")?.remove();
  if (!button.matches(".btn:not(.slim)")) return;
  kept.set(button, button.innerHTML);
  button.setAttribute("aria-disabled", "true");
  button.style.width = `${button.offsetWidth}px`;
  if (button.matches("[data-submit]")) button.textContent = t("正在提交…");
}

function release(): void {
  kept.forEach((said, button) => {
    button.removeAttribute("aria-disabled");
    button.style.width = "";
    button.innerHTML = said;
  });
  kept.clear();
}

/** Say beside the button that there is no network; every answer still stands in the page. */
function complain(button: HTMLElement): void {
  release();
  const line = document.createElement("p");
  line.id = "offline";
  line.className = "notice wait";
  line.setAttribute("role", "alert");
  line.innerHTML = '<svg class="i" aria-hidden="true"><use href="#warn"/></svg><span></span>';
  if (button.matches(".btn:not(.slim)")) button.before(line);
  else find("main")?.prepend(line);
  say(line, t("暂时没有网络，您写的都还在。有网后再按一次“{button}”。", { button: button.textContent.trim() }));
  line.scrollIntoView({ block: "nearest" });
}
