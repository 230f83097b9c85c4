/** 走访任务: who is asked to go where, until when, and what they found; how many households a month are meant. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import { among, isCode, useAddress, word } from "../address";
import { holds, send, usePages, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, Printed, Sought, Waiting } from "../parts";
import { areas } from "../rules/names";
import { Give } from "./Give";
import { Outcome } from "./Outcome";
import type { VisitGoal, VisitTask } from "./wire";
import "../admin/admin.css";

const givers = ["town_head", "liaison", "town_congress"];
const labels = { open: "待走访", overdue: "逾期未走访", today: "今天到期", done: "已走访", cancelled: "已取消" } as const;
type Which = keyof typeof labels;
const most = 60;

/** The page. */
export function VisitsPage(): JSX.Element {
  const chosen = useSignal("");
  const which = useSignal<Which>("open");
  const words = useSignal("");
  useAddress({ area: word(chosen, "", isCode), which: word(which, "open", among(...Object.keys(labels))), q: word(words, "", (text) => text.length <= most) });
  const [giving, give] = useState(false);
  const area = chosen.value || (areas()[0]?.code ?? "");
  const asked = which.value === "overdue" || which.value === "today" ? { due: which.value } : { state: which.value };
  const query = new URLSearchParams({ ...(area && { area }), ...asked, ...(words.value && { q: words.value }) });
  const { rows, more, reading } = usePages<VisitTask>(`/api/visit-tasks?${query}`);
  const done = (): void => {
    give(false);
    reading.again();
  };
  return (
    <>
      <div class="pagehead">
        <Heading title={t("走访任务")}>{t("走访任务")}</Heading>
        <button type="button" class="btn second slim noprint" onClick={() => print()}>{t("打印")}</button>
        {area !== "" && holds(...givers) && !giving && <button type="button" class="btn slim noprint" onClick={() => give(true)}>{t("派人走访")}</button>}
      </div>
      <div class="filters" role="search" aria-label={t("筛选走访任务")}>
        {areas().length > 0 && <label>{t("区域")} <select value={area} onChange={(event) => (chosen.value = event.currentTarget.value)}>{areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select></label>}
        <label>{t("状态")} <select value={which} onChange={(event) => (which.value = event.currentTarget.value as Which)}>{Object.entries(labels).map(([value, label]) => <option key={value} value={value}>{t(label)}</option>)}</select></label>
        <label>{t("搜索")} <Sought value={words.value} maxLength={most} placeholder={t("内容、地点或姓名")} take={(text) => (words.value = text)} /></label>
      </div>
      <div class="admin">
        {giving && <section class="card"><Give key={area} area={area} cell={null} path="/api/visit-tasks" more={{ area_code: area, cell_code: null }} done={done} /></section>}
        <Waiting reading={reading} />
        {rows?.length === 0 && <div class="empty"><p>{t("没有这样的走访任务。预警可以转成走访任务，也可以在这里直接派。")}</p></div>}
        {rows?.map((task) => <One key={task.id} of={task} again={reading.again} />)}
        {more && <div class="acts start noprint"><button type="button" class="btn second" onClick={more}>{t("再看后面的")}</button></div>}
        {area !== "" && <Goals key={area} area={area} />}
      </div>
      <Printed what={[t("走访任务")]} />
    </>
  );
}

/** One task, with the way to call it off. */
export function One({ of, again }: { of: VisitTask; again: () => void }): JSX.Element {
  return (
    <section class="card" aria-labelledby={`visit-${of.id}`}>
      <h2 id={`visit-${of.id}`}>{of.what}</h2>
      <p class="meta">{[of.area_name, of.priority_label, t("{name}派", { name: of.made_name })].join("·")}</p>
      {of.why !== "" && <p>{t("为什么：{why}", { why: of.why })}</p>}
      <Outcome of={of} />
      {of.may_cancel && <div class="acts start noprint"><Ask label={t("取消任务")} fields={[{ key: "reason", label: t("为什么取消") }]} send={(texts) => send(`/api/visit-tasks/${of.id}/cancel`, texts)} done={again} /></div>}
    </section>
  );
}

function Goals({ area }: { area: string }): JSX.Element | null {
  const reading = useRead<{ items: VisitGoal[] }>(`/api/visit-goals?area=${area}`);
  const items = reading.data?.items ?? [];
  if (reading.data === null || (items.length === 0 && !holds(...givers))) return null;
  return (
    <section class="card" aria-label={t("每月走访目标")}>
      <h2>{t("每月走访目标")}</h2>
      {items.length === 0 && <p class="meta">{t("还没有定目标。定了以后，网格员在手机上看到自己的进度。")}</p>}
      {items.map((each) => <p key={each.area_code}>{t("{area}：每人每月{n}户", { area: each.area_name, n: each.households })}</p>)}
      {holds(...givers) && <Ask label={t("定目标")} fields={[{ key: "households", label: t("每人每月走访多少户") }]} send={(texts) => send("/api/visit-goals", { area_code: area, households: Number(texts["households"]) })} done={reading.again} />}
    </section>
  );
}
