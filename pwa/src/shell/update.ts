/** The service worker from the page's side: registering it, and the "new version" dialogue. */
import { signal } from "@preact/signals";

/** A new version is installed and waits until the person lets it take over. */
export const newVersion = signal(false);

let waiting: ServiceWorker | null = null;
let asked = false;

function offer(worker: ServiceWorker | null): void {
  waiting = worker;
  newVersion.value = worker !== null;
}

/** Register `/sw.js`; a later version is offered, never forced, as somebody may be writing. */
export async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
  });
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => undefined);
  if (!registration) return;
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && navigator.serviceWorker.controller) offer(fresh);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void registration.update().catch(() => undefined);
  });
}

/** Let the new version take over; the page loads anew. */
export function takeOver(): void {
  asked = true;
  waiting?.postMessage("take-over");
}

/** Not now: the offer comes back at the next start. */
export function notNow(): void {
  newVersion.value = false;
}
