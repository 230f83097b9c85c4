/** What became of a visit, in a few lines. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { isoDay } from "../parts";
import type { VisitTask } from "./wire";

/** Who goes until when; what they found. */
export function Outcome({ of }: { of: VisitTask }): JSX.Element {
  const late = of.state === "open" && of.due === "overdue";
  const last = of.steps.at(-1);
  return (
    <>
      <p>
        <Tag tone={of.state === "done" ? "ok" : late ? "bad" : of.state === "open" ? "wait" : "idle"} icon={of.state === "done" ? "ok" : late ? "bang" : "clock"}>{late ? t("逾期未走访") : of.label}</Tag>{" "}
        {t("{name}，{day}前到{place}", { name: of.worker_name, day: of.due_on, place: of.place })}
      </p>
      {of.state === "done" && (
        <>
          <p>{t("走访结果：{found}，走访{n}户", { found: of.found_label ?? "", n: of.households ?? 0 })}{of.sightings > 0 && `；${t("这次走访已经登记{n}件", { n: of.sightings })}`}</p>
          <p>{of.note} <span class="meta">{of.done_at !== null && isoDay(of.done_at)}</span></p>
        </>
      )}
      {of.state === "cancelled" && last?.note && <p class="meta">{t("已取消：{reason}", { reason: last.note })}</p>}
    </>
  );
}
