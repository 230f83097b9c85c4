/** The outbox: every item with its state and what can be done with it; the queue as a file. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { isWaiting, needsPerson, unsent, type Item } from "../../store/item";
import { Icon } from "../../shell/icon";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { account, expired, facts, items, report, sendNow, space } from "../live";
import { saveExport } from "../export";
import { formOf, ItemRow } from "./ItemRow";
import { ItemSheet } from "./ItemSheet";

const sending = signal(false);

async function send(): Promise<void> {
  sending.value = true;
  await sendNow().finally(() => (sending.value = false));
}

function groups(list: readonly Item[], loginEnded: boolean): { title: string; items: Item[] }[] {
  const needs = (item: Item): boolean => needsPerson(item, loginEnded);
  const newest = [...list].reverse();
  return [
    { title: t("要您处理"), items: list.filter(needs) },
    { title: t("待上传"), items: list.filter((item) => !needs(item) && isWaiting(item)) },
    { title: t("草稿"), items: list.filter((item) => item.state === "draft") },
    { title: t("已上传"), items: newest.filter((item) => item.state === "sent") },
  ].filter((group) => group.items.length > 0);
}

/** The page; `open` is the id of the item whose sheet is shown. */
export function Outbox({ open }: { open: string | undefined }): JSX.Element {
  const list = items.value;
  const left = unsent(list);
  const shown = list.find((item) => item.id === open);
  const busy = sending.value || facts.value?.progress != null;
  return (
    <main>
      <div class="acts two">
        <button type="button" class="btn" aria-disabled={busy} onClick={() => void (busy || send())}>
          <Icon name="up" />
          {busy ? t("正在上传…") : t("现在上传")}
        </button>
        <button type="button" class="btn second" onClick={() => account.value && void saveExport(account.value).catch(report)}>
          <Icon name="down" />
          {t("导出文件")}
        </button>
      </div>
      {expired.value && (
        <Notice tone="bad">
          {t("登录已过期。登记都在手机里，重新登录后自动上传。")} <a href={href("/login")}>{t("重新登录")}</a>
        </Notice>
      )}
      {space.value?.persisted === false && <Notice tone="wait">{t("浏览器没有答应长期保存。请把本应用装到桌面，并尽快上传。")}</Notice>}
      {left.length === 0 && <p class="empty">{t("没有要上传的。")}</p>}
      {groups(list, expired.value).map((group) => (
        <section key={group.title}>
          <div class="sec">
            <h2>{group.title}</h2>
            <span class="meta">{t("{n}条", { n: group.items.length })}</span>
          </div>
          <ul class="list">
            {group.items.map((item) => (
              <li key={item.id}>
                <ItemRow item={item} to={href(item.state === "draft" ? formOf(item) : `/outbox/${item.id}`)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {shown && <ItemSheet item={shown} />}
    </main>
  );
}
