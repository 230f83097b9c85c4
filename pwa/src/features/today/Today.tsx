/** The first page: what there is to do and what was recorded last. */
import type { JSX } from "preact";
import { Icon } from "../../shell/icon";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { lowBytes, megabytes } from "../../shell/space";
import { t } from "../../shell/words";
import { aheadMs, asked, expired, items, space, unassigned, visitsToMake } from "../live";
import { formOf, ItemRow } from "../outbox/ItemRow";
import { AskedList } from "../tasks/AskedList";
import { VisitList } from "../tasks/VisitList";
import { News } from "./News";

const shownEntries = 5;
const clockTolerance = 10;

/** Whole minutes by which the phone's clock is off, when that is more than it may be. */
export function clockWarning(aheadMs: number | null): string | null {
  const minutes = Math.round(Math.abs(aheadMs ?? 0) / 60_000);
  if (minutes <= clockTolerance) return null;
  if (aheadMs! > 0) return t("手机时间快{n}分钟。两个时间都会记下，请校准。", { n: minutes });
  return t("手机时间慢{n}分钟。两个时间都会记下，请校准。", { n: minutes });
}

/** What the phone should tell before anything else. */
export function Warnings(): JSX.Element {
  const clock = clockWarning(aheadMs.value);
  const left = space.value?.left ?? null;
  return (
    <>
      {expired.value && (
        <Notice tone="wait">
          {t("登录已过期。登记都在手机里，重新登录后自动上传。")} <a href={href("/login")}>{t("重新登录")}</a>
        </Notice>
      )}
      {unassigned.value && <Notice tone="wait">{t("您现在没有外勤岗位。没传的还在手机里：有了岗位自动上传，也可以到发件箱导出文件，交给所在站点。")}</Notice>}
      {clock && <Notice tone="wait">{clock}</Notice>}
      {left !== null && left < lowBytes && <Notice tone="wait">{t("空间只剩{n}MB，先上传或导出再拍照。", { n: megabytes(left) })}</Notice>}
    </>
  );
}

/** The page. */
export function Today(): JSX.Element {
  const latest = [...items.value].reverse().slice(0, shownEntries);
  const tasks = asked.value.length + visitsToMake.value.length;
  return (
    <main>
      <Warnings />
      <div class="acts">
        <a class="btn" href={href("/file")}>
          <Icon name="plus" />
          {t("登记线索")}
        </a>
        <a class="btn second wide" href={href("/hear")}>
          <Icon name="pen" />
          {t("走访听意见")}
        </a>
      </div>
      <News />
      <div class="sec">
        <h2>{t("待办任务")}</h2>
        {tasks > 0 && <a href={href("/tasks")}>{t("全部{n}项", { n: tasks })}</a>}
      </div>
      {visitsToMake.value.length > 0 && <VisitList list={visitsToMake.value.slice(0, shownEntries)} />}
      {asked.value.length > 0 && <AskedList list={asked.value.slice(0, shownEntries)} />}
      {tasks === 0 && <p class="empty">{t("没有待办任务。")}</p>}
      <div class="sec">
        <h2>{t("最近登记")}</h2>
        <a href={href("/outbox")}>{t("发件箱")}</a>
      </div>
      {latest.length === 0 ? (
        <p class="empty">{t("今天还没有登记。")}</p>
      ) : (
        <ul class="list">
          {latest.map((item) => (
            <li key={item.id}>
              <ItemRow item={item} to={href(item.state === "draft" ? formOf(item) : `/outbox/${item.id}`)} />
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
