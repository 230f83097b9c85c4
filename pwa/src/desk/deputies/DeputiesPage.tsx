/** 人大代表: the deputies of an area by level, group and cell; their homes with who holds them; placing and ending. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { holds, send, useRead, viewer } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import { areaName, areas } from "../rules/names";
import type { Deputies, Deputy, DeputyHome, DeputyPlace } from "./wire";
import "../admin/admin.css";

const today = (): string => isoDay(Date.now());

/** Whether the viewer's congress is the deputy's own. */
const isOffice = (of: Deputy): boolean => viewer.value?.roles.some(({ role, area }) => role === "town_congress" && of.area_code.startsWith(area)) ?? false;

/** The page. */
export function DeputiesPage(): JSX.Element {
  const [chosen, choose] = useState("");
  const area = chosen || (areas()[0]?.code ?? "");
  const [level, narrow] = useState("");
  const [group, within] = useState("");
  const query = new URLSearchParams({ area, limit: "200", ...(level ? { level } : {}), ...(group ? { group } : {}) });
  const list = useRead<Deputies>(area ? `/api/deputies?${query}` : null);
  const homes = useRead<{ items: DeputyHome[] }>(area ? `/api/deputy-homes?area=${area}` : null);
  const places = homes.data?.items ?? [];
  const reread = (): void => (list.again(), homes.again());
  return (
    <>
      <div class="pagehead">
        <Heading title={t("人大代表")}>{t("人大代表")}</Heading>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
      </div>
      <div class="filters" role="search" aria-label={t("筛选代表")}>
        <label>{t("区域")} <select value={area} onChange={(event) => (choose(event.currentTarget.value), within(""))}>{areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select></label>
        <label>{t("层级")} <select value={level} onChange={(event) => narrow(event.currentTarget.value)}><option value="">{t("全部层级")}</option>{list.data?.levels.map((each) => <option key={each.level} value={each.level}>{each.label}</option>)}</select></label>
        <label>{t("代表小组")} <select value={group} onChange={(event) => within(event.currentTarget.value)}><option value="">{t("全部小组")}</option>{places.flatMap((home) => home.groups).map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}</select></label>
      </div>
      <div class="admin">
        {list.data !== null && list.data.levels.length > 0 && <p>{list.data.levels.map((each) => t("{level}{n}名", { level: each.label, n: each.count })).join("、")}</p>}
        <Waiting reading={list} />
        {list.data?.items.length === 0 && <div class="empty"><p>{t("这里还没有登记代表。代表名单由管理员在服务器上导入。")}</p></div>}
        {list.data !== null && list.data.items.length > 0 && <List items={list.data.items} homes={places} done={reread} />}
        <section class="card" aria-labelledby="homes">
          <h2 id="homes">{t("家站点和代表小组")}</h2>
          <Waiting reading={homes} />
          {places.map((home) => <OneHome key={home.id} of={home} done={reread} />)}
        </section>
      </div>
      <Printed what={[areaName(area), t("人大代表")]} />
    </>
  );
}

function List({ items, homes, done }: { items: Deputy[]; homes: DeputyHome[]; done: () => void }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("人大代表")}</caption>
        <thead><tr><th scope="col">{t("姓名")}</th><th scope="col">{t("家站点")}</th><th scope="col">{t("小组和网格")}</th></tr></thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <th scope="row"><a class="case" href={each.page}>{each.name}</a><span class="meta">{each.level_label} {each.area_name}{each.term_to ? ` ${t("任期到{day}", { day: each.term_to })}` : ""}</span>{isOffice(each) && <a class="meta noprint" href={href(`/performance/${each.id}`)}>{t("履职档案")}</a>}</th>
              <td data-name={t("家站点")}>{each.station_name ?? "–"}</td>
              <td data-name={t("小组和网格")}><Places of={each} homes={homes} done={done} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Places({ of, homes, done }: { of: Deputy; homes: DeputyHome[]; done: () => void }): JSX.Element {
  const groups = homes.filter((home) => home.may_change).flatMap((home) => home.groups).map((each) => ({ value: String(each.id), label: each.name }));
  const path = `/api/deputies/${of.id}/places`;
  const may = holds("liaison", "town_congress");
  return (
    <>
      {of.places.length === 0 && <span class="meta">{t("还没有编组、入网格")}</span>}
      <ul class="plain">{of.places.map((each) => <OnePlace key={each.id} of={each} done={done} />)}</ul>
      {may && groups.length > 0 && !of.places.some((each) => each.group_id !== null) && (
        <Ask label={t("编入小组")} fields={[{ key: "group", label: t("代表小组"), kind: "choice", choices: groups }, { key: "since", label: t("从哪天起"), kind: "day" }]} start={{ since: today() }}
          send={(texts, id) => send(path, { id, group: Number(texts["group"]), since: texts["since"] })} done={done} />
      )}
      {may && (
        <Ask label={t("编入网格")} fields={[{ key: "cell", label: t("网格编码"), hint: t("12位村码加网格号，在地图上点开网格可以看到") }, { key: "since", label: t("从哪天起"), kind: "day" }]} start={{ since: today() }}
          send={(texts, id) => send(path, { id, cell: texts["cell"]?.trim(), since: texts["since"] })} done={done} />
      )}
    </>
  );
}

function OnePlace({ of, done }: { of: DeputyPlace; done: () => void }): JSX.Element {
  return (
    <li>
      {of.name} <span class="meta">{t("{day}起", { day: of.since })}</span>
      {of.may_end && <End id={of.id} label={t("结束")} done={done} />}
    </li>
  );
}

function End({ id, label, done }: { id: string; label: string; done: () => void }): JSX.Element {
  return <Ask label={label} fields={[{ key: "until", label: t("最后一天"), kind: "day" }]} start={{ until: today() }} send={(texts) => send(`/api/deputy-places/${id}/end`, { until: texts["until"] })} done={done} />;
}

function OneHome({ of, done }: { of: DeputyHome; done: () => void }): JSX.Element {
  return (
    <article>
      <h3>{of.name} <span class="meta">{of.area_name}</span></h3>
      {of.groups.length > 0 && <p>{of.groups.map((each) => t("{name}（{n}人）", { name: each.name, n: each.members })).join("、")}</p>}
      <ul class="plain">
        {of.officers.map((each) => <li key={each.id}>{each.duty_label} {each.name} <span class="meta">{t("{day}起", { day: each.since })}</span>{of.may_change && <End id={each.id} label={t("结束任职")} done={done} />}</li>)}
      </ul>
      {of.lacking.length > 0 && <p><Tag tone="wait" icon="bang">{of.lacking.join("、")}</Tag></p>}
      {of.may_change && (
        <Ask label={t("登记负责人或联络员")} fields={[{ key: "duty", label: t("职务"), kind: "choice", choices: [{ value: "head", label: t("负责人") }, { value: "liaison", label: t("联络员") }] }, { key: "name", label: t("姓名") }, { key: "since", label: t("从哪天起"), kind: "day" }]} start={{ since: today() }}
          send={(texts, id) => send(`/api/deputy-homes/${of.id}/officers`, { id, ...texts })} done={done} />
      )}
    </article>
  );
}
