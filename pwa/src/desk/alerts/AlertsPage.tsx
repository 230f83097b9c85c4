/** 预警: what repeats, heaps up overdue, or has risen suddenly; a person judges each. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { flag, useAddress } from "../address";
import { useRead } from "../live";
import { Heading, isoDay, Waiting } from "../parts";
import type { Page } from "../wire";
import { Give } from "../visits/Give";
import { Outcome } from "../visits/Outcome";
import { Judge } from "./Judge";
import type { Alert } from "./wire";

const shownCases = 12;

/** The page. */
export function AlertsPage(): JSX.Element {
  const all = useSignal(false);
  useAddress({ all: flag(all) });
  const reading = useRead<Page<Alert>>(all.value ? "/api/alerts" : "/api/alerts?state=open");
  const [open, show] = useState<{ alert: Alert; urging: boolean } | null>(null);
  const items = reading.data?.items ?? [];
  return (
    <>
      <div class="pagehead">
        <Heading title={t("预警")}>{t("预警")}</Heading>
        <button type="button" class="btn second" onClick={() => (all.value = !all.value)}>{all.value ? t("只看等待研判的") : t("看全部预警")}</button>
      </div>
      <div class="pad stack">
        <p class="sub">{t("反复反映、集中逾期、突然增多和新起或加重的热点，每天早上查一遍，每样只提醒一次。隐蔽和限办理人员的事项不计在内；是不是真有风险，由人判断。")}</p>
        <Waiting reading={reading} />
        {reading.data !== null && items.length === 0 && <p>{t("现在没有预警。每天早上会再查一遍。")}</p>}
        {items.map((alert) => <OneAlert key={alert.id} alert={alert} judge={(urging) => show({ alert, urging })} again={reading.again} />)}
      </div>
      {open !== null && (
        <Judge
          alert={open.alert}
          urging={open.urging}
          close={() => show(null)}
          done={() => {
            show(null);
            reading.again();
          }}
        />
      )}
    </>
  );
}

function OneAlert({ alert, judge, again }: { alert: Alert; judge: (urging: boolean) => void; again: () => void }): JSX.Element {
  const [sending, send] = useState(false);
  const open = alert.state === "open";
  return (
    <section class="card" aria-labelledby={`alert-${alert.id}`}>
      <h2 id={`alert-${alert.id}`}>
        <Tag tone={open ? "wait" : "idle"} icon={open ? "bang" : "ok"}>{alert.kind_label}</Tag> {alert.words}
      </h2>
      <p class="meta">{[alert.area_name, isoDay(alert.raised_at), alert.label].join("·")}</p>
      {alert.settled_name !== null && <p>{t("{name}：{note}", { name: alert.settled_name, note: alert.note })}</p>}
      {alert.cases.length > 0 && (
        <ul class="plain" aria-label={t("涉及的事项")}>
          {alert.cases.slice(0, shownCases).map(({ id, number, label }) => <li key={id}><a href={href(`/cases/${id}`)}>{number}</a> <span class="meta">{label}</span></li>)}
          {alert.cases.length > shownCases && <li class="meta">{t("共{n}件", { n: alert.cases.length })}</li>}
        </ul>
      )}
      {alert.task !== null && <Outcome of={alert.task} />}
      {sending && <Give area={alert.area_code} cell={alert.cell_code} path={`/api/alerts/${alert.id}/task`} what={alert.words} done={again} />}
      {(alert.may_note || alert.may_urge) && !sending && (
        <div class="acts start noprint">
          {alert.may_urge && <button type="button" class="btn slim" onClick={() => judge(true)}>{t("催办这些事项")}</button>}
          {alert.may_task && <button type="button" class="btn second slim" onClick={() => send(true)}>{t("派人走访")}</button>}
          {alert.may_note && <button type="button" class="btn second slim" onClick={() => judge(false)}>{t("记为已知悉")}</button>}
        </div>
      )}
    </section>
  );
}
