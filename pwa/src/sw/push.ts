/** Notices for all faces. A push says that something has happened, never what: the page it opens does. */

interface Message {
  title: string;
  body: string;
  url: string;
}

declare const self: ServiceWorkerGlobalScope;

function read(data: PushMessageData | null): Message {
  const plain: Message = { title: "民意直通", body: "有新的进展，点开查看。", url: "/" };
  try {
    return { ...plain, ...(data?.json() as Partial<Message> | undefined) };
  } catch {
    return plain;
  }
}

/** Show what was pushed; always something, as browsers withdraw the right from who stays silent. */
export function show(data: PushMessageData | null): Promise<void> {
  const { title, body, url } = read(data);
  const options = { body, data: { url }, tag: url, icon: "/assets/icon192.png", badge: "/assets/app-icon-192.png" };
  return self.registration.showNotification(title, options);
}

/** Open the page a notice is about, in the window that already shows it if there is one; only pages of our own. */
export async function open(notice: Notification): Promise<void> {
  notice.close();
  const url = new URL((notice.data as { url: string }).url, location.origin);
  if (url.origin !== location.origin) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((client) => client.url === url.href);
  await (there ? there.focus() : self.clients.openWindow(url.href));
}
