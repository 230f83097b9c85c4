/** Logging in: the first time with a network; later it only opens the way for what waits. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { signIn } from "../../sync/signin";
import { FieldError, Notice } from "../../shell/parts";
import { go } from "../../shell/route";
import { t } from "../../shell/words";
import { account, refresh, report, sendNow } from "../live";

type Failure = { field: "password" | "code" | "page" | "desk"; text: string };

const asksForCode = new Set(["second_factor_needed", "wrong_code"]);

async function attempt(name: string, password: string, code?: string): Promise<Failure | null> {
  const answer = await signIn(name, password, code);
  if (answer.kind === "ok") {
    await refresh();
    go("/", true);
    void sendNow();
    return null;
  }
  if (answer.kind === "silence") return { field: "page", text: t("没有网络，现在不能登录。连上网再试。") };
  if (answer.kind === "login" && asksForCode.has(answer.problem.code ?? "")) return { field: "code", text: answer.problem.title };
  if (answer.kind === "refused" && answer.problem.code === "at_the_desk_first") return { field: "desk", text: t(answer.problem.title) };
  if (answer.kind === "login") return { field: "password", text: answer.problem.title || t("账号或密码不对") };
  return { field: "page", text: t(answer.problem.detail || answer.problem.title) };
}

/** The page; with somebody's work open here it is about that account, though another may log in. */
export function Login(): JSX.Element {
  const known = account.value?.login ?? "";
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<Failure | null>(null);
  const [asked, ask] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    setBusy(true);
    fail(null);
    const code = data.get("code");
    attempt(String(data.get("account")).trim(), String(data.get("password")), code === null ? undefined : String(code).trim())
      .then((found) => {
        if (found?.field === "code") ask(true);
        fail(found);
      }, report)
      .finally(() => setBusy(false));
  };
  const wrong = failure?.field === "password";
  return (
    <main class="login">
      <h1>{t("民意直通")}</h1>
      <p class="sub">{t("网格员和信息采集员登录")}</p>
      {failure?.field === "page" && <Notice tone="bad">{failure.text}</Notice>}
      {failure?.field === "desk" && (
        <Notice tone="wait">
          {failure.text} <a href="/desk/">{t("去办")}</a>
        </Notice>
      )}
      {account.value && <Notice tone="info">{t("{name}的登记都在手机里，用同一个账号登录后自动上传。", { name: account.value.name })}</Notice>}
      <form onSubmit={submit}>
        <label class="field">
          <span>{t("账号")}</span>
          <input name="account" defaultValue={known} autocomplete="username" autocapitalize="none" required />
        </label>
        <label class="field">
          <span>{t("密码")}</span>
          {wrong && <FieldError id="password-error">{failure.text}</FieldError>}
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            aria-invalid={wrong}
            {...(wrong ? { "aria-describedby": "password-error" } : {})}
          />
        </label>
        {asked && (
          <label class="field">
            <span>{t("验证码")}</span>
            {failure?.field === "code" && <FieldError id="code-error">{failure.text}</FieldError>}
            <input name="code" autocomplete="one-time-code" autocapitalize="none" maxLength={40} required />
          </label>
        )}
        <button class="btn" aria-disabled={busy}>
          {busy ? t("正在登录…") : t("登录")}
        </button>
      </form>
    </main>
  );
}
