/** 分析研判: the reports that were issued by week and month, and a look at a period that is not. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { among, isCode, useAddress, word } from "../address";
import { usePages, useRead } from "../live";
import { Heading, isoDay, isoMinute, Waiting } from "../parts";
import type { BulletinHead, BulletinKind, Bulletins } from "./wire";
import "./bulletins.css";

/** The page. */
export function BulletinsPage(): JSX.Element {
  const area = useSignal("");
  const kind = useSignal("");
  useAddress({ area: word(area, "", isCode), kind: word(kind, "", among("week", "month")) });
  const known = useRead<Bulletins>("/api/bulletins?limit=1");
  const { rows, more, reading } = usePages<BulletinHead>(`/api/bulletins?${new URLSearchParams({ ...(area.value && { area: area.value }), ...(kind.value && { kind: kind.value }) })}`);
  const areas = known.data?.areas ?? [];
  return (
    <>
      <div class="pagehead"><Heading title={t("分析研判")}>{t("分析研判")}</Heading></div>
      <div class="pad stack">
        <p class="sub">{t("每周一出上一周的，每月一日出上个月的。出了就不再改，以后记录变了也还是当时的数。")}</p>
        {known.data !== null && areas.length === 0 && <p>{t("您的辖区里没有县或乡镇，没有分析研判报告。")}</p>}
      </div>
      {areas.length > 0 && <div class="filters" role="search" aria-label={t("筛选")}>
        <label>{t("区域")}<select value={area} onChange={(event) => (area.value = event.currentTarget.value)}><option value="">{t("我的全部辖区")}</option>{areas.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select></label>
        <label>{t("类型")}<select value={kind} onChange={(event) => (kind.value = event.currentTarget.value)}><option value="">{t("周报和月报")}</option><option value="week">{t("周报")}</option><option value="month">{t("月报")}</option></select></label>
      </div>}
      <Waiting reading={reading} />
      {rows?.length === 0 && areas.length > 0 && <div class="empty"><p>{t("还没有出过报告。先看看本周的进展，下周一会出第一份周报。")}</p></div>}
      {rows !== null && rows.length > 0 && <List rows={rows} />}
      {more !== null && <div class="pad"><button type="button" class="btn second" onClick={more}>{t("再看更早的")}</button></div>}
      {areas.length > 0 && (
        <section class="pad stack" aria-labelledby="not-issued">
          <h2 id="not-issued">{t("还没出的")}</h2>
          <Look areas={areas} />
        </section>
      )}
    </>
  );
}

function List({ rows }: { rows: BulletinHead[] }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("出过的报告")}</caption>
        <thead><tr><th scope="col">{t("报告")}</th><th scope="col">{t("类型")}</th><th scope="col">{t("期间")}</th><th scope="col">{t("制表时间")}</th></tr></thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.id}>
              <th scope="row"><a href={href(`/bulletins/${each.id}`)}>{t("{area}分析研判报告", { area: each.area_name })}</a></th>
              <td>{each.kind_label}</td>
              <td class="day">{each.from} – {each.to}</td>
              <td data-name={t("制表时间")}>{isoMinute(each.made_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A period that is not issued: the running week or month, or days of one's own choice. */
function Look({ areas }: { areas: Bulletins["areas"] }): JSX.Element {
  const [area, at] = useState(areas[0]!.code);
  const [kind, be] = useState<BulletinKind>("week");
  const [from, since] = useState(`${isoDay(Date.now()).slice(0, 8)}01`);
  const [to, until] = useState(isoDay(Date.now()));
  const [wrong, fail] = useState<string | null>(null);
  const look = (event: Event): void => {
    event.preventDefault();
    if (kind === "own" && (from === "" || to === "" || from > to)) return fail(t("起日要在止日之前"));
    go(`/bulletins/preview?${new URLSearchParams({ area, kind, ...(kind === "own" ? { from, to } : {}) })}`);
  };
  return (
    <form class="filters look" aria-label={t("看还没出的")} onSubmit={look}>
      <label>{t("区域")}<select value={area} onChange={(event) => at(event.currentTarget.value)}>{areas.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select></label>
      <label>{t("期间")}<select value={kind} onChange={(event) => be(event.currentTarget.value as BulletinKind)}><option value="week">{t("本周到今天")}</option><option value="month">{t("本月到今天")}</option><option value="own">{t("自选期间")}</option></select></label>
      {kind === "own" && <label>{t("从")}<input type="date" value={from} aria-invalid={wrong !== null} aria-describedby={wrong === null ? undefined : "look-error"} onChange={(event) => (since(event.currentTarget.value), fail(null))} /></label>}
      {kind === "own" && <label>{t("到")}<input type="date" value={to} onChange={(event) => (until(event.currentTarget.value), fail(null))} /></label>}
      <button type="submit" class="btn second">{t("看还没出的")}</button>
      {wrong !== null && <FieldError id="look-error">{wrong}</FieldError>}
    </form>
  );
}
