/** 调解: the parties, what was said, what was agreed on, the time for a court, whether it is kept, and who else helps. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Notice, Tag } from "../../../shell/parts";
import { t } from "../../../shell/words";
import { useRead } from "../../live";
import { isoMinute } from "../../parts";
import type { Body, CaseFile } from "../../wire";
import type { Agreement, Confirmation, Mediation, Party, Sitting } from "./wire";
import { maySeeNames, Reveal } from "../Reveal";
import { called, confirmationForm, current, followUpForm, partyForm, recordForm, rulingForm, type Form } from "./forms";
import { NoteSheet } from "./NoteSheet";

const elsewhere = new Set(["terminated", "offered", "linked"]);

/** The card; nothing for a case that no committee has taken up. `reread`: the file, in which a sitting opens the way to an agreement. */
export function MediationCard({ file, reread }: { file: CaseFile; reread: () => void }): JSX.Element | null {
  const taken = file.timeline.some(({ to }) => to === "mediating");
  const reading = useRead<Mediation>(taken ? `/api/cases/${file.id}/mediation` : null);
  const area = encodeURIComponent(file.area.code);
  const courts = useRead<{ items: Body[] }>(reading.data?.may.includes("confirmation") ? `/api/bodies?kind=court&area=${area}` : null);
  const [form, open] = useState<Form | null>(null);
  const [done, say] = useState<string | null>(null);
  useEffect(() => {
    if (taken) reading.again();
  }, [file.version]);
  const all = reading.data;
  if (!taken || all === null) return null;
  const may = (what: string): boolean => all.may.includes(what);
  const base = `/api/cases/${file.id}/mediation`;
  return (
    <section class="card mediation" aria-labelledby="mediation">
      <h2 id="mediation">{t("调解")}</h2>
      {done !== null && <Notice tone="ok">{done}</Notice>}
      <Part name={t("当事人")} empty={all.parties.length === 0 ? t("还没有记下当事人。") : null}>
        {all.parties.map((each) => (
          <Person key={each.id} party={each} old={!current(all.parties).includes(each)} base={base} {...(may("party") ? { correct: () => open(partyForm(each)) } : {})} />
        ))}
      </Part>
      <Acts>{may("party") && <Do label={t("添加当事人")} act={() => open(partyForm())} />}</Acts>
      <Part name={t("笔录")} empty={all.records.length === 0 ? t("还没有笔录。") : null}>
        {all.records.map((each) => (
          <Record key={each.id} record={each} corrected={all.records.some((other) => other.corrects_id === each.id)} base={base} {...(may("record") ? { correct: () => open(recordForm(each)) } : {})} />
        ))}
      </Part>
      <Acts>{may("record") && <Do label={t("记笔录")} act={() => open(recordForm())} />}</Acts>
      {all.agreement && <Agreed agreement={all.agreement} base={base} />}
      {all.agreement && (
        <Part name={t("司法确认")} empty={all.confirmations.length === 0 ? t("双方还没有申请司法确认。") : null}>
          {all.confirmations.map((each) => (
            <Asking key={each.id} asked={each} {...(may("ruling") && each.ruling === null ? { rule: () => open(rulingForm(each.id)) } : {})} />
          ))}
        </Part>
      )}
      <Acts>{may("confirmation") && courts.data !== null && <Do label={t("记司法确认申请")} act={() => open(confirmationForm(all, courts.data!.items))} />}</Acts>
      {all.agreement && (
        <Part name={t("履行回访")} empty={all.follow_ups.length === 0 ? t("还没有回访。") : null}>
          {all.follow_ups.map((each) => (
            <li key={each.id}>
              <b>{each.outcome_label}</b> <span class="meta">{each.made_on} {each.actor_name}</span>
              <p class="said">{each.note}</p>
            </li>
          ))}
        </Part>
      )}
      <Acts>{may("follow_up") && <Do label={t("记履行回访")} act={() => open(followUpForm())} />}</Acts>
      {elsewhere.has(file.state) && <Elsewhere area={area} />}
      {form && (
        <NoteSheet
          caseId={file.id}
          form={form}
          close={() => open(null)}
          noted={(title) => {
            open(null);
            say(t("已存好：{label}", { label: title }));
            reading.again();
            reread();
          }}
        />
      )}
    </section>
  );
}

