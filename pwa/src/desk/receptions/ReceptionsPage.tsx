/** 接待日: the reception days to come, of one's area or one's own as a deputy; publishing one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import type { Deputies, DeputyHome } from "../deputies/wire";
import { holds, onlyByCode, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoMinute, Printed, Waiting } from "../parts";
import { areas } from "../rules/names";
import type { ReceptionHead } from "./wire";
import "../admin/admin.css";

/** The page. */
export function ReceptionsPage(): JSX.Element {
  const own = onlyByCode();
  const [chosen, choose] = useState("");
  const area = chosen || (areas()[0]?.code ?? "");
  const path = own ? "/api/receptions?mine=1" : area ? `/api/receptions?area=${area}` : null;
  const reading = useRead<{ items: ReceptionHead[] }>(path);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("接待日")}>{own ? t("我的接待日") : t("接待日")}</Heading>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
      </div>
      {!own && (
        <div class="filters" role="search" aria-label={t("筛选接待日")}>
          <label>{t("区域")} <select value={area} onChange={(event) => choose(event.currentTarget.value)}>{areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select></label>
        </div>
      )}
      <div class="admin">
        <Waiting reading={reading} />
        {reading.data?.items.length === 0 && <div class="empty"><p>{own ? t("近期没有您的接待日，由站点来安排。") : t("近期没有接待日。提前公布后，群众就能预约。")}</p></div>}
        {(reading.data?.items.length ?? 0) > 0 && <Table items={reading.data!.items} />}
        {!own && holds("liaison", "town_congress") && <Publish key={area} area={area} done={reading.again} />}
      </div>
      <Printed what={[t("接待日")]} />
    </>
  );
}

/** How full it is, or that it is off. */
export function Fullness({ of }: { of: ReceptionHead }): JSX.Element {
  if (of.state === "cancelled") return <Tag tone="bad" icon="bang">{t("已取消")}</Tag>;
  if (of.state === "held") return <Tag tone="ok" icon="ok">{t("已召开")}</Tag>;
  const free = of.slots.filter((slot) => slot.free).length;
  return free === 0 ? <Tag tone="ok" icon="ok">{t("没有空着的时段")}</Tag> : <Tag tone="go" icon="clock">{t("空{n}个时段", { n: free })}</Tag>;
}

function Table({ items }: { items: ReceptionHead[] }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("接待日")}</caption>
        <thead><tr><th scope="col">{t("时间")}</th><th scope="col">{t("站点")}</th><th scope="col">{t("接待人")}</th><th scope="col">{t("状态")}</th></tr></thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <th scope="row"><a class="case" href={href(`/receptions/${each.id}`)}>{isoMinute(each.starts_at)}</a><span class="meta">{each.title}</span></th>
              <td data-name={t("站点")}>{each.station_name}</td>
              <td data-name={t("接待人")}>{each.hosts.map(({ name, label }) => `${name}（${label}）`).join("、")}</td>
              <td data-name={t("状态")}><Fullness of={each} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Publish({ area, done }: { area: string; done: () => void }): JSX.Element {
  const people = useRead<Deputies>(`/api/deputies?area=${area}&limit=200`);
  const homes = useRead<{ items: DeputyHome[] }>(`/api/deputy-homes?area=${area}`);
  const stations = (homes.data?.items ?? []).filter((each) => each.may_change).map((each) => ({ value: String(each.id), label: each.name }));
  const deputies = (people.data?.items ?? []).map((each) => ({ value: String(each.id), label: each.name }));
  const hour = (text: string | undefined, day: string | undefined): string => `${day}T${(text ?? "").trim().padStart(5, "0")}:00+08:00`;
  const kinds = [{ value: "judge", label: t("法官") }, { value: "prosecutor", label: t("检察官") }, { value: "police", label: t("警官") }, { value: "mediator", label: t("调解员") }];
  return (
    <Ask
      label={t("公布一个接待日")}
      fields={[
        { key: "title", label: t("名称") }, { key: "station_id", label: t("站点"), kind: "choice", choices: stations }, { key: "day", label: t("日期"), kind: "day" },
        { key: "starts_at", label: t("几点开始"), hint: t("写成9:00") }, { key: "ends_at", label: t("几点结束"), hint: t("写成11:00") }, { key: "slot_minutes", label: t("每个时段几分钟") },
        { key: "hosts", label: t("接待的代表"), kind: "choices", choices: deputies },
        { key: "kind", label: t("还有谁一起接待"), kind: "choice", choices: kinds, free: true }, { key: "name", label: t("姓名"), free: true },
        { key: "place", label: t("具体地点"), free: true },
      ]}
      start={{ title: t("人大代表接待日"), starts_at: "9:00", ends_at: "11:00", slot_minutes: "20" }}
      send={(texts, id) => send("/api/receptions", {
        id, title: texts["title"], station_id: Number(texts["station_id"]), place: texts["place"] ?? "", slot_minutes: Number(texts["slot_minutes"]),
        starts_at: hour(texts["starts_at"], texts["day"]), ends_at: hour(texts["ends_at"], texts["day"]),
        hosts: [...(texts["hosts"] ?? "").split(",").filter(Boolean).map((each) => ({ kind: "deputy", deputy_id: Number(each) })), ...(texts["kind"] ? [{ kind: texts["kind"], name: texts["name"] ?? "" }] : [])],
      })}
      done={done}
    />
  );
}
