/** The one service worker, at the root scope: keeps the shells of two faces, shows pushes, sends what waits. */
import { activate, answer, install, keptAs } from "./cache";
import { syncInBackground } from "../sync/sync";
import { open, show } from "./push";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(activate().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const path = keptAs(event.request);
  if (path !== undefined) event.respondWith(answer(event.request, path));
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});

self.addEventListener("sync", ((event: ExtendableEvent & { tag: string }) => {
  if (event.tag === "zhitong-queue") event.waitUntil(syncInBackground());
}) as EventListener);

self.addEventListener("push", (event) => event.waitUntil(show(event.data)));

self.addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
