/** 积案: what lasts long, was redone often or petitioned again, and who is in charge of it. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { usePages } from "../live";
import { Heading, isoDay, Printed, Waited, Waiting } from "../parts";
import type { BacklogRow } from "./wire";

/** The page. */
export function Backlog(): JSX.Element {
  const { rows, more, reading } = usePages<BacklogRow>("/api/backlog");
  return (
    <>
      <div class="pagehead">
        <Heading title={t("积案")}>{t("积案")}</Heading>
      </div>
      <p class="pad sub">{t("办理时间长、多次重办或重复信访的未结事项。打开事项，明确包案领导和化解期限。")}</p>
      <Waiting reading={reading} />
      {rows?.length === 0 && (
        <div class="empty">
          <p>{t("没有积案。")}</p>
          <a class="btn second" href={href("/cases")}>{t("看全部事项")}</a>
        </div>
      )}
      {rows !== null && rows.length > 0 && (
        <div class="cases">
          <table class="rows">
            <caption class="vh">{t("积案")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("收到日期")}</th>
                <th scope="col">{t("事项")}</th>
                <th scope="col">{t("阶段")}</th>
                <th scope="col">{t("为什么是积案")}</th>
                <th scope="col">{t("包案领导")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td><span class="day">{isoDay(row.opened_at)}</span> <Waited since={row.opened_at} /></td>
                  <th scope="row">
                    <a class="case" href={href(`/cases/${row.id}`)}>{row.number} {row.category}</a>
                    <span class="say">{row.area}</span>
                  </th>
                  <td>{row.label}</td>
                  <td>{row.why.join("、")}</td>
                  <td>
                    {row.leader === null ? <Tag tone="wait" icon="bang">{t("还没有明确")}</Tag> : row.leader}{" "}
                    {row.due_on !== null && <span class="day">{row.due_on}</span>} {row.overdue && <Tag tone="bad" icon="bang">{t("已逾期")}</Tag>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {more && <div class="pagehead noprint"><button type="button" class="btn second" onClick={more}>{t("再看后面的")}</button></div>}
        </div>
      )}
      <Printed what={[t("积案")]} />
    </>
  );
}
