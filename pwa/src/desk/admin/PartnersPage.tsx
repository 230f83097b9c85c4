/** 对接系统: which other systems are told of what happens here, what of it, and what has not arrived. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, send, useRead, viewer } from "../live";
import { Heading, isoDay, isoMinute, Waiting } from "../parts";
import type { Page } from "../wire";
import { Ask } from "../meetings/Ask";
import { Secret, useDeeds } from "./deed";
import type { Delivery, Partner } from "./wire";
import "./admin.css";

type WithSecret = Partner & { secret: string | null };

const events = () => [{ value: "case.moved", label: t("事项流转") }, { value: "feedback.delivered", label: t("答复送达") }];
const granted = () => [
  { value: "id", label: t("编号（系统内）") }, { value: "number", label: t("事项编号") }, { value: "state", label: t("现在的阶段") }, { value: "former_state", label: t("上一个阶段") },
  { value: "version", label: t("版本") }, { value: "category", label: t("类别") }, { value: "area", label: t("区划") }, { value: "station", label: t("站点") },
  { value: "opened_at", label: t("收到时间") }, { value: "opening", label: t("反映的原话") },
];
const named = (choices: { value: string; label: string }[], held: string[]): string => held.map((one) => choices.find(({ value }) => value === one)?.label ?? one).join("、");
const list = (text: string | undefined): string[] => (text ?? "").split(",").filter(Boolean);

const fields = () => [
  { key: "name", label: t("对接单位名称") },
  { key: "endpoint", label: t("接收地址"), hint: t("公网上的https网址") },
  { key: "events", label: t("告诉它哪些事"), kind: "choices" as const, choices: events(), free: true },
  { key: "fields", label: t("授权哪些栏目"), kind: "choices" as const, choices: granted(), free: true },
];

/** The page. */
export function PartnersPage(): JSX.Element {
  const reading = useRead<Page<Partner>>("/api/partners?limit=200");
  const [secret, told] = useState<{ name: string; value: string } | null>(null);
  const area = viewer.value?.roles.find(({ role }) => role === "system_administrator")?.area ?? "";
  const keep = (made: WithSecret): void => {
    if (made.secret) told({ name: made.name, value: made.secret });
    reading.again();
  };
  const items = reading.data?.items ?? [];
  return (
    <>
      <div class="pagehead"><Heading title={t("对接系统")}>{t("对接系统")}</Heading></div>
      <div class="admin">
        <p class="sub">{t("每条消息都签名；没有授权的栏目不会发出去，联系方式从不发出。")}</p>
        <div class="acts">
          <Ask<WithSecret> label={t("添加对接系统")} fields={[...fields(), { key: "area", label: t("区划代码") }]} start={{ area }} done={keep}
            send={(texts, id) => send("/api/partners", { id, name: texts["name"]?.trim(), endpoint: texts["endpoint"]?.trim(), area: texts["area"]?.trim(), events: list(texts["events"]), fields: list(texts["fields"]) })} />
        </div>
        {secret && <Secret title={t("{name}的签名密钥：", { name: secret.name })} value={secret.value} close={() => told(null)} />}
        <Waiting reading={reading} />
        {reading.data !== null && items.length === 0 && <div class="empty"><p>{t("还没有对接系统。要把事项进展告诉别的系统，先添加一个。")}</p></div>}
        {items.map((one) => <OnePartner key={one.id} of={one} keep={keep} reread={reading.again} />)}
      </div>
    </>
  );
}

