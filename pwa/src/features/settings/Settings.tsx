/** How it looks, how safe the store is, what this version is, the way out. */
import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import { signOut } from "../../sync/signout";
import { Icon } from "../../shell/icon";
import { Choice, Notice, Sheet } from "../../shell/parts";
import { contrast, textSize, type TextSize } from "../../shell/prefs";
import { go, href } from "../../shell/route";
import { lowBytes, measureSpace, megabytes } from "../../shell/space";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { saveExport } from "../export";
import { account, allSentAt, refresh, report, space } from "../live";
import { Reminders } from "./Reminders";

const sizes = (): { value: TextSize; label: string }[] => [
  { value: "", label: t("标准") },
  { value: "care", label: t("大") },
  { value: "care care-2", label: t("更大") },
  { value: "care care-3", label: t("最大") },
];

/** The sheet. */
export function Settings({ close }: { close: () => void }): JSX.Element {
  const [left, setLeft] = useState(0);
  const [busy, setBusy] = useState(false);
  const owner = account.value!;
  useEffect(() => void measureSpace().then((now) => (space.value = now)), []);
  const leave = (): void => {
    if (busy) return;
    setBusy(true);
    signOut(owner)
      .then(async (unsafe) => {
        setLeft(unsafe);
        if (unsafe > 0) return;
        close();
        await refresh();
        go("/login", true);
      })
      .catch(report)
      .finally(() => setBusy(false));
  };
  return (
    <Sheet title={t("设置")} close={close}>
      <div class="pad stack">
        <p>
          <b>{owner.name}</b> <span class="meta">{owner.login}</span>
        </p>
        <a class="btn second" href={href("/training")} onClick={close}>
          <Icon name="task" />
          {t("培训卡")}
        </a>
        <Choice legend={t("字号")} name="size" options={sizes()} value={textSize.value} change={(size) => (textSize.value = size)} />
        <label class="switch">
          <input type="checkbox" checked={contrast.value} onChange={(event) => (contrast.value = event.currentTarget.checked)} />
          <span>{t("高对比度")}</span>
        </label>
        <Reminders account={owner.id} />
        <Store />
        <p class="sub">{allSentAt.value ? t("上次全部上传{time}", { time: moment(allSentAt.value) }) : t("还没有上传过。")}</p>
        <p class="meta">{t("版本{version}", { version: __VERSION__ })}</p>
        <button type="button" class="btn second" onClick={() => void saveExport(owner).then(() => setLeft(0), report)}>
          <Icon name="down" />
          {t("导出未上传的登记")}
        </button>
        {left > 0 && <Notice tone="bad">{t("还有{n}条没上传。先上传或导出，再退出。", { n: left })}</Notice>}
        <button type="button" class="btn second" aria-disabled={busy} onClick={leave}>
          {busy ? t("正在退出…") : t("退出登录")}
        </button>
      </div>
    </Sheet>
  );
}

function Store(): JSX.Element | null {
  const now = space.value;
  if (!now) return null;
  const low = now.left !== null && now.left < lowBytes;
  return (
    <>
      {now.persisted === true && <Notice tone="ok">{t("浏览器答应长期保存这里的登记。")}</Notice>}
      {now.persisted === false && <Notice tone="wait">{t("浏览器没有答应长期保存。请把本应用装到桌面，并尽快上传。")}</Notice>}
      {now.persisted === null && <Notice tone="wait">{t("浏览器不说会不会长期保存，请尽快上传。")}</Notice>}
      {now.left === null && <p class="sub">{t("浏览器不说还剩多少空间；满了会马上告诉您。")}</p>}
      {now.left !== null && (low ? <Notice tone="wait">{t("空间只剩{n}MB，先上传或导出再拍照。", { n: megabytes(now.left) })}</Notice> : <p class="sub">{t("还可存{n}MB", { n: megabytes(now.left) })}</p>)}
    </>
  );
}
