/** "Saved": what the person gets to keep, and what comes next at this visit. */
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import type { Item } from "../../store/item";
import { Icon } from "../../shell/icon";
import { Notice } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { changed, expired, items, report } from "../live";
import { formOf } from "../outbox/ItemRow";
import { standing } from "../outbox/state";
import { endVisit } from "./held";

/** The page for the opinion, or the sighting of a visit, `id`. */
export function HeardPage({ id, owner }: { id: string | undefined; owner: number }): JSX.Element {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const item = items.value.find((one) => one.id === id);
  const spoken = item?.form.spoken;
  const end = (): void => void endVisit(owner).then(changed).then(() => go("/", true)).catch(report);
  return (
    <main class="saved">
      <Icon name="ok" />
      <h1 ref={head} tabIndex={-1}>
        {t("已存在手机里")}
      </h1>
      {item && <Receipt item={item} />}
      {!spoken && (
        <a class="btn" href={href("/hear")}>
          {t("接着听意见")}
        </a>
      )}
      {spoken && (
        <>
          <a class="btn" href={`${href(`/hear/${spoken.draft}`)}?with=${item.id}`}>
            {t("同一个人再说一条")}
          </a>
          <a class="btn second" href={href(`/hear/${spoken.draft}`)}>
            {t("换一个人说")}
          </a>
        </>
      )}
      {item && (
        <a class="btn second" href={`${href("/file")}?visit=${item.form.visit ?? ""}`}>
          {t("顺手记线索")}
        </a>
      )}
      <button type="button" class="btn second" onClick={end}>
        {t("走访结束")}
      </button>
    </main>
  );
}

/** The numbers to hand over, once the server has given them; before that, where they will be. */
function Receipt({ item }: { item: Item }): JSX.Element {
  const { answer } = item;
  if (answer && !item.form.spoken) return <p class="sub">{[standing(item, expired.value, null).word, t("编号{number}", { number: answer.number })].join("·")}</p>;
  if (answer) {
    return (
      <div class="slip" role="status">
        <p>{t("请抄给本人，凭这两个号查结果：")}</p>
        <dl>
          <dt>{t("回执号")}</dt>
          <dd>{answer.number.replace(/(.{4})(?=.)/g, "$1 ")}</dd>
          <dt>{t("查询码")}</dt>
          <dd>{answer.query_code}</dd>
        </dl>
        {answer.case_number && <p>{t("已转为诉求{number}，回执还是这一个。", { number: answer.case_number })}</p>}
      </div>
    );
  }
  if (item.state === "refused") {
    return (
      <Notice tone="bad">
        {standing(item, false, null).why} <a href={href(formOf(item))}>{t("修改")}</a>
      </Notice>
    );
  }
  if (expired.value) {
    return (
      <p class="sub">
        {t("登录已过期。登记都在手机里，重新登录后自动上传。")} <a href={href("/login")}>{t("重新登录")}</a>
      </p>
    );
  }
  if (!item.form.spoken) return <p class="sub">{t("有网后自动上传，发件箱里看得到。")}</p>;
  return <p class="sub">{t("有网后自动上传。回执号和查询码上传后才有：这一页会显示，发件箱里也看得到，请再告诉本人。")}</p>;
}
