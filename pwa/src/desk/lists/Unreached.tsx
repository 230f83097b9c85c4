/** Whom no answer has reached: the sheets that somebody has to carry or call for, oldest first. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { rungs } from "../file/Sheets";
import { usePages } from "../live";
import { isoDay, Waiting } from "../parts";
import type { UnreachedSheet } from "../wire";

const ways: Record<string, string> = { phone: "打电话", door: "上门", inbox: "站内信" };

/** Where the desk shows what a sheet answers, by its kind; a wish has no page of its own. */
const pages: Record<string, (id: string) => string> = {
  case: (id) => `/cases/${id}`,
  opinion: (id) => `/opinions/${id}`,
  wish: () => "/wishes",
  reception: (id) => `/receptions/${id}`,
  project: (id) => `/projects/${id}`,
  commitment: (id) => `/commitments/${id}`,
  suggestion: (id) => `/initiatives/${id}`,
};

/** The sheet's number, as a link where the desk has a page for what it answers. */
function SheetNumber({ sheet }: { sheet: UnreachedSheet }): JSX.Element {
  const page = pages[sheet.subject_kind]?.(sheet.subject_id);
  return page === undefined ? <span class="case">{sheet.number}</span> : <a class="case" href={href(page)}>{sheet.number}</a>;
}

/** The list. */
export function Unreached(): JSX.Element {
  const { rows, more, reading } = usePages<UnreachedSheet>("/api/feedback-sheets?unreached=1");
  if (rows === null || reading.refused !== null) return <Waiting reading={reading} />;
  if (rows.length === 0) return <div class="empty"><p>{t("没有等着送的反馈单。")}</p></div>;
  return (
    <div class="cases">
      <Waiting reading={reading} />
      <table class="rows">
        <caption class="vh">{t("未送达")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("反馈单")}</th>
            <th scope="col">{t("事项")}</th>
            <th scope="col">{t("希望的答复方式")}</th>
            <th scope="col">{t("试过")}</th>
            <th scope="col">{t("签发日期")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((sheet) => (
            <tr key={sheet.id}>
              <th scope="row"><SheetNumber sheet={sheet} /></th>
              <td>{sheet.subject_number}</td>
              <td>{t(ways[sheet.reply_way] ?? sheet.reply_way)}</td>
              <td>{sheet.tried.length === 0 ? t("还没有") : sheet.tried.map((rung) => t(rungs[rung] ?? rung)).join(" · ")}</td>
              <td>{isoDay(sheet.issued_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && <button type="button" class="btn second noprint" onClick={more}>{t("再看后面的")}</button>}
    </div>
  );
}
