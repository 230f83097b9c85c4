/** Writing down what came by meeting, box, letter, telephone or visit: a sitting or a box that was opened, and each person's own words. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "../../api/client";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay } from "../parts";
import type { RegistrationForm } from "../register/wire";
import type { Page } from "../wire";
import type { FieldDraft, SittingRow, OpinionBatchItem } from "./wire";

const ways = ["meeting", "box", "reception", "phone", "letter", "visit"];

/** The two forms. */
export function TakeDown({ done }: { done: () => void }): JSX.Element | null {
  const form = useRead<RegistrationForm>("/api/registrations/form");
  const drafts = useRead<{ items: FieldDraft[] }>("/api/field-drafts");
  const sittings = useRead<Page<SittingRow>>("/api/opinion-sittings?limit=20");
  const [draft, pick] = useState("");
  const [taken, tell] = useState<OpinionBatchItem | null>(null);
  if (form.data === null || drafts.data === null) return null;
  const channels = form.data.channels.filter(({ code }) => ways.includes(code)).map(({ code, name }) => ({ value: code, label: name }));
  const stations = form.data.stations.map(({ id, name }) => ({ value: String(id), label: name }));
  const open = drafts.data.items.find(({ id }) => id === draft) ?? drafts.data.items[0];
  const nameOf = (code: string): string => channels.find(({ value }) => value === code)?.label ?? code;
  return (
    <section class="pad stack noprint" aria-labelledby="take-down">
      <h2 id="take-down">{t("登记收到的意见")}</h2>
      {taken !== null && <Notice tone="ok">{t("已登记。回执号{receipt}，查询码{code}，请交给本人。", { receipt: taken.receipt ?? "", code: taken.query_code ?? "" })}</Notice>}
      <div class="acts start">
        <Ask<SittingRow>
          label={t("记一次征集或开箱")}
          start={{ held_on: isoDay(Date.now()) }}
          fields={[
            { key: "channel", label: t("来源"), kind: "choice", choices: channels },
            { key: "station_id", label: t("站点"), kind: "choice", choices: stations },
            { key: "held_on", label: t("日期"), kind: "day" },
            { key: "people", label: t("谁开的箱、谁在场"), free: true },
            { key: "papers", label: t("箱里几份、到会几人"), free: true },
            { key: "note", label: t("备注"), kind: "long", free: true },
          ]}
          send={(texts, id) => send<SittingRow>("/api/opinion-sittings", { id, channel: texts.channel, station_id: Number(texts.station_id), held_on: texts.held_on, people: texts.people ?? "", papers: texts.papers ? Number(texts.papers) : null, note: texts.note ?? "" })}
          done={sittings.again}
        />
        {open !== undefined && (
          <Ask<OpinionBatchItem>
            label={t("登记一条意见")}
            fields={[
              { key: "channel", label: t("来源"), kind: "choice", choices: channels },
              { key: "station_id", label: t("站点"), kind: "choice", choices: stations },
              { key: "article_id", label: t("对哪一条"), kind: "choice", free: true, choices: open.articles.map(({ id, label }) => ({ value: id, label })), hint: t("不选就是对整部草案。") },
              { key: "text", label: t("原话"), kind: "long" },
              { key: "unit_name", label: t("单位名称"), free: true },
              { key: "name", label: t("称呼"), free: true },
              { key: "phone", label: t("手机号"), free: true },
              { key: "told", label: t("已告诉本人怎么用，本人同意"), kind: "choice", free: true, choices: [{ value: "yes", label: t("是") }] },
              { key: "sitting_id", label: t("哪一次征集或开箱"), kind: "choice", free: true, choices: (sittings.data?.items ?? []).map((each) => ({ value: each.id, label: `${each.held_on} ${each.station} ${nameOf(each.channel)}` })) },
            ]}
            send={(texts, id) => takeDown(open.id, texts, id)}
            done={(item) => {
              tell(item);
              sittings.again();
              done();
            }}
          />
        )}
      </div>
      {drafts.data.items.length > 1 && (
        <label>
          {t("登记到哪个草案")}
          <select value={open?.id} onChange={(event) => pick(event.currentTarget.value)}>{drafts.data.items.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}</select>
        </label>
      )}
      {open === undefined && <p class="sub">{t("现在没有正在征集意见的草案。")}</p>}
      {(sittings.data?.items.length ?? 0) > 0 && (
        <details>
          <summary>{t("征集和开箱记录")}</summary>
          <ul class="seats">
            {sittings.data!.items.map((each) => (
              <li key={each.id}>
                <span class="day">{each.held_on}</span> {each.station} {nameOf(each.channel)}
                <span class="meta">{each.people} {each.papers !== null && t("{n}份", { n: each.papers })} {t("已登记{n}条", { n: each.opinions })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Send one; what its item of the batch says is the answer. */
async function takeDown(draft: string, texts: Record<string, string>, id: string): Promise<Answer<OpinionBatchItem>> {
  const phone = texts.phone?.trim();
  const reply = { way: phone ? "phone" : "receipt", name: texts.name?.trim() || null, phone: phone || null };
  const item = {
    id,
    solicitation_id: draft,
    article_id: texts.article_id || null,
    text: texts.text,
    unit_name: texts.unit_name ?? "",
    station_id: Number(texts.station_id),
    reply,
    speaker: "other",
    channel: texts.channel,
    said_at: new Date().toISOString(),
    told: texts.told === "yes",
    sitting_id: texts.sitting_id || null,
  };
  const answer = await send<{ items: OpinionBatchItem[] }>("/api/opinions/batch", { items: [item] });
  if (answer.kind !== "ok") return answer;
  const told = answer.data.items[0]!;
  if (told.status < 300) return { ...answer, data: told };
  return { kind: "refused", problem: { status: told.status, title: told.title ?? "", detail: told.detail ?? "", field: told.field ?? "" } } as Answer<OpinionBatchItem>;
}
