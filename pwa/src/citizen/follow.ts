/** Being told when something happens: the service worker is registered only when somebody asks for this. */
import { find, say } from "./page";
import { t } from "./words";

/** Show the switch for push where the browser can. */
export function following(): void {
  const section = find("[data-follow]");
  if (!section || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  section.hidden = false;
  const line = find("[data-push-said]", section);
  find<HTMLButtonElement>("[data-push]", section)?.addEventListener("click", () => {
    follow(section.dataset).then(
      (on) => say(line, on ? t("已打开提醒。有进展时，这部手机会收到通知。") : t("没有打开提醒：浏览器不允许。")),
      () => say(line, t("没有打开提醒，请稍后再试。")),
    );
  });
}

async function follow({ receipt, draft }: DOMStringMap): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const key = (await ask("/api/push/key").then((answer) => answer.json())) as { key: string };
  await navigator.serviceWorker.register("/sw.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription =
    (await pushManager.getSubscription()) ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key.key) }));
  const headers = { "Content-Type": "application/json", "Query-Code": find<HTMLInputElement>("[data-query]")?.value ?? "" };
  const { endpoint, keys } = subscription.toJSON();
  const [path, what] = draft ? [`/api/solicitations/${draft}/subscriptions`, {}] : ["/api/push/subscriptions", { receipt }];
  await ask(path, { method: "POST", headers, body: JSON.stringify({ endpoint, keys, ...what }) });
  return true;
}

async function ask(path: string, more: RequestInit = {}): Promise<Response> {
  const answer = await fetch(path, more);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}
