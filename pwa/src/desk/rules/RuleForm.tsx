/** One rule, written or changed. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, frame, useRead, wordsOf } from "../live";
import type { Body, Rule } from "../wire";
import { areas, categoryName, channelName, weekdays } from "./names";

const path = "/api/routing-rules";
const able: Record<Rule["channel"], readonly string[]> = { industry: ["department", "mediator"], congress: ["research_centre"] };

interface Props {
  rule: Rule | null;
  close: () => void;
  done: () => void;
}

/** What stands in the fields, as the API takes it. */
function said(form: HTMLFormElement): Record<string, unknown> {
  const data = new FormData(form);
  const text = (name: string): string | null => String(data.get(name) ?? "").trim() || null;
  const number = (name: string): number | null => (text(name) === null ? null : Number(text(name)));
  const days = data.getAll("weekdays").map(Number);
  return {
    position: number("position"), category: text("category"), area_code: text("area_code"), channel: text("channel"), body_id: number("body_id"),
    days: number("days"), from_day: text("from_day"), until_day: text("until_day"), weekdays: days.length > 0 ? days : null,
    from_hour: number("from_hour"), until_hour: number("until_hour"), note: text("note") ?? "", disabled: data.has("disabled"),
  };
}

/** The form. */
export function RuleForm({ rule, close, done }: Props): JSX.Element {
  const [id] = useState(() => rule?.id ?? crypto.randomUUID());
  const [area, setArea] = useState(rule?.area_code ?? areas()[0]?.code ?? "");
  const [channel, setChannel] = useState<Rule["channel"]>(rule?.channel ?? "industry");
  const [failure, fail] = useState<string | null>(null);
  const known = useRead<{ items: Body[] }>(area === "" ? null : `/api/bodies?area=${area}`);
  const bodies = (known.data?.items ?? []).filter(({ role }) => able[channel].includes(role ?? ""));
  const store = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const body = said(event.currentTarget as HTMLFormElement);
    const answer = rule ? await ask(`${path}/${id}`, { method: "PUT", body, headers: { "If-Match": `"${rule.version}"` } }) : await ask(path, { method: "POST", body: { id, ...body } });
    if (answer.kind === "ok") done();
    else fail(wordsOf(answer));
  };
  const field = (name: keyof Rule, label: string, type: "number" | "date" | "text", more: object = {}): JSX.Element => (
    <div class="field">
      <label for={`rule-${name}`}>{label}</label>
      <input id={`rule-${name}`} name={name} defaultValue={String(rule?.[name] ?? "")} {...({ type, ...more } as object)} />
    </div>
  );
  return (
    <form class="card" onSubmit={(event) => void store(event)} aria-label={rule ? t("改") : t("加一条规则")}>
      {failure !== null && <Notice tone="bad">{failure}</Notice>}
      {field("position", rule ? t("位次") : t("位次（不写排在最后）"), "number", { min: 1, max: 9999, required: rule !== null })}
      <div class="field">
        <label for="rule-category">{t("类别")}</label>
        <select id="rule-category" name="category" defaultValue={rule?.category ?? ""}>
          <option value="">{t("各类")}</option>
          {frame.value?.categories.map(({ code }) => <option key={code} value={code} selected={code === rule?.category}>{categoryName(code)}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="rule-area">{t("区域")}</label>
        <select id="rule-area" name="area_code" value={area} onChange={(event) => setArea(event.currentTarget.value)}>
          {rule && !areas().some(({ code }) => code === rule.area_code) && <option value={rule.area_code}>{rule.area_code}</option>}
          {areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="rule-channel">{t("通道")}</label>
        <select id="rule-channel" name="channel" value={channel} onChange={(event) => setChannel(event.currentTarget.value as Rule["channel"])}>
          {(["industry", "congress"] as const).map((each) => <option key={each} value={each}>{channelName(each)}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="rule-body">{t("承办单位")}</label>
        <select id="rule-body" name="body_id">
          <option value="">{t("不指定")}</option>
          {bodies.map((body) => <option key={body.id} value={body.id} selected={body.id === rule?.body_id}>{body.name}</option>)}
        </select>
      </div>
      {field("days", t("办理几个工作日"), "number", { min: 1, max: 365 })}
      {field("from_day", t("从哪天起"), "date")}
      {field("until_day", t("到哪天止"), "date")}
      <fieldset class="field">
        <legend>{t("星期几（不勾就是每天）")}</legend>
        {weekdays().map((name, n) => (
          <label key={name}><input type="checkbox" name="weekdays" value={n + 1} defaultChecked={rule?.weekdays?.includes(n + 1) ?? false} /> {name} </label>
        ))}
      </fieldset>
      {field("from_hour", t("从几点起"), "number", { min: 0, max: 23 })}
      {field("until_hour", t("到几点止"), "number", { min: 1, max: 24 })}
      {field("note", t("备注"), "text", { maxLength: 200 })}
      <div class="field"><label><input type="checkbox" name="disabled" defaultChecked={rule?.disabled ?? false} /> {t("停用")}</label></div>
      <div class="acts">
        <button type="button" class="btn second slim" onClick={close}>{t("先不办")}</button>
        <button class="btn slim">{t("存好")}</button>
      </div>
    </form>
  );
}
