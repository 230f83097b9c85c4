/** Reporting what was approved of a draft. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay } from "../parts";
import type { Page } from "../wire";
import type { Batch, DigestFrame, DigestItem } from "./wire";

/** The form; nothing where no item waits for its reporting. */
export function BatchForm({ draft, done }: { draft: DigestFrame; done: () => void }): JSX.Element | null {
  const reading = useRead<Page<DigestItem>>(`/api/digest-items?solicitation=${draft.id}&state=selected&limit=200`);
  const items = reading.data?.items ?? [];
  if (items.length === 0 || !draft.may_write) return null;
  const report = (texts: Record<string, string>, id: string) =>
    send<Batch>("/api/report-batches", { id, solicitation_id: draft.id, recipient: texts["recipient"], note: texts["note"] ?? "", sent_on: texts["sent_on"], items: (texts["items"] ?? "").split(",").filter(Boolean) });
  return (
    <section class="card noprint" aria-labelledby="report">
      <h2 id="report">{t("审核同意、等上报的{n}条", { n: items.length })}</h2>
      <Ask
        label={t("上报")}
        fields={[
          { key: "recipient", label: t("报送") }, { key: "sent_on", label: t("上报日期"), kind: "day" },
          { key: "items", label: t("条目"), kind: "choices", choices: items.map((each) => ({ value: each.id, label: each.title })) }, { key: "note", label: t("说明"), free: true },
        ]}
        start={{ sent_on: isoDay(Date.now()), items: items.map(({ id }) => id).join(",") }}
        send={report}
        done={() => {
          reading.again();
          done();
        }}
      />
    </section>
  );
}
