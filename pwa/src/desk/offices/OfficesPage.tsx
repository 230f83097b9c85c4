/** 站点和机构: the stations of an area with what each post answers for, and the bodies with their people. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import { send, useRead, viewer } from "../live";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import { Ask } from "../meetings/Ask";
import { areaName, areas } from "../rules/names";
import { StationFile } from "../stations/StationFile";
import { Walls } from "../stations/Walls";
import "../admin/admin.css";

interface Station {
  id: number;
  name: string;
  kind_label: string;
  area: string;
  area_name: string;
  parent_name: string | null;
  address: string;
  phone: string;
  opening_hours: string;
}

interface Duty {
  id: string;
  area: string;
  area_name: string;
  post: string;
  post_label: string;
  version: number;
  text: string;
  written_name: string;
  written_at: string;
}

interface Office {
  id: number;
  name: string;
  kind: string;
  kind_label: string;
  phone: string;
  address: string;
  duties: string;
  members: { name: string; duty: string; from: string; until: string | null }[];
}

const posts = () => [
  { value: "station_head", label: t("站点负责人") }, { value: "liaison", label: t("联络员") }, { value: "collector", label: t("信息采集员") },
  { value: "grid_worker", label: t("网格员") }, { value: "mediator", label: t("调解员") }, { value: "counsel", label: t("法律顾问") }, { value: "deputy", label: t("代表") },
];
// The groups that lead and link the work stand first.
const first = ["leading_group", "working_group"];

/** What every code inside `area` begins with. */
const within = (area: string): string => (area.length === 6 ? area.replace(/(00){1,2}$/, "") : area);

/** The page. */
export function OfficesPage(): JSX.Element {
  const own = [...areas(), ...(viewer.value?.roles ?? []).map(({ area }) => ({ code: area, name: areaName(area) }))].filter(({ code }, n, all) => all.findIndex((one) => one.code === code) === n);
  const [area, choose] = useState(own[0]?.code ?? "");
  const stations = useRead<{ items: Station[] }>(area ? `/api/stations?area=${area}` : null);
  const [station, show] = useState<number | null>(null);
  const chosen = stations.data?.items.find(({ id }) => id === station);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("站点和机构")}>{t("站点和机构")}</Heading>
        <label class="noprint">{t("区域")} <select value={area} onChange={(event) => (choose(event.currentTarget.value), show(null))}>{own.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select></label>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
      </div>
      <div class="admin">
        {area === "" && <div class="empty"><p>{t("您的账号还没有辖区，请找系统管理员。")}</p></div>}
        <section class="card" aria-labelledby="stations">
          <h2 id="stations">{chosen ? chosen.name : t("站点")}</h2>
          <Waiting reading={stations} />
          {chosen ? <Card of={chosen} back={() => show(null)} /> : <Stations items={stations.data?.items ?? null} open={show} />}
        </section>
        {chosen && <StationFile key={`file-${chosen.id}`} station={chosen.id} />}
        {chosen && <Walls key={`walls-${chosen.id}`} station={chosen.id} />}
        {area !== "" && <Duties key={chosen?.area ?? area} area={chosen?.area ?? area} />}
        {area !== "" && !chosen && <Bodies key={area} area={area} />}
      </div>
      <Printed what={[areaName(area), t("站点和机构")]} />
    </>
  );
}

