/** Being told by push when a report of one's own has been answered. */
import { call, me } from "../api/client";

/** Subscribe this browser for `account`; false when the server refuses or another person is logged in. The page has asked for leave. */
export async function remind(account: number): Promise<boolean> {
  const who = await me();
  const key = await call<{ key: string }>("/api/push/key");
  if (who.kind !== "ok" || who.data.id !== account || key.kind !== "ok") return false;
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(key.data.key) };
  const subscription = (await pushManager.getSubscription()) ?? (await pushManager.subscribe(options));
  const { endpoint, keys } = subscription.toJSON();
  const answer = await call<unknown>("/api/push/subscriptions", { method: "POST", body: { endpoint, keys } });
  return answer.kind === "ok";
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}
