/** One person: roles, what kind of person, and what security has to do; each administrator sees only the own deeds. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Sheet, Tag, type Tone } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, holds, viewer } from "../live";
import type { Answer } from "../../api/client";
import { Ask } from "../meetings/Ask";
import { Secret, useDeeds } from "./deed";
import { kinds } from "./names";
import { roleFields, roleOf, Standing } from "./PeoplePage";
import type { Account, HeldRole } from "./wire";

const states: Record<HeldRole["state"], [Tone, () => string]> = {
  held: ["ok", () => t("在任")], coming: ["go", () => t("未到任")], waiting: ["wait", () => t("待安全管理员确认")], ended: ["idle", () => t("已结束")],
};

/** The dialog; `changed` after something was, with the person as they are now, where that is known. */
export function Person({ of, close, changed }: { of: Account; close: () => void; changed: (now?: Account) => void }): JSX.Element {
  const { failure, run } = useDeeds();
  const [password, told] = useState<string | null>(null);
  const [done, say] = useState<string | null>(null);
  const at = `/api/accounts/${of.id}`;
  const own = viewer.value?.id === of.id;
  const [system, security] = [holds("system_administrator"), holds("security_administrator")];
  const act = (path: string, method: "POST" | "DELETE", words: string, empty = false): void =>
    run<Account | undefined>(path, { method, empty, ...(method === "POST" ? { body: {} } : {}) }, (now) => (say(words), changed(now)));
  const button = (label: string, press: () => void): JSX.Element => <button type="button" class="btn second slim" onClick={press}>{label}</button>;
  const put = <T,>(path: string, body: unknown, empty = false): Promise<Answer<T>> => ask<T>(path, { method: "PUT", body, empty });
  return (
    <Sheet title={t("{name}·账号{login}", { name: of.name, login: of.login })} close={close}>
      <div class="body">
        {failure}
        {done !== null && failure === null && <Notice tone="ok">{done}</Notice>}
        {password !== null && <Secret title={t("一次性密码：")} value={password} close={() => told(null)} />}
        {own && <Notice tone="info">{t("这是您自己的账号，请另一位管理员来办。")}</Notice>}
        <p><Standing of={of} /></p>
        <h3>{t("岗位")}</h3>
        <ul class="plain">
          {of.roles.map((role) => (
            <li key={role.id}>
              <b>{role.label}</b> {role.area} <span class="meta">{role.from}–{role.until ?? t("不限")}</span> <Tag tone={states[role.state][0]} icon={role.state === "held" ? "ok" : "clock"}>{states[role.state][1]()}</Tag>{" "}
              {!own && system && role.state !== "ended" && button(t("结束这个岗位"), () => act(`${at}/roles/${role.id}`, "DELETE", t("岗位已结束。")))}
              {!own && security && role.state === "waiting" && button(t("确认生效"), () => act(`${at}/roles/${role.id}/confirm`, "POST", t("岗位已生效。")))}
            </li>
          ))}
        </ul>
        {!own && system && <Ask label={t("加一个岗位")} fields={roleFields()} send={(texts) => ask<Account>(`${at}/roles`, { method: "POST", body: roleOf(texts) })} done={(now) => (say(t("岗位已加上。")), changed(now))} />}
        <h3>{t("人员画像")}</h3>
        <p>{[of.profile.kinds.map(({ label }) => label).join("、"), of.profile.speciality, of.profile.languages.join("、")].filter(Boolean).join("；") || t("还没有填写。")}</p>
        {!own && system && <Profile of={of} put={(body) => put<Account>(`${at}/profile`, body)} done={(now) => (say(t("人员画像已存好。")), changed(now))} />}
        {!own && (
          <>
            <h3>{t("登录和安全")}</h3>
            <div class="acts">
              {button(t("重置密码"), () => run<{ password: string }>(`${at}/password-reset`, { method: "POST", body: {} }, ({ password: fresh }) => (told(fresh), changed())))}
              {security && !of.locked && button(t("锁定账号"), () => act(`${at}/lock`, "POST", t("账号已锁定，登录都已结束。")))}
              {security && of.locked && button(t("解锁账号"), () => act(`${at}/unlock`, "POST", t("账号已解锁。")))}
              {security && button(t("结束所有登录"), () => act(`${at}/sessions`, "DELETE", t("登录都已结束。"), true))}
              {security && of.second_factor && button(t("解除两步验证"), () => act(`${at}/second-factor`, "DELETE", t("两步验证已解除。")))}
            </div>
            <Ask label={t("改手机号")} fields={[{ key: "phone", label: t("手机号"), hint: t("短信登录用；加密保存，不再显示。空着就是去掉。"), free: true }]} send={(texts) => put(`${at}/phone`, { phone: (texts["phone"] ?? "").trim() }, true)} done={() => say(t("手机号已存好。"))} />
          </>
        )}
      </div>
    </Sheet>
  );
}

function Profile({ of, put, done }: { of: Account; put: (body: unknown) => Promise<Answer<Account>>; done: (now: Account) => void }): JSX.Element {
  const start = { kinds: of.profile.kinds.map(({ code }) => code).join(","), speciality: of.profile.speciality, languages: of.profile.languages.join("、") };
  const fields = [
    { key: "kinds", label: t("人员类别"), kind: "choices" as const, choices: kinds(), free: true },
    { key: "speciality", label: t("专长"), free: true },
    { key: "languages", label: t("会说的语言、方言（用、隔开）"), free: true },
  ];
  const split = (text: string | undefined, by: RegExp): string[] => (text ?? "").split(by).map((each) => each.trim()).filter(Boolean);
  return <Ask label={t("改人员画像")} fields={fields} start={start} send={({ kinds: held, speciality, languages }) => put({ kinds: split(held, /,/), speciality: speciality ?? "", languages: split(languages, /[、,，\s]+/) })} done={done} />;
}
