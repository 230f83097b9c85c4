/** All cases of the scope, with filters that stand in the address. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { language, t } from "../../shell/words";
import { frame, viewer } from "../live";
import { Heading } from "../parts";
import { CaseTable } from "./CaseTable";
import { Export } from "./Export";
import { channels, filters, setFilter, stages } from "./query";

/** What the server is asked; the name of a cell is only shown. */
function asked(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => name !== "name"));
}

const switches = new Set(["waiting", "overdue", "soon", "unplaced", "open"]);

/** What stands in the address, as the body of the request for a file has it. */
function wanted(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries([...asked(query)].map(([name, value]) => [name, switches.has(name) ? true : value]));
}

/** The page. */
export function Cases(): JSX.Element {
  const query = filters();
  const cell = query.get("cell");
  const [taking, take] = useState(false);
  const [said, say] = useState<string | null>(null);
  const empty = <div class="empty"><p>{t("没有这样的事项，换个条件。")}</p></div>;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("事项")}>{cell ? t("{name}的事项", { name: query.get("name") ?? cell }) : t("事项")}</Heading>
        {query.size > 0 && <a class="btn second" href="/desk/cases">{t("看全部事项")}</a>}
        {viewer.value?.exports === true && <button type="button" class="btn second" onClick={() => take(true)}>{t("导出")}</button>}
      </div>
      {said !== null && <div class="pad"><Notice tone="ok">{said}</Notice></div>}
      {taking && (
        <Export
          path="/api/cases/export" title={t("导出事项清单")} name={t("事项清单")} body={wanted(query)}
          intro={t("导出您现在筛选的清单。文件里写着您的名字和时间，导出会记入日志；隐蔽事项只写到村。")}
          close={() => take(false)} done={(n) => (take(false), say(t("已导出{n}件，文件在浏览器的下载里。", { n })))}
        />
      )}
      <Filters query={query} />
      <CaseTable caption={t("事项")} query={asked(query)} older={t("再看更早的")} empty={empty} />
    </>
  );
}

function Filters({ query }: { query: URLSearchParams }): JSX.Element {
  const set = (name: string) => (event: Event) => setFilter(name, (event.target as HTMLInputElement).value);
  const categories = frame.value?.categories ?? [];
  return (
    <div class="filters" role="search" aria-label={t("筛选事项")}>
      <label>
        {t("阶段")}
        <select value={query.get("state") ?? ""} onChange={set("state")}>
          <option value="">{t("全部阶段")}</option>
          {stages.map(([code, name]) => <option key={code} value={code}>{t(name)}</option>)}
        </select>
      </label>
      <label>
        {t("类别")}
        <select value={query.get("category") ?? ""} onChange={set("category")}>
          <option value="">{t("全部类别")}</option>
          {categories.map((one) => <option key={one.code} value={one.code}>{language() === "en" ? one.name_en : one.name}</option>)}
        </select>
      </label>
      <label>
        {t("监督主题")}
        <select value={query.get("topic") ?? ""} onChange={set("topic")}>
          <option value="">{t("全部主题")}</option>
          {frame.value?.topics.map((one) => <option key={one.code} value={one.code}>{language() === "en" ? one.name_en : one.name}</option>)}
        </select>
      </label>
      <label>
        {t("来源")}
        <select value={query.get("came_by") ?? ""} onChange={set("came_by")}>
          <option value="">{t("全部来源")}</option>
          {channels.map(([code, name]) => <option key={code} value={code}>{t(name)}</option>)}
        </select>
      </label>
      <label>
        {t("从")}
        <input type="date" value={query.get("from") ?? ""} onChange={set("from")} />
      </label>
      <label>
        {t("到")}
        <input type="date" value={query.get("to") ?? ""} onChange={set("to")} />
      </label>
      <Only name="open" query={query}>{t("未办结")}</Only>
      <Only name="unplaced" query={query}>{t("未落格")}</Only>
    </div>
  );
}

/** A box that narrows the list while it is ticked. */
function Only({ name, query, children }: { name: string; query: URLSearchParams; children: string }): JSX.Element {
  const on = query.get(name) === "1";
  return (
    <label>
      <input type="checkbox" checked={on} onChange={() => setFilter(name, on ? "" : "1")} />
      {children}
    </label>
  );
}