function Part({ name, empty, children }: { name: string; empty: string | null; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <h3>{name}</h3>
      {empty === null ? <ul>{children}</ul> : <p class="sub">{empty}</p>}
    </>
  );
}

function Acts({ children }: { children: ComponentChildren }): JSX.Element | null {
  return children ? <div class="acts noprint">{children}</div> : null;
}

function Do({ label, act }: { label: string; act: () => void }): JSX.Element {
  return <button type="button" class="btn second slim" onClick={act}>{label}</button>;
}

function Print({ path }: { path: string }): JSX.Element {
  return (
    <Acts>
      <a href={path} target="_blank" rel="noopener">{t("打印（姓名隐去）")}</a>
      {maySeeNames() && <a href={`${path}?names=1`} target="_blank" rel="noopener">{t("打印全名（会记入日志）")}</a>}
    </Acts>
  );
}

function Person({ party, old, base, correct }: { party: Party; old: boolean; base: string; correct?: () => void }): JSX.Element {
  return (
    <li>
      <b class={old ? "old" : ""}>{called(party)}</b> <span class="meta">{[party.phone, party.relation].filter(Boolean).join(" ")}</span>
      {old && <span class="meta">{t("已更正")}</span>}
      {!old && <Reveal path={`${base}/parties/${party.id}/contact`} id={party.id} />}
      <Acts>{!old && correct && <Do label={t("更正")} act={correct} />}</Acts>
    </li>
  );
}

function Record({ record, corrected, base, correct }: { record: Sitting; corrected: boolean; base: string; correct?: () => void }): JSX.Element {
  return (
    <li>
      <b>{isoMinute(record.held_at)}</b> <span class="meta">{record.place}·{t("{name}主持", { name: record.led_by })}</span>
      {corrected && <Tag tone="idle" icon="pen">{t("已更正")}</Tag>}
      {record.corrects_id && <Tag tone="go" icon="pen">{t("更正前一份")}</Tag>}
      <p class="said">{record.said}</p>
      <Acts>{!corrected && correct && <Do label={t("更正")} act={correct} />}</Acts>
      <Print path={`${base}/records/${record.id}/sheet`} />
    </li>
  );
}

function Agreed({ agreement, base }: { agreement: Agreement; base: string }): JSX.Element {
  const left = agreement.window?.days_left ?? -1;
  return (
    <>
      <h3>{t("协议")}</h3>
      {!agreement.stands && <Notice tone="wait">{t("这份协议之后又重新调解，等下一份协议。")}</Notice>}
      <p class="said">{agreement.text}</p>
      <p class="meta">{t("{day}生效，履行期限{by}", { day: agreement.effective_on, by: agreement.perform_by })}</p>
      {agreement.window && left >= 0 && <Tag tone="wait" icon="clock">{t("双方可以共同申请司法确认，到{day}为止，还有{n}天", { day: agreement.window.last, n: left })}</Tag>}
      {agreement.window && left < 0 && <Tag tone="idle" icon="clock">{t("申请司法确认的期限{day}已过", { day: agreement.window.last })}</Tag>}
      <Print path={`${base}/agreement/sheet`} />
    </>
  );
}

function Asking({ asked, rule }: { asked: Confirmation; rule?: () => void }): JSX.Element {
  const { ruling } = asked;
  return (
    <li>
      <b>{asked.court_name}</b> <span class="meta">{asked.number}·{t("{day}申请", { day: asked.applied_on })}</span>
      {ruling && <p class="said">{[ruling.decided_on, ruling.result_label, ruling.reason].filter(Boolean).join(" ")}</p>}
      {!ruling && <p class="sub">{t("法院还没有裁定。")}</p>}
      <Acts>{rule && <Do label={t("记法院裁定")} act={rule} />}</Acts>
    </li>
  );
}

/** Who else helps (公共法律服务), with their numbers. */
function Elsewhere({ area }: { area: string }): JSX.Element | null {
  const reading = useRead<{ items: Body[] }>(`/api/bodies?services=1&area=${area}`);
  if (reading.data === null) return null;
  return (
    <Part name={t("还可以找谁")} empty={reading.data.items.length === 0 ? t("这里还没有登记这样的单位") : null}>
      {reading.data.items.map((each) => (
        <li key={each.id}>
          <b>{each.name}</b> <span class="meta">{each.kind_label} {each.phone && <a href={`tel:${each.phone}`}>{each.phone}</a>} {each.address}</span>
        </li>
      ))}
    </Part>
  );
}
