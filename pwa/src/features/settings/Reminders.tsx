/** The switch for being told by push. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { remind } from "../../sync/reminders";

/** Whether this browser knows push at all. */
function canRemind(): boolean {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

async function switchOn(account: number): Promise<boolean> {
  return (await Notification.requestPermission()) === "granted" && remind(account);
}

/** Nothing where the browser knows no push. */
export function Reminders({ account }: { account: number }): JSX.Element | null {
  const [on, set] = useState<boolean | null>(null);
  if (!canRemind()) return null;
  const ask = (): void => {
    switchOn(account).then(set, () => set(false));
  };
  return (
    <>
      <button type="button" class="btn second" onClick={ask}>
        {t("有答复时提醒我")}
      </button>
      {on === true && <Notice tone="ok">{t("已打开提醒。有答复时，这部手机会收到通知。")}</Notice>}
      {on === false && <Notice tone="wait">{t("没有打开提醒：浏览器不允许，或连不上。答复照样会出现在“今天”。")}</Notice>}
    </>
  );
}
