/** Logging in at the desk; the page that was asked for opens afterwards. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { login } from "../api/client";
import { FieldError, Notice } from "../shell/parts";
import { go, path } from "../shell/route";
import { t } from "../shell/words";
import { readFrame, viewer } from "./live";

interface Failure {
  at: "account" | "password" | "page";
  text: string;
}

async function attempt(account: string, password: string): Promise<Failure | null> {
  if (!account) return { at: "account", text: t("写下账号") };
  if (!password) return { at: "password", text: t("写下密码") };
  const answer = await login(account, password);
  if (answer.kind === "ok") {
    viewer.value = answer.data;
    // No move is a head's, so nothing waits in that inbox: the map is where their work begins.
    if (path.value === "/" && answer.data.roles.every(({ role }) => role === "town_head")) go("/map", true);
    await readFrame();
    return null;
  }
  if (answer.kind === "silence") return { at: "page", text: t("连不上服务器，请检查网络再试。") };
  if (answer.kind === "login") return { at: "password", text: answer.problem.title };
  return { at: "page", text: answer.problem.detail || answer.problem.title };
}

/** The login page. */
export function Login(): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<Failure | null>(null);
  useEffect(() => void (document.title = `${t("登录")}·${t("直通工作台")}`), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    setBusy(true);
    fail(null);
    void attempt(String(data.get("account")).trim(), String(data.get("password"))).then((found) => {
      setBusy(false);
      fail(found);
      if (found && found.at !== "page") document.querySelector<HTMLElement>(`[name=${found.at}]`)?.focus();
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
        <button class="btn" aria-disabled={busy}>
          {busy ? t("正在登录…") : t("登录")}
        </button>
      </form>
    </main>
  );
}
