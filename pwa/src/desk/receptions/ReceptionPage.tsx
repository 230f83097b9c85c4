/** One reception day: its slots, who comes, and what became of each talk; for the station and for who receives. */
import type { JSX } from "preact";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { Reveal } from "../file/Reveal";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import type { PageProps } from "../pages";
import { Heading, isoMinute, Printed, Waiting } from "../parts";
import type { RegistrationForm } from "../register/wire";
import { SheetsAbout } from "../sheets/SheetsAbout";
import { Fullness } from "./ReceptionsPage";
import type { Reception, ReceptionAppointment } from "./wire";
import "../admin/admin.css";

/** The page. */
export function ReceptionPage({ id }: PageProps): JSX.Element {
  const reading = useRead<Reception>(`/api/receptions/${id}`);
  const one = reading.data;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("接待日")}>{one ? one.title : t("接待日")}</Heading>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
      </div>
      <Waiting reading={reading} />
      {one !== null && <File of={one} put={reading.put} again={reading.again} />}
    </>
  );
}

function File({ of, put, again }: { of: Reception; put: (data: Reception) => void; again: () => void }): JSX.Element {
  const free = of.slots.filter((slot) => slot.free).map(({ nth, at }) => ({ value: String(nth), label: isoMinute(at).slice(11) }));
  const slots = of.may_note ? [{ value: "none", label: t("没有预约，直接来的") }, ...free] : free;
  const open = of.state === "planned";
  const form = useRead<RegistrationForm>(of.may_note && open ? "/api/registrations/form" : null);
  const kinds = (form.data?.categories ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <div class="admin">
      {of.state === "cancelled" && <Notice tone="bad">{t("已取消：{reason}", { reason: of.reason })}</Notice>}
      <section class="card" aria-label={t("接待日")}>
        <p><Fullness of={of} /></p>
        <dl class="facts">
          <dt>{t("时间")}</dt><dd>{isoMinute(of.starts_at)}–{isoMinute(of.ends_at).slice(11)}</dd>
          <dt>{t("地点")}</dt><dd>{of.station_name} {of.place}</dd>
          <dt>{t("接待人")}</dt><dd>{of.hosts.map(({ name, label }) => `${name}（${label}）`).join("、")}</dd>
        </dl>
        <p class="noprint"><a href={of.page}>{t("群众看到的页面")}</a></p>
        {open && (
          <Ask label={t("登记电话预约或来访")} fields={[{ key: "slot", label: t("时段"), kind: "choice", choices: slots }, { key: "about", label: t("想谈什么"), kind: "long", free: true }, { key: "name", label: t("称呼"), free: true }, { key: "phone", label: t("手机号"), free: true }]}
            send={(texts, key) => send(`/api/receptions/${of.id}/appointments`, { id: key, slot: texts["slot"] === "none" ? null : Number(texts["slot"]), about: texts["about"] ?? "", name: texts["name"] ?? "", phone: texts["phone"] ?? "" })} done={again} />
        )}
        {open && of.may_change && (
          <Ask label={t("取消这次接待")} fields={[{ key: "reason", label: t("原因（约好的人都会看到）"), kind: "long" }]} send={(texts) => send<Reception>(`/api/receptions/${of.id}/cancel`, { reason: texts["reason"] })} done={put} />
        )}
      </section>
      <section class="card" aria-labelledby="comers">
        <h2 id="comers">{t("预约和来访")}</h2>
        {of.appointments.length === 0 && <p>{t("还没有人预约。")}</p>}
        {of.appointments.map((each) => <Comer key={each.id} of={each} note={of.may_note && open} suggest={of.may_suggest && open} kinds={kinds} put={put} />)}
      </section>
      <SheetsAbout id={of.id} />
      <Printed what={[of.title, of.station_name]} />
    </div>
  );
}

function Comer({ of, note, suggest, kinds, put }: { of: ReceptionAppointment; note: boolean; suggest: boolean; kinds: { value: string; label: string }[]; put: (data: Reception) => void }): JSX.Element {
  const path = `/api/appointments/${of.id}/settle`;
  const settle = (body: object) => send<Reception>(path, body);
  return (
    <article>
      <h3>{of.at === null ? t("直接来访") : isoMinute(of.at).slice(11)} <span class="meta">{of.label} {of.name ?? ""} {of.phone ?? ""}</span></h3>
      {of.about !== "" && <p class="words">{of.about}</p>}
      {of.reason !== "" && <p>{t("原因：{reason}", { reason: of.reason })}</p>}
      {of.outcome_label !== null && <p><b>{of.outcome_label}</b> {of.said}</p>}
      {of.answer && <p class="words">{of.answer}</p>}
      {(of.name ?? of.phone) !== null && <Reveal path={`/api/appointments/${of.id}/reveal`} id={of.id} />}
      {of.initiative_id !== null && <p><a href={href(`/initiatives/${of.initiative_id}`)}>{t("看这件代表建议")}</a></p>}
      {of.case_id !== null && <p><a href={href(`/cases/${of.case_id}`)}>{t("看这件事项")}</a></p>}
      {of.state === "booked" && (
        <div class="acts start noprint">
          {note && <Ask label={t("当场答复")} fields={[{ key: "said", label: t("来人说了什么"), kind: "long" }, { key: "answer", label: t("怎么答复的（本人会收到）"), kind: "long" }]} send={(texts) => settle({ to: "talked", outcome: "answered", said: texts["said"], answer: texts["answer"] })} done={put} />}
          {note && kinds.length > 0 && <Ask label={t("转为事项")} fields={[{ key: "said", label: t("来人说了什么"), kind: "long" }, { key: "category", label: t("类别"), kind: "choice", choices: kinds }]} send={(texts) => settle({ to: "talked", outcome: "case", said: texts["said"], category: texts["category"] })} done={put} />}
          {suggest && <Ask label={t("形成代表建议")} fields={[{ key: "title", label: t("建议的标题") }, { key: "said", label: t("情况和建议（办结后告诉本人）"), kind: "long" }]} send={(texts) => settle({ to: "talked", outcome: "suggestion", said: texts["said"], title: texts["title"] })} done={put} />}
          {note && <button type="button" class="btn quiet slim" onClick={() => void settle({ to: "absent" }).then((answer) => answer.kind === "ok" && put(answer.data))}>{t("没有来")}</button>}
          <Ask label={t("取消这个预约")} fields={[{ key: "reason", label: t("原因（本人会看到）") }]} send={(texts) => settle({ to: "cancelled", reason: texts["reason"] })} done={put} />
        </div>
      )}
    </article>
  );
}
