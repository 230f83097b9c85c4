/** What becomes of matters besides their answers: what waits for an answer of one's body, all of it, and what comes up again and again. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { language, t } from "../../shell/words";
import { bodies, frame, holds, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, Waiting } from "../parts";
import type { Page } from "../wire";
import type { Initiative } from "./wire";
import { Clusters } from "./Clusters";
import "../file/file.css";

/** Where it stands; late ones in red. */
export function Standing({ of }: { of: Initiative }): JSX.Element {
  if (of.overdue) return <Tag tone="bad" icon="bang">{t("已逾期")}</Tag>;
  const over = of.state === "answered" || of.state === "closed";
  return <Tag tone={of.state === "sent" ? "wait" : over ? "ok" : "go"} icon={of.state === "sent" ? "clock" : over ? "ok" : "up"}>{of.label}</Tag>;
}

const states: [string, () => string][] = [
  ["open", () => t("已提出")], ["sent", () => t("已送交，待回复")], ["answered", () => t("已回复")], ["closed", () => t("已结束")],
];

/** The page. */
export function Initiatives(): JSX.Element {
  const mine = bodies.value.length > 0;
  const [state, narrow] = useState(mine ? "mine" : "");
  const [topic, about] = useState("");
  const query = new URLSearchParams({ limit: "100", ...(topic ? { topic } : {}) });
  if (state === "mine") query.set("waiting", "me");
  else if (state === "overdue") query.set("overdue", "1");
  else if (state) query.set("state", state);
  const reading = useRead<Page<Initiative>>(`/api/initiatives?${query}`);
  const items = reading.data?.items ?? null;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("建议和线索")}>{t("建议和线索")}</Heading>
      </div>
      <div class="filters" role="search" aria-label={t("筛选建议和线索")}>
        <label>
          {t("看哪些")}
          <select value={state} onChange={(event) => narrow(event.currentTarget.value)}>
            {mine && <option value="mine">{t("送交本单位、待回复")}</option>}
            <option value="">{t("全部")}</option>
            <option value="overdue">{t("已逾期")}</option>
            {states.map(([code, label]) => <option key={code} value={code}>{label()}</option>)}
          </select>
        </label>
        {(frame.value?.topics.length ?? 0) > 0 && (
          <label>
            {t("监督主题")}
            <select value={topic} onChange={(event) => about(event.currentTarget.value)}>
              <option value="">{t("全部主题")}</option>
              {frame.value?.topics.map((each) => <option key={each.code} value={each.code}>{language() === "en" ? each.name_en : each.name}</option>)}
            </select>
          </label>
        )}
      </div>
      <Waiting reading={reading} />
      {items?.length === 0 && <div class="empty"><p>{state === "mine" ? t("没有等您单位回复的建议和线索。") : t("这里还没有。在事项页可以提出，也可以从下面的同类事项提出。")}</p></div>}
      {items !== null && items.length > 0 && <Table items={items} />}
      {holds("deputy") && (
        <div class="pad">
          <Ask label={t("提出代表建议")} fields={[{ key: "title", label: t("标题") }, { key: "text", label: t("情况和建议"), kind: "long" }]}
            send={(texts, id) => send("/api/suggestions", { id, title: texts["title"], text: texts["text"] })} done={reading.again} />
        </div>
      )}
      {frame.value !== null && <Clusters />}
    </>
  );
}

function Table({ items }: { items: Initiative[] }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("建议和线索")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("状态")}</th>
            <th scope="col">{t("标题")}</th>
            <th scope="col">{t("送交给谁")}</th>
            <th scope="col">{t("回复期限")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td><Standing of={each} /></td>
              <th scope="row">
                <a class="case" href={href(`/initiatives/${each.id}`)}>{each.title}</a>
                <span class="meta">{each.kind_label} {each.number} {each.by} {each.topics.map(({ name }) => name).join("、")}</span>
              </th>
              <td data-name={t("送交给谁")}>{each.body_name ?? "–"}</td>
              <td data-name={t("回复期限")}>{each.due_on ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
