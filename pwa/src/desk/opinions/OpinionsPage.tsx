/** 意见: what came in on drafts, by draft and state; counted many at once; what came by meeting, box or letter written down. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { holds, send, usePages, useRead, wordsOf } from "../live";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import type { SolicitationHead } from "../solicitations/wire";
import type { Page } from "../wire";
import { TakeDown } from "./TakeDown";
import type { OpinionRow } from "./wire";

const states = (): [string, string][] => [
  ["submitted", t("已提交")],
  ["registered", t("已入库")],
  ["merged", t("已归并")],
  ["reported", t("已上报")],
  ["answered", t("已反馈")],
  ["became_case", t("已转为诉求")],
  ["invalid", t("不作为意见")],
];

/** Where an opinion stands. */
export function OpinionState({ of }: { of: OpinionRow }): JSX.Element {
  const tone = of.state === "submitted" ? "wait" : ["invalid", "withdrawn", "became_case", "not_selected", "not_adopted"].includes(of.state) ? "idle" : "ok";
  return <Tag tone={tone} icon={tone === "wait" ? "clock" : "ok"}>{of.state_label}</Tag>;
}

/** The page. */
export function OpinionsPage(): JSX.Element {
  const [draft, pick] = useState("");
  const [state, narrow] = useState("");
  const drafts = useRead<Page<SolicitationHead>>("/api/solicitations?limit=100");
  const query = [draft && `solicitation=${draft}`, state && `state=${state}`].filter(Boolean).join("&");
  const { rows, more, reading } = usePages<OpinionRow>(`/api/opinions${query && `?${query}`}`);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("意见")}>{t("意见")}</Heading>
      </div>
      {holds("liaison", "town_congress") && <TakeDown done={reading.again} />}
      <div class="filters" role="search" aria-label={t("筛选意见")}>
        <label>
          {t("草案")}
          <select value={draft} onChange={(event) => pick(event.currentTarget.value)}>
            <option value="">{t("全部")}</option>
            {drafts.data?.items.map((each) => <option key={each.id} value={each.id}>{each.title}</option>)}
          </select>
        </label>
        <label>
          {t("状态")}
          <select value={state} onChange={(event) => narrow(event.currentTarget.value)}>
            <option value="">{t("全部")}</option>
            {states().map(([code, name]) => <option key={code} value={code}>{name}</option>)}
          </select>
        </label>
      </div>
      <Waiting reading={reading} />
      {rows?.length === 0 && <div class="empty"><p>{t("还没有意见。群众扫码、在草案页上提的，和上面登记的，都到这里。")}</p></div>}
      {rows !== null && rows.length > 0 && <Table rows={rows} more={more} again={reading.again} />}
      <Printed what={[t("意见")]} />
    </>
  );
}

function Table({ rows, more, again }: { rows: OpinionRow[]; more: (() => void) | null; again: () => void }): JSX.Element {
  const [chosen, choose] = useState<string[]>([]);
  const [failure, fail] = useState<string | null>(null);
  const open = rows.filter((each) => each.state === "submitted");
  const ids = chosen.filter((id) => open.some((each) => each.id === id));
  const register = async (): Promise<void> => {
    const answer = await send("/api/opinions/decisions", { ids, to: "registered" });
    fail(answer.kind === "ok" ? null : wordsOf(answer));
    if (answer.kind === "ok") {
      choose([]);
      again();
    }
  };
  const tick = (id: string): void => choose(ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]);
  return (
    <div class="cases">
      {failure !== null && <Notice tone="bad">{failure}</Notice>}
      {holds("liaison", "town_congress") && open.length > 0 && (
        <div class="pagehead noprint">
          <button type="button" class="btn second slim" onClick={() => choose(open.map((each) => each.id))}>{t("选中全部待入库的")}</button>
          <button type="button" class="btn slim" disabled={ids.length === 0} onClick={() => void register()}>{t("入库{n}条", { n: ids.length })}</button>
        </div>
      )}
      <table class="rows">
        <caption class="vh">{t("意见")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("收到日期")}</th>
            <th scope="col">{t("意见")}</th>
            <th scope="col">{t("草案")}</th>
            <th scope="col">{t("站点")}</th>
            <th scope="col">{t("状态")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td><span class="day">{isoDay(row.received_at)}</span></td>
              <th scope="row">
                {row.state === "submitted" && holds("liaison", "town_congress") && <label class="noprint pick"><input type="checkbox" checked={ids.includes(row.id)} onChange={() => tick(row.id)} aria-label={t("选中这条意见")} /> </label>}
                <a class="case" href={href(`/opinions/${row.id}`)}>{row.number ?? row.receipt}</a>
                <span class="say">{row.text || t("内容已删除")}</span>
                {row.unit_name && <span class="meta">{row.unit_name}</span>}
              </th>
              <td>{row.draft}{row.article !== null && <span class="meta"> {row.article}</span>}</td>
              <td>{row.station}</td>
              <td><OpinionState of={row} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && <div class="pagehead noprint"><button type="button" class="btn second" onClick={more}>{t("再看后面的")}</button></div>}
    </div>
  );
}
