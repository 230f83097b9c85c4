/** 人员: who works here, for the system and the security administrator; neither does the other's work. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { holds, send, usePages } from "../live";
import { Heading, Waiting } from "../parts";
import { Ask } from "../meetings/Ask";
import { Secret } from "./deed";
import { ImportPeople } from "./ImportPeople";
import { kinds, roles } from "./names";
import { Person } from "./Person";
import type { Account, Given } from "./wire";
import "./admin.css";

/** The page. */
export function PeoplePage(): JSX.Element {
  const [asked, ask] = useState("");
  const [query, narrow] = useState<Record<string, string>>({});
  const wanted = new URLSearchParams({ ...query, ...(asked ? { q: asked } : {}) });
  const path = `/api/accounts?${wanted}`;
  const { rows, more, reading } = usePages<Account>(path);
  const [open, show] = useState<Account | null>(null);
  const [fresh, told] = useState<Given | null>(null);
  const set = (name: string, value: string): void => narrow(Object.fromEntries([...Object.entries(query).filter(([key]) => key !== name), ...(value ? [[name, value]] : [])]));
  // Who no longer fits the filters stays on show as the server told last.
  const changed = (now?: Account): void => {
    if (now) show(now);
    reading.again();
  };
  return (
    <>
      <div class="pagehead"><Heading title={t("人员和账号")}>{t("人员和账号")}</Heading></div>
      <div class="admin">
        {holds("system_administrator") && (
          <div class="acts">
            <Ask<Given> label={t("新建账号")} fields={newFields()} send={(texts) => send("/api/accounts", { login: texts["login"]?.trim(), name: texts["name"]?.trim(), roles: [roleOf(texts)] })} done={(made) => (told(made), reading.again())} />
            <ImportPeople done={reading.again} />
          </div>
        )}
        {fresh && <Secret title={t("{name}的账号{login}已建好，一次性密码：", { name: fresh.name, login: fresh.login })} value={fresh.password} close={() => told(null)} />}
        <div class="filters" role="search" aria-label={t("查找人员")} style="padding:0">
          <label>{t("姓名或账号")} <input type="search" value={asked} onInput={(event) => ask(event.currentTarget.value.trim())} /></label>
          <Pick label={t("岗位")} all={t("全部岗位")} choices={roles()} set={(value) => set("role", value)} />
          <Pick label={t("人员类别")} all={t("全部类别")} choices={kinds()} set={(value) => set("kind", value)} />
          <label><input type="checkbox" onChange={(event) => set("locked", event.currentTarget.checked ? "1" : "")} /> {t("只看已锁定")}</label>
          <label><input type="checkbox" onChange={(event) => set("waiting", event.currentTarget.checked ? "1" : "")} /> {t("只看待确认岗位")}</label>
        </div>
        <Waiting reading={reading} />
        {rows?.length === 0 && <div class="empty"><p>{t("没有这样的人员，换个条件，或新建账号。")}</p></div>}
        {rows !== null && rows.length > 0 && <Table items={rows} open={show} />}
        {more && <p><button type="button" class="btn second" onClick={more}>{t("再看后面的")}</button></p>}
      </div>
      {open && <Person of={open} close={() => show(null)} changed={changed} />}
    </>
  );
}

/** What a role takes; also for who has an account already. */
export const roleFields = () => [
  { key: "role", label: t("岗位"), kind: "choice" as const, choices: roles() },
  { key: "area", label: t("区划代码"), hint: t("县6位、乡镇9位、村（社区）12位数字") },
  { key: "from", label: t("从哪天起（不写就是今天）"), kind: "day" as const, free: true },
  { key: "until", label: t("到哪天止（不写就不限）"), kind: "day" as const, free: true },
];

const newFields = () => [
  { key: "name", label: t("姓名") },
  { key: "login", label: t("账号"), hint: t("2至40个小写字母、数字或_.-") },
  ...roleFields(),
];

/** A role as the API takes it. */
export function roleOf(texts: Record<string, string>): Record<string, unknown> {
  return { role: texts["role"], area: texts["area"]?.trim(), ...(texts["from"] ? { from: texts["from"] } : {}), ...(texts["until"] ? { until: texts["until"] } : {}) };
}

function Pick({ label, all, choices, set }: { label: string; all: string; choices: { value: string; label: string }[]; set: (value: string) => void }): JSX.Element {
  return (
    <label>
      {label}{" "}
      <select onChange={(event) => set(event.currentTarget.value)}>
        <option value="">{all}</option>
        {choices.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
      </select>
    </label>
  );
}

/** Where an account stands. */
export function Standing({ of }: { of: Account }): JSX.Element {
  return (
    <>
      {of.locked && <Tag tone="bad" icon="bang">{t("已锁定")}</Tag>}
      {of.closed && <Tag tone="idle" icon="close">{t("已停用")}</Tag>}
      {of.roles.some(({ state }) => state === "waiting") && <Tag tone="wait" icon="clock">{t("有岗位待确认")}</Tag>}
      {of.password_once && <Tag tone="wait" icon="key">{t("还没换密码")}</Tag>}
      {of.second_factor && <Tag tone="ok" icon="ok">{t("两步验证")}</Tag>}
    </>
  );
}

function Table({ items, open }: { items: Account[]; open: (one: Account) => void }): JSX.Element {
  return (
    <table class="rows">
      <caption class="vh">{t("人员和账号")}</caption>
      <thead><tr><th scope="col">{t("姓名")}</th><th scope="col">{t("岗位")}</th><th scope="col">{t("人员类别")}</th><th scope="col">{t("状态")}</th></tr></thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row"><button type="button" onClick={() => open(one)}>{one.name}</button> <span class="meta">{one.login}</span></th>
            <td>{one.roles.filter(({ state }) => state !== "ended").map(({ label, area }) => `${label} ${area}`).join("、") || t("没有岗位")}</td>
            <td>{one.profile.kinds.map(({ label }) => label).join("、")}</td>
            <td><Standing of={one} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
