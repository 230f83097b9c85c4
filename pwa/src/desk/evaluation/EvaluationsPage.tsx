/** 评估: which evaluations there are, a new one out of the records, and what stations were asked to be honoured for. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { frame, holds, send, usePages } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import { Honours } from "./Honours";
import { firsts } from "./months";
import { stateTag } from "./parts";
import type { Evaluation, EvaluationHead } from "./wire";
import "./evaluation.css";

const kinds = (): { value: string; label: string }[] => [
  { value: "workstation", label: t("立法联系工作站") },
  { value: "contact_point", label: t("基层立法联系点") },
  { value: "liaison_point", label: t("立法联络点") },
  { value: "deputy_home", label: t("人大代表之家") },
  { value: "collection_post", label: t("信息采集点") },
];

/** How many months back a period may begin in the form. */
const back = 36;
const year = 12;

/** The page. */
export function EvaluationsPage(): JSX.Element {
  const { rows, more, reading } = usePages<EvaluationHead>("/api/evaluations");
  const areas = [...(frame.value?.areas ?? []), ...(frame.value?.towns ?? [])].map(({ code, name }) => ({ value: code, label: name }));
  const months = firsts(isoDay(Date.now()), back);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("评估")}>{t("站点评估")}</Heading>
        <a class="btn second slim noprint" href={href("/evaluation/weights")}>{t("指标和权重")}</a>
      </div>
      <div class="pad stack">
        <p class="sub">{t("从系统里的记录自动取数，由人逐项核对，公布后不再变动。")}</p>
        {holds("liaison", "town_congress") && (
          <Ask<Evaluation> label={t("评估一次")} start={{ area: areas[0]?.value ?? "", kind: "workstation", months: String(year), since: months[year - 1]! }} fields={[
            { key: "area", label: t("在哪个地方"), kind: "choice", choices: areas },
            { key: "kind", label: t("哪一类站点"), kind: "choice", choices: kinds() },
            { key: "months", label: t("多长时间"), kind: "choice", choices: [{ value: "12", label: t("一年") }, { value: "3", label: t("一个季度") }, { value: "1", label: t("一个月") }] },
            { key: "since", label: t("从哪个月起"), kind: "choice", choices: months.map((value) => ({ value, label: value.slice(0, 7) })) },
          ]} send={(texts, id) => send<Evaluation>("/api/evaluations", { id, area: texts["area"], kind: texts["kind"], since: texts["since"], months: Number(texts["months"]) })}
            done={(made) => go(`/evaluation/${made.id}`)} />
        )}
      </div>
      <Waiting reading={reading} />
      {rows?.length === 0 && <div class="empty"><p>{t("还没有评估。组织评估的联络员或人大点“评估一次”，公布后各站点在这里看排名。")}</p></div>}
      {rows !== null && rows.length > 0 && (
        <div class="cases">
          <table class="rows">
            <caption class="vh">{t("评估")}</caption>
            <thead><tr><th scope="col">{t("期间")}</th><th scope="col">{t("地方和站点")}</th><th scope="col">{t("状态")}</th></tr></thead>
            <tbody>
              {rows.map((each) => (
                <tr key={each.id}>
                  <th scope="row"><a href={href(`/evaluation/${each.id}`)}>{each.since.slice(0, 7)} – {each.until.slice(0, 7)}</a></th>
                  <td>{each.area_name}·{each.kind_label}</td>
                  <td><Tag {...stateTag(each.state)}>{each.label}</Tag> <span class="meta">{each.settled_name ?? each.made_name}{each.reason && `·${each.reason}`}</span></td>
                </tr>
              ))}
            </tbody>
          </table>
          {more && <p class="pad"><button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button></p>}
        </div>
      )}
      <Honours evaluations={rows ?? []} />
      <Printed what={[t("站点评估")]} />
    </>
  );
}