function Stations({ items, open }: { items: Station[] | null; open: (id: number) => void }): JSX.Element {
  if (items === null) return <></>;
  if (items.length === 0) return <p>{t("这里还没有站点。站点由管理员在服务器上导入。")}</p>;
  return (
    <table class="rows">
      <caption class="vh">{t("站点")}</caption>
      <thead><tr><th scope="col">{t("名称")}</th><th scope="col">{t("类型")}</th><th scope="col">{t("地点")}</th><th scope="col">{t("电话")}</th></tr></thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row"><button type="button" onClick={() => open(one.id)}>{one.name}</button></th>
            <td>{one.kind_label}</td>
            <td>{one.area_name} {one.address}</td>
            <td>{one.phone}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Card({ of, back }: { of: Station; back: () => void }): JSX.Element {
  return (
    <>
      <dl class="facts">
        <dt>{t("类型")}</dt><dd>{of.kind_label}</dd>
        {of.parent_name !== null && <><dt>{t("上级站点")}</dt><dd>{of.parent_name}</dd></>}
        <dt>{t("地点")}</dt><dd>{of.area_name} {of.address}</dd>
        <dt>{t("电话")}</dt><dd>{of.phone || t("没有登记")}</dd>
        <dt>{t("开放时间")}</dt><dd>{of.opening_hours || t("没有登记")}</dd>
      </dl>
      <p class="noprint"><button type="button" class="btn quiet slim" onClick={back}>{t("回到站点名单")}</button></p>
    </>
  );
}

function Duties({ area }: { area: string }): JSX.Element {
  const reading = useRead<{ items: Duty[] }>(`/api/duties?area=${area}`);
  const may = viewer.value?.roles.some(({ role, area: own }) => role === "town_congress" && area.startsWith(within(own))) ?? false;
  const items = reading.data?.items ?? [];
  return (
    <section class="card" aria-labelledby="duties">
      <h2 id="duties">{t("岗位责任清单")}</h2>
      <Waiting reading={reading} />
      {reading.data !== null && items.length === 0 && <p>{may ? t("这里还没有岗位责任清单，请先写一份。") : t("这里还没有岗位责任清单，由镇人大来写。")}</p>}
      {posts().flatMap(({ value, label }) => {
        const duty = items.find(({ post }) => post === value);
        return duty ? [<OneDuty key={value} of={duty} label={label} area={area} may={may} reread={reading.again} />] : [];
      })}
      {may && (
        <Ask label={t("写一个岗位的责任")} fields={[{ key: "post", label: t("岗位"), kind: "choice", choices: posts().filter(({ value }) => !items.some(({ post, area: at }) => post === value && at === area)) }, { key: "text", label: t("责任（一行一条）"), kind: "long" }]}
          send={(texts, id) => send("/api/duties", { id, area, post: texts["post"], text: texts["text"], after: 0 })} done={reading.again} />
      )}
    </section>
  );
}

function OneDuty({ of, label, area, may, reread }: { of: Duty; label: string; area: string; may: boolean; reread: () => void }): JSX.Element {
  const [open, show] = useState(false);
  const former = useRead<{ items: Duty[] }>(open ? `/api/duties/versions?area=${of.area}&post=${of.post}` : null);
  return (
    <article>
      <h3>{label}</h3>
      <p class="words">{of.text}</p>
      <p class="meta">{t("{area}·第{n}版·{name} {day}", { area: of.area_name, n: of.version, name: of.written_name, day: isoDay(of.written_at) })}</p>
      <div class="acts noprint">
        {may && of.area === area && (
          <Ask label={t("修订{post}的责任", { post: label })} fields={[{ key: "text", label: t("责任（一行一条）"), kind: "long" }]} start={{ text: of.text }}
            send={(texts, id) => send("/api/duties", { id, area, post: of.post, text: texts["text"], after: of.version })} done={() => (show(false), reread())} />
        )}
        {of.version > 1 && <button type="button" class="btn quiet slim" aria-expanded={open} onClick={() => show(!open)}>{t("以前的版本")}</button>}
      </div>
      {open && former.data?.items.slice(1).map((old) => (
        <div key={old.id}>
          <p class="meta">{t("第{n}版·{name} {day}", { n: old.version, name: old.written_name, day: isoDay(old.written_at) })}</p>
          <p class="words">{old.text}</p>
        </div>
      ))}
    </article>
  );
}

function Bodies({ area }: { area: string }): JSX.Element {
  const reading = useRead<{ items: Office[] }>(`/api/bodies?area=${area}&members=1`);
  const items = reading.data?.items ?? [];
  const rank = ({ kind }: Office): number => (first.includes(kind) ? first.indexOf(kind) : first.length);
  return (
    <section class="card" aria-labelledby="bodies">
      <h2 id="bodies">{t("组织机构")}</h2>
      <Waiting reading={reading} />
      {reading.data !== null && items.length === 0 && <p>{t("这里还没有登记机构。机构由管理员在服务器上导入。")}</p>}
      <ul class="plain">
        {[...items].sort((one, other) => rank(one) - rank(other)).map((one) => (
          <li key={one.id}>
            <b>{one.name}</b> <span class="meta">{one.kind_label} {one.phone} {one.address}</span>
            {one.duties && <p class="words">{one.duties}</p>}
            {one.members.length > 0 && <p>{t("成员：")}{one.members.map(({ name, duty }) => (duty ? `${name}（${duty}）` : name)).join("、")}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
