/** 专家库: who is good at what, from what each stands back, and what waits for me as an expert. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, Waiting } from "../parts";
import type { Page } from "../wire";
import { ItemTable } from "./parts";
import type { DigestDraft, DigestItem, Expert, Experts } from "./wire";

/** The page. */
export function ExpertsPage(): JSX.Element {
  const reading = useRead<Experts>("/api/experts");
  const mine = useRead<Page<DigestItem>>("/api/digest-items?waiting=me&limit=50");
  const drafts = useRead<Page<DigestDraft>>("/api/digest-drafts?limit=200").data?.items ?? [];
  const pool = reading.data;
  const asked = (mine.data?.items ?? []).filter(({ asks_me }) => asks_me);
  const add = (texts: Record<string, string>, id: string) =>
    send<Expert>("/api/experts", { id, name: texts["name"], employer: texts["employer"] ?? "", specialities: (texts["specialities"] ?? "").split(",").filter(Boolean), area: texts["area"], login: texts["login"] ?? "" });
  return (
    <>
      <div class="pagehead"><Heading title={t("专家把关")}>{t("专家把关")}</Heading></div>
      <div class="pad stack">
        {asked.length > 0 && <section class="stack" aria-labelledby="asked"><h2 id="asked">{t("等您把关的条目")}</h2><ItemTable items={asked} where /></section>}
        <h2>{t("专家库")}</h2>
        <Waiting reading={reading} />
        {pool !== null && pool.areas.length > 0 && (
          <Ask
            label={t("加一位专家")}
            fields={[
              { key: "name", label: t("姓名") }, { key: "employer", label: t("单位"), free: true },
              { key: "specialities", label: t("专长"), kind: "choices", choices: pool.specialities.map(({ code, name }) => ({ value: code, label: name })) },
              { key: "area", label: t("哪个地方的专家库"), kind: "choice", choices: pool.areas.map((each) => ({ value: each, label: each })) },
              { key: "login", label: t("登录名"), free: true, hint: t("有账号的，由本人填写意见") },
            ]}
            start={{ area: pool.areas[0]! }}
            send={add}
            done={reading.again}
          />
        )}
        {pool?.items.length === 0 && <p>{t("专家库里还没有人。")}</p>}
        <ul class="plain stack">
          {pool?.items.map((each) => (
            <li class="card" key={each.id}>
              <b>{each.name}</b> {each.employer} <span class="meta">{each.specialities.map(({ name }) => name).join("、")}</span>
              <p class="meta">{[each.ended_on !== null ? t("已出库") : t("手里{n}条", { n: each.busy }), ...each.conflicts.map((one) => t("回避：{title}（{why}）", { title: drafts.find(({ id }) => id === one.solicitation_id)?.title ?? "–", why: one.reason }))].join("·")}</p>
              {(each.mine || pool.areas.some((area) => each.area.startsWith(area))) && each.ended_on === null && drafts.length > 0 && (
                <Ask
                  label={t("申报回避")}
                  fields={[{ key: "solicitation_id", label: t("草案"), kind: "choice", choices: drafts.map(({ id, title }) => ({ value: id, label: title })) }, { key: "reason", label: t("理由") }]}
                  send={(texts) => send(`/api/experts/${each.id}/conflicts`, { solicitation_id: texts["solicitation_id"], reason: texts["reason"] })}
                  done={reading.again}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
