/** Where a case came from, which other procedures it is in, and who is in charge of it. */
import type { JSX } from "preact";
import { Notice, Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay } from "../parts";
import type { Came } from "../register/wire";
import type { CaseFile } from "../wire";
import type { CaseStanding } from "./wire";

interface Props {
  file: CaseFile;
  /** The moves that are open may have changed. */
  reread: () => void;
}

const procedures = (): { value: string; label: string }[] => [
  { value: "litigation", label: t("诉讼") },
  { value: "arbitration", label: t("仲裁") },
  { value: "petition", label: t("信访") },
  { value: "none", label: t("不在其他程序") },
];

/** The cards; nothing of what there is none. */
export function Standing({ file, reread }: Props): JSX.Element {
  const came = useRead<{ items: Came[] }>(`/api/cases/${file.id}/registrations`).data?.items ?? [];
  const reading = useRead<CaseStanding>(`/api/cases/${file.id}/standing`);
  const around = reading.data;
  return (
    <>
      {came.length > 0 && (
        <section class="card" aria-labelledby="came">
          <h2 id="came">{t("怎么来的")}</h2>
          <ul class="seats">
            {came.map((each) => (
              <li key={each.report_id}>
                <b>{each.label}</b> {each.came_on} {each.their_number}
                <span class="meta">
                  {[each.station, t("{name}（{role}）", { name: each.by, role: each.role_label }), file.reports.length > 1 ? each.report_number : ""].filter(Boolean).join("·")}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {around !== null && (around.procedures.length > 0 || around.earlier.length > 0 || around.may_note) && (
        <section class="card" aria-labelledby="elsewhere">
          <h2 id="elsewhere">{t("其他程序和重复信访")}</h2>
          {file.elsewhere !== null && <Notice tone="wait">{t("已进入诉讼、仲裁或信访程序，登记不重办。请走不予受理，告知其他途径。")}</Notice>}
          <ul class="seats">
            {around.procedures.map((each) => (
              <li key={each.at}>
                <b>{each.label}</b> {each.reason}
                <span class="meta">{isoDay(each.at)} {t("{name}（{role}）", { name: each.actor_name, role: each.role_label })}</span>
              </li>
            ))}
            {around.earlier.map((each) => (
              <li key={each.case_id}>
                {t("同一个人的信访：")}<a href={href(`/cases/${each.case_id}`)}>{each.number}</a>
                <span class="meta">{each.channel} {each.came_on} {each.label}</span>
              </li>
            ))}
          </ul>
          {around.may_note && (
            <Ask<CaseStanding>
              label={t("登记其他程序")}
              fields={[
                { key: "procedure", label: t("程序"), kind: "choice", choices: procedures() },
                { key: "reason", label: t("案号、受理单位或说明") },
              ]}
              send={(texts) => send(`/api/cases/${file.id}/elsewhere`, texts)}
              done={(fresh) => (reading.put(fresh), reread())}
            />
          )}
        </section>
      )}
      {around !== null && (around.charges.length > 0 || around.may_charge) && (
        <section class="card" aria-labelledby="charge">
          <h2 id="charge">{t("包案领导")}</h2>
          {around.charges.length === 0 && <p class="sub">{t("还没有明确包案领导。")}</p>}
          <ul class="seats">
            {around.charges.map((each, n) => (
              <li key={each.id}>
                <b>{each.leader}</b> {each.reason} {n === 0 && each.overdue && <Tag tone="bad" icon="bang">{t("已逾期")}</Tag>}
                <span class="meta">
                  {n > 0 ? t("此前") : ""} {t("办理期限{day}", { day: each.due_on })}·{isoDay(each.at)} {each.actor_name}
                </span>
              </li>
            ))}
          </ul>
          {around.may_charge && (
            <Ask<CaseStanding>
              label={around.charges.length > 0 ? t("改由别人包案") : t("明确包案领导")}
              fields={[
                { key: "leader", label: t("姓名和职务") },
                { key: "reason", label: t("为什么包案") },
                { key: "due_on", label: t("化解期限"), kind: "day" },
              ]}
              send={(texts, id) => send(`/api/cases/${file.id}/charges`, { ...texts, id })}
              done={reading.put}
            />
          )}
        </section>
      )}
    </>
  );
}
