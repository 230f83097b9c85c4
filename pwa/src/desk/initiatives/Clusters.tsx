/** 由点及面: where many matters of one kind came up, and making one topic of them in a step. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { go } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay, Waiting } from "../parts";
import type { Term } from "../wire";
import type { Cluster, Initiative } from "./wire";

interface Found {
  items: Cluster[];
  kinds: Term[];
  topics: Term[];
}

/** The section under the list. */
export function Clusters(): JSX.Element {
  const [least, raise] = useState("3");
  const reading = useRead<Found>(`/api/case-clusters?least=${least}`);
  const found = reading.data;
  return (
    <section class="pad stack" aria-labelledby="clusters">
      <h2 id="clusters">{t("同类事项（近90天）")}</h2>
      <p class="sub">{t("同一村、同一镇反复出现的同一类事，可以并成一个专题提出；每一件照常办。隐蔽和限办理人员的事项不计在内。")}</p>
      <div class="filters">
        <label>
          {t("至少几件")}
          <select value={least} onChange={(event) => raise(event.currentTarget.value)}>
            {["2", "3", "5", "10", "20"].map((n) => <option key={n} value={n}>{n}</option>)}
          </select>
        </label>
      </div>
      <Waiting reading={reading} />
      {found?.items.length === 0 && <p>{t("没有这么多件的同类事项。")}</p>}
      {found?.items.map((each) => <One key={`${each.category.code} ${each.area.code}`} of={each} found={found} />)}
    </section>
  );
}

function One({ of, found }: { of: Cluster; found: Found }): JSX.Element {
  const name = t("{place}·{category}·{n}件", { place: of.area.name, category: of.category.name, n: of.count });
  const make = (texts: Record<string, string>, id: string) =>
    send<Initiative>(`/api/cases/${of.cases[0]}/initiatives`, {
      id, kind: texts["kind"], title: texts["title"], text: texts["text"], cases: of.cases, reason: t("同类事项：{name}", { name }), topics: texts["topic"] ? [texts["topic"]] : [],
    });
  return (
    <article class="card">
      <h3>{name}</h3>
      <p class="meta">
        {t("{from}至{to}", { from: isoDay(of.first), to: isoDay(of.last) })} · {t("{n}件还在办", { n: of.still_open })}
        {of.words.length > 0 && <> · {t("都提到：{words}", { words: of.words.join("、") })}</>}
      </p>
      <p class="meta">{of.numbers.slice(0, shown).join(" ")}{of.numbers.length > shown && "…"}</p>
      {found.kinds.length > 0 && (
        <Ask label={t("并成专题提出")} fields={[
          { key: "kind", label: t("哪一种"), kind: "choice", choices: found.kinds.map(({ code, name: label }) => ({ value: code, label })) },
          { key: "title", label: t("标题") }, { key: "text", label: t("写明情况和建议") },
          { key: "topic", label: t("监督主题"), kind: "choice", free: true, choices: found.topics.map(({ code, name: label }) => ({ value: code, label })) },
        ]} send={make} done={({ id }) => go(`/initiatives/${id}`)} />
      )}
    </article>
  );
}

const shown = 12;
