/** 上报批次: what went up, to whom, and that it has arrived. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, usePages } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Waiting } from "../parts";
import { Export } from "../lists/Export";
import type { Batch } from "./wire";

/** The page. */
export function BatchesPage(): JSX.Element {
  const { rows, more, reading } = usePages<Batch>("/api/report-batches");
  return (
    <>
      <div class="pagehead"><Heading title={t("上报批次")}>{t("上报批次")}</Heading></div>
      <div class="pad stack">
        <Waiting reading={reading} />
        {rows?.length === 0 && <p>{t("还没有上报。审核同意的条目，在草案页里上报。")}</p>}
        {rows?.map((each) => <OneBatch key={each.id} batch={each} again={reading.again} />)}
        {more !== null && <button type="button" class="btn second" onClick={more}>{t("再看一些")}</button>}
      </div>
    </>
  );
}

function OneBatch({ batch, again }: { batch: Batch; again: () => void }): JSX.Element {
  const [taking, take] = useState(false);
  const [rows, taken] = useState<string | null>(null);
  const at = `/api/report-batches/${batch.id}`;
  const receipt = (texts: Record<string, string>) => send<Batch>(`${at}/receipt`, { number: texts["number"], received_on: texts["received_on"], received_by: texts["received_by"] });
  return (
    <section class="card" aria-labelledby={`batch-${batch.id}`}>
      <h2 id={`batch-${batch.id}`}>{batch.number} {batch.solicitation_title}</h2>
      <p>
        <Tag tone={batch.receipt_number === null ? "wait" : "ok"} icon={batch.receipt_number === null ? "clock" : "ok"}>{batch.receipt_number === null ? t("等回执") : t("已有回执")}</Tag>{" "}
        {t("{day}报送{recipient}，{n}条，归并意见{m}条", { day: batch.sent_on, recipient: batch.recipient, n: batch.items, m: batch.opinions })}
      </p>
      {batch.receipt_number !== null && <p class="meta">{[batch.receipt_number, batch.receipt_on, batch.receipt_by].join("·")}</p>}
      {rows !== null && <Notice tone="ok">{t("已导出{n}条", { n: rows })}</Notice>}
      <div class="acts start noprint">
        <a class="btn second slim" href={`${at}/list.pdf`} target="_blank" rel="noopener">{t("打印清单")}</a>
        <button type="button" class="btn second slim" onClick={() => take(true)}>{t("导出清单")}</button>
      </div>
      {taking && <Export path={`${at}/export`} body={{}} title={t("导出清单")} intro={t("文件里写着您的名字和时间，导出会记入日志；里面没有提意见的人。")} name={batch.number} close={() => take(false)} done={(n) => (take(false), taken(n))} />}
      {batch.receipt_number === null && (
        <Ask label={t("记下回执")} fields={[{ key: "number", label: t("回执编号") }, { key: "received_on", label: t("收到日期"), kind: "day" }, { key: "received_by", label: t("谁签收") }]} start={{ received_on: isoDay(Date.now()) }} send={receipt} done={again} />
      )}
    </section>
  );
}
