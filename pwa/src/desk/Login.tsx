/** Logging in at the desk; the page that was asked for opens afterwards. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { login } from "../api/client";
import { FieldError, Notice } from "../shell/parts";
import { go, path } from "../shell/route";
import { t } from "../shell/words";
import { readFrame, viewer } from "./live";

interface Failure {
  at: "account" | "password" | "code" | "page";
  text: string;
}

const asksForCode = new Set(["second_factor_needed", "wrong_code"]);

/** `code`: null until the server has asked for one. */
async function attempt(account: string, password: string, code: string | null): Promise<Failure | null> {
  if (!account) return { at: "account", text: t("写下账号") };
  if (!password) return { at: "password", text: t("写下密码") };
  if (code === "") return { at: "code", text: t("写下验证码") };
  const answer = await login(account, password, code ?? undefined);
  if (answer.kind === "ok") {
    viewer.value = answer.data;
    // No move is a head's, so nothing waits in that inbox: the map is where their work begins.
    if (path.value === "/" && answer.data.roles.length > 0 && answer.data.roles.every(({ role }) => role === "town_head")) go("/map", true);
    await readFrame();
    return null;
  }
  if (answer.kind === "silence") return { at: "page", text: t("连不上服务器，请检查网络再试。") };
  if (answer.kind === "login" && asksForCode.has(answer.problem.code ?? "")) return { at: "code", text: answer.problem.title };
  if (answer.kind === "login") return { at: "password", text: answer.problem.title };
  return { at: "page", text: answer.problem.detail || answer.problem.title };
}

/** The login page. */
export function Login(): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<Failure | null>(null);
  const [asked, ask] = useState(false);
  useEffect(() => void (document.title = `${t("登录")}·${t("直通工作台")}`), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    setBusy(true);
    fail(null);
    const code = data.get("code");
    void attempt(String(data.get("account")).trim(), String(data.get("password")), code === null ? null : String(code).trim()).then((found) => {
      setBusy(false);
      if (found?.at === "code") ask(true);
      fail(found);
      // The field for the code may have come only now.
      if (found && found.at !== "page") requestAnimationFrame(() => document.querySelector<HTMLElement>(`[name=${found.at}]`)?.focus());
    });
  };
  const wrong = (name: string): object => (failure?.at === name ? { "aria-invalid": true, "aria-describedby": `${name}-error` } : {});
  return (
    <main class="login" id="main">
      <h1>{t("直通工作台")}</h1>
      <p class="sub">{t("站点、乡镇和人大工作人员登录")}</p>
      {failure?.at === "page" && <Notice tone="bad">{failure.text}</Notice>}
      <form onSubmit={submit} noValidate>
        <label class="field">
          <span>{t("账号")}</span>
          {failure?.at === "account" && <FieldError id="account-error">{failure.text}</FieldError>}
          <input name="account" autocomplete="username" autocapitalize="none" {...wrong("account")} />
        </label>
        <label class="field">
          <span>{t("密码")}</span>
          {failure?.at === "password" && <FieldError id="password-error">{failure.text}</FieldError>}
          <input name="password" type="password" autocomplete="current-password" {...wrong("password")} />
        </label>
        {asked && (
          <label class="field">
            <span>{t("验证码")}</span>
            <span class="sub">{t("打开手机上的验证器，输入6位数字；手机不在身边，输入一组恢复码。")}</span>
            {failure?.at === "code" && <FieldError id="code-error">{failure.text}</FieldError>}
            <input name="code" autocomplete="one-time-code" autocapitalize="none" maxLength={40} {...wrong("code")} />
          </label>
        )}
        <button class="btn" aria-disabled={busy}>
          {busy ? t("正在登录…") : t("登录")}
        </button>
      </form>
    </main>
  );
}