function OnePartner({ of, keep, reread }: { of: Partner; keep: (made: WithSecret) => void; reread: () => void }): JSX.Element {
  const { failure, run } = useDeeds();
  const [done, say] = useState<string | null>(null);
  const [open, show] = useState(false);
  const at = `/api/partners/${of.id}`;
  const on = of.disabled_at === null;
  const rotate = (): void => {
    if (confirm(t("换一个新密钥吗？旧密钥24小时内还能用。"))) run<WithSecret>(`${at}/rotate`, { method: "POST", body: {} }, keep);
  };
  return (
    <section class="card" aria-label={of.name}>
      <h2>{of.name} {on ? <Tag tone="ok" icon="ok">{t("在用")}</Tag> : <Tag tone="idle" icon="stop">{t("已停发")}</Tag>}</h2>
      {failure}
      {done !== null && failure === null && <Notice tone="ok">{done}</Notice>}
      <dl class="facts">
        <dt>{t("区划")}</dt><dd>{of.area}</dd>
        <dt>{t("接收地址")}</dt><dd>{of.endpoint}</dd>
        <dt>{t("告诉它哪些事")}</dt><dd>{named(events(), of.events) || t("没有")}</dd>
        <dt>{t("授权哪些栏目")}</dt><dd>{named(granted(), of.fields) || t("没有")}</dd>
        {of.former_until !== null && <><dt>{t("旧密钥用到")}</dt><dd>{isoMinute(of.former_until)}</dd></>}
        <dt>{t("添加日期")}</dt><dd>{isoDay(of.created_at)}</dd>
      </dl>
      <div class="acts">
        <Ask<Partner> label={t("修改")} fields={fields()} start={{ name: of.name, endpoint: of.endpoint, events: of.events.join(","), fields: of.fields.join(",") }} done={() => (say(t("改好了。")), reread())}
          send={(texts) => ask(at, { method: "PATCH", body: { name: texts["name"]?.trim(), endpoint: texts["endpoint"]?.trim(), events: list(texts["events"]), fields: list(texts["fields"]) } })} />
        <button type="button" class="btn second slim" onClick={() => run(`${at}/test`, { method: "POST", body: {} }, () => say(t("测试消息已交出，结果看推送记录。")))}>{t("发测试消息")}</button>
        <button type="button" class="btn second slim" onClick={rotate}>{t("换密钥")}</button>
        {on
          ? <button type="button" class="btn second slim" onClick={() => run(at, { method: "DELETE", empty: true }, () => (say(t("不再发送。")), reread()))}>{t("停发")}</button>
          : <button type="button" class="btn second slim" onClick={() => run(at, { method: "PATCH", body: { enabled: true } }, () => (say(t("恢复发送。")), reread()))}>{t("恢复发送")}</button>}
        <button type="button" class="btn quiet slim" aria-expanded={open} onClick={() => show(!open)}>{t("推送记录")}</button>
      </div>
      {open && <Deliveries at={at} />}
    </section>
  );
}

const became: Record<Delivery["status"], () => string> = { waiting: () => t("等待发送"), delivered: () => t("已送到"), dead: () => t("没送到，已放弃") };

function Deliveries({ at }: { at: string }): JSX.Element {
  const [dead, only] = useState(false);
  const reading = useRead<Page<Delivery>>(`${at}/deliveries?limit=100${dead ? "&status=dead" : ""}`);
  const { failure, run } = useDeeds();
  const items = reading.data?.items ?? [];
  return (
    <>
      <label class="tick"><input type="checkbox" checked={dead} onChange={() => only(!dead)} /> {t("只看没送到的")}</label>
      {failure}
      <Waiting reading={reading} />
      {reading.data !== null && items.length === 0 && <p class="sub">{dead ? t("没有放弃的消息。") : t("还没有推送过。")}</p>}
      {items.length > 0 && (
        <table class="rows">
          <caption class="vh">{t("推送记录")}</caption>
          <thead><tr><th scope="col">{t("时间")}</th><th scope="col">{t("消息")}</th><th scope="col">{t("状态")}</th><th scope="col">{t("试了几次")}</th><th scope="col"><span class="vh">{t("操作")}</span></th></tr></thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <td>{isoMinute(one.created_at)}</td>
                <th scope="row">{named([...events(), { value: "partner.test", label: t("测试消息") }], [one.event])}</th>
                <td><Tag tone={one.status === "dead" ? "bad" : one.status === "delivered" ? "ok" : "wait"} icon={one.status === "delivered" ? "ok" : "clock"}>{became[one.status]()}</Tag></td>
                <td>{t("{n}次", { n: one.attempts })}{one.response_code === null ? "" : `（${one.response_code}）`}</td>
                <td>{one.status === "dead" && <button type="button" class="btn second slim" onClick={() => run(`${at}/deliveries/${one.id}/resend`, { method: "POST", body: {}, empty: true }, reading.again)}>{t("重新发送")}</button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
