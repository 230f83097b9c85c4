/** 结对: who guides whom, which deputy oversees which department, for a while; with what they did together. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { holds, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import { areas } from "../rules/names";
import type { Body } from "../wire";
import type { Pairing, PairingKind, Pairings } from "./wire";
import "../admin/admin.css";

interface Somebody {
  name: string;
  note: string;
  account_id: number | null;
  deputy_id: number | null;
}

/** The page. */
export function PairingsPage(): JSX.Element {
  const [chosen, choose] = useState("");
  const [kind, narrow] = useState("");
  const [running, only] = useState(true);
  const area = chosen || (areas()[0]?.code ?? "");
  const query = new URLSearchParams({ limit: "200", ...(area ? { area } : {}), ...(kind ? { kind } : {}), ...(running ? { running: "true" } : {}) });
  const reading = useRead<Pairings>(`/api/pairings?${query}`);
  const found = reading.data;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("结对")}>{t("结对")}</Heading>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
      </div>
      <div class="filters" role="search" aria-label={t("筛选结对")}>
        {areas().length > 0 && <label>{t("区域")} <select value={area} onChange={(event) => choose(event.currentTarget.value)}>{areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select></label>}
        <label>{t("种类")} <select value={kind} onChange={(event) => narrow(event.currentTarget.value)}><option value="">{t("全部")}</option>{found?.kinds.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}</select></label>
        <label class="tick"><input type="checkbox" checked={running} onChange={(event) => only(event.currentTarget.checked)} /> {t("只看正在结对的")}</label>
      </div>
      <div class="admin">
        <Waiting reading={reading} />
        {found?.items.length === 0 && <div class="empty"><p>{holds("liaison", "town_congress") ? t("还没有结对。以老带新、部门代表监督，都可以从下面登记。") : t("还没有和您有关的结对，由站点或人大来登记。")}</p></div>}
        {found?.items.map((each) => <One key={each.id} of={each} kinds={found.kinds} again={reading.again} />)}
        {area !== "" && holds("liaison", "town_congress") && <div class="acts start noprint">{found?.kinds.map((each) => <Pair key={`${area} ${each.code}`} kind={each} area={area} done={reading.again} />)}</div>}
      </div>
      <Printed what={[t("结对")]} />
    </>
  );
}

function One({ of, kinds, again }: { of: Pairing; kinds: PairingKind[]; again: () => void }): JSX.Element {
  const type = kinds.find(({ code }) => code === of.kind)?.activity_type ?? "";
  return (
    <section class="card" aria-label={`${of.first_name} ${of.second_name}`}>
      <h2>{of.first_name} – {of.second_name} {of.running ? <Tag tone="go" icon="clock">{t("正在结对")}</Tag> : <Tag tone="idle" icon="ok">{t("已结束")}</Tag>}</h2>
      <p class="meta">{of.kind_label}·{of.area_name}·{of.until_day === null ? t("{day}起", { day: of.from_day }) : t("{from}至{to}", { from: of.from_day, to: of.until_day })}</p>
      <p>{of.purpose}</p>
      {of.ended_reason !== "" && <p>{t("结束原因：{reason}", { reason: of.ended_reason })}</p>}
      {of.activities.length > 0 && <ul class="seats">{of.activities.map((each) => <li key={each.activity_id}><a href={href(`/activities/${each.activity_id}`)}>{each.title}</a> <span class="meta">{each.day ?? ""}</span></li>)}</ul>}
      {of.may_change && (
        <div class="acts start noprint">
          <Hang of={of} type={type} again={again} />
          <Ask label={t("结束结对")} fields={[{ key: "until_day", label: t("最后一天"), kind: "day" }, { key: "reason", label: t("为什么结束") }]} start={{ until_day: isoDay(Date.now()) }} send={(texts) => send(`/api/pairings/${of.id}/end`, texts)} done={again} />
        </div>
      )}
    </section>
  );
}

function Hang({ of, type, again }: { of: Pairing; type: string; again: () => void }): JSX.Element {
  const known = useRead<{ items: { id: string; title: string; starts_at: string | null }[] }>(`/api/activities?limit=50${type ? `&type=${type}` : ""}&area=${of.area_code}`);
  const held = new Set(of.activities.map((each) => each.activity_id));
  const choices = (known.data?.items ?? []).filter(({ id }) => !held.has(id)).map((each) => ({ value: each.id, label: `${each.starts_at === null ? "" : isoDay(each.starts_at)} ${each.title}` }));
  return <Ask label={t("记下一次活动")} fields={[{ key: "activity_id", label: t("活动"), kind: "choice", choices, hint: t("先在“活动”里安排") }]} send={(texts) => send(`/api/pairings/${of.id}/activities`, texts)} done={again} />;
}

function Pair({ kind, area, done }: { kind: PairingKind; area: string; done: () => void }): JSX.Element {
  const people = useRead<{ items: Somebody[] }>(`/api/activity-people?area=${area}`);
  const known = useRead<{ items: Body[] }>(kind.first === "body" ? `/api/bodies?area=${area}` : null);
  const staff = (people.data?.items ?? []).filter((each) => each.account_id !== null && each.deputy_id === null).map((each) => ({ value: String(each.account_id), label: `${each.name}（${each.note}）` }));
  const deputies = (people.data?.items ?? []).filter((each) => each.deputy_id !== null).map((each) => ({ value: String(each.deputy_id), label: each.name }));
  const bodies = (known.data?.items ?? []).map((each) => ({ value: String(each.id), label: each.name }));
  return (
    <Ask
      label={t("登记{kind}", { kind: kind.name })}
      fields={[
        { key: "first", label: kind.first === "body" ? t("部门") : t("带的人"), kind: "choice", choices: kind.first === "body" ? bodies : staff },
        { key: "second", label: kind.second === "deputy" ? t("代表") : t("被带的人"), kind: "choice", choices: kind.second === "deputy" ? deputies : staff },
        { key: "purpose", label: t("结对做什么"), kind: "long" }, { key: "from_day", label: t("从哪天起"), kind: "day" }, { key: "until_day", label: t("到哪天（可不填）"), kind: "day", free: true },
      ]}
      start={{ from_day: isoDay(Date.now()) }}
      send={(texts, id) => send("/api/pairings", { id, kind: kind.code, area_code: area, first: Number(texts["first"]), second: Number(texts["second"]), purpose: texts["purpose"], from_day: texts["from_day"], until_day: texts["until_day"] || null })}
      done={done}
    />
  );
}
