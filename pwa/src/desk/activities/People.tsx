/** Who is at an activity, and inviting one more. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { ask, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import type { Activity } from "../wire";
import type { ActivityAskedPerson } from "./wire";

/** The section. */
export function People({ of, put }: { of: Activity; put: (fresh: Activity) => void }): JSX.Element {
  const may = of.may_change && of.state === "planned";
  const known = useRead<{ items: ActivityAskedPerson[] }>(may ? `/api/activity-people?area=${of.area.code}` : null);
  const keyOf = (each: ActivityAskedPerson): string => (each.deputy_id !== null ? `deputy:${each.deputy_id}` : `account:${each.account_id}`);
  const now = of.people.map(({ part, name, account_id, deputy_id }) => (deputy_id !== null ? { part, deputy_id } : account_id !== null ? { part, account_id } : { part, name }));
  const change = (people: object[]) => ask<Activity>(`/api/activities/${of.id}`, { method: "PATCH", body: { people }, headers: { "If-Match": `"${of.version}"` } });
  const invite = (texts: Record<string, string>) => {
    const [kind, key] = (texts["who"] ?? "").split(":");
    const one = kind === "deputy" ? { deputy_id: Number(key) } : kind === "account" ? { account_id: Number(key) } : { name: texts["name"] ?? "" };
    return change([...now, { part: texts["part"], ...one }]);
  };
  return (
    <section class="card" aria-labelledby="people">
      <h2 id="people">{t("参加的人")}</h2>
      {of.people.length === 0 && <p class="sub">{t("还没有请人。")}</p>}
      <ul class="plain">
        {of.people.map((each, n) => (
          <li key={n}>
            <b>{each.name}</b> <span class="meta">{each.part_label}</span>{" "}
            {may && <button type="button" class="btn quiet slim noprint" onClick={() => void change(now.filter((_, at) => at !== n)).then((answer) => answer.kind === "ok" && put(answer.data))}>{t("不请了")}</button>}
          </li>
        ))}
      </ul>
      {may && (
        <Ask label={t("请人参加")} start={{ part: "guest" }} fields={[
          { key: "part", label: t("身份"), kind: "choice", choices: [
            { value: "leader", label: t("领导") }, { value: "host", label: t("主持") }, { value: "speaker", label: t("主讲") },
            { value: "deputy", label: t("代表") }, { value: "mentor", label: t("带教") }, { value: "guest", label: t("来宾") },
          ] },
          { key: "who", label: t("从名单里选"), kind: "choice", free: true, choices: (known.data?.items ?? []).map((each) => ({ value: keyOf(each), label: `${each.name}（${each.note}）` })) },
          { key: "name", label: t("不在名单里的，写姓名"), free: true },
        ]} send={invite} done={put} />
      )}
    </section>
  );
}
