/** Whom no answer has reached yet, whatever it answers: the sheets that somebody has to carry or call for, those due first at the top. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { usePages } from "../live";
import { isoDay, Waiting } from "../parts";
import type { ListedSheet } from "../wire";
import { Arrival } from "./Arrival";
import { rungs } from "./rungs";

const ways: Record<string, string> = { phone: "打电话", door: "上门", inbox: "站内信" };

/** Where the desk shows what a sheet answers, by its kind; a wish has no page of its own. */
const pages: Record<string, (id: string) => string> = {
  case: (id) => `/cases/${id}`,
  opinion: (id) => `/digests/items/${id}`,
  wish: () => "/wishes",
  reception: (id) => `/receptions/${id}`,
  project: (id) => `/projects/${id}`,
  commitment: (id) => `/commitments/${id}`,
  suggestion: (id) => `/initiatives/${id}`,
};

/** The sheet's number, as a link where the desk has a page for what it answers. */
function SheetNumber({ sheet }: { sheet: ListedSheet }): JSX.Element {
  const page = pages[sheet.subject_kind]?.(sheet.subject_id);
  return page === undefined ? <span class="case">{sheet.number}</span> : <a class="case" href={href(page)}>{sheet.number}</a>;
}

/** The list. */
export function Unreached(): JSX.Element {
  const { rows, more, reading } = usePages<ListedSheet>("/api/feedback-sheets?unreached=all");
  if (rows === null || reading.refused !== null) return <Waiting reading={reading} />;
  if (rows.length === 0) return <div class="empty"><p>{t("没有等着送的反馈单。")}</p></div>;
  return (
    <div class="cases">
      <Waiting reading={reading} />
      <table class="rows">
        <caption class="vh">{t("待送达")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("反馈单")}</th>
            <th scope="col">{t("事项")}</th>
            <th scope="col">{t("希望的答复方式")}</th>
            <th scope="col">{t("试过")}</th>
            <th scope="col">{t("最迟送达")}</th>
            <th scope="col">{t("怎么送到的")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((sheet) => (
            <tr key={sheet.id}>
              <th scope="row"><SheetNumber sheet={sheet} /></th>
              <td><span class="day">{sheet.subject_number}</span></td>
              <td>{t(ways[sheet.reply_way] ?? sheet.reply_way)}</td>
              <td>{sheet.tried.length === 0 ? t("还没有") : sheet.tried.map((rung) => t(rungs[rung] ?? rung)).join(" · ")}</td>
              <td><span class="day">{isoDay(sheet.due_on)}</span> {sheet.due_on < isoDay(Date.now()) && <Tag tone="bad" icon="bang">{t("已逾期")}</Tag>}</td>
              <td class="arrive"><Arrival sheet={sheet} to={t("编号{number}的反映人", { number: sheet.report_number })} noted={reading.again} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && <button type="button" class="btn second noprint" onClick={more}>{t("再看后面的")}</button>}
    </div>
  );
}
