/** Logging in at the desk; the page that was asked for opens afterwards. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, keepToken, login } from "../api/client";
import type { Me } from "../api/wire";
import { FieldError, Notice } from "../shell/parts";
import { go, path } from "../shell/route";
import { t } from "../shell/words";
import { ended, readFrame, resume, tell, viewer } from "./live";

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
    await entered(answer.data, path.value);
    return null;
  }
  if (answer.kind === "silence") return { at: "page", text: t("连不上服务器，请检查网络再试。") };
  if (answer.kind === "login" && asksForCode.has(answer.problem.code ?? "")) return { at: "code", text: answer.problem.title };
  if (answer.kind === "login") return { at: "password", text: answer.problem.title };
  return { at: "page", text: answer.problem.detail || answer.problem.title };
}

/** Somebody is in, on their way to `to`. */
async function entered(me: Me, to: string): Promise<void> {
  tell(me.id);
  if (viewer.value) return void resume(me);
  viewer.value = me;
  // No move is a head's, so nothing waits in that inbox: the map is where their work begins.
  if (to === "/" && me.roles.length > 0 && me.roles.every(({ role }) => role === "town_head")) go("/map", true);
  await readFrame();
}

/** What stands behind the # of a link that was sent by short message; it is taken out of the address at once. */
let sent = path.value === "/login" ? location.hash.slice(1) : "";
if (sent) history.replaceState(null, "", location.pathname);

/** Enter by a link; `code`: null until the server has asked for one. */
async function enter(token: string, code: string | null): Promise<Failure | null> {
  const answer = await call<Me>("/api/login-links/trade", { method: "POST", body: code === null ? { token } : { token, code } });
  if (answer.kind === "ok") {
    keepToken(answer.data.csrf);
    sent = ""; // it is used up: whoever's login ends later does not come by it again
    go("/", true);
    await entered(answer.data, "/");
    return null;
  }
  if (answer.kind === "silence") return { at: "page", text: t("连不上服务器，请检查网络再试。") };
  return { at: asksForCode.has(answer.problem.code ?? "") ? "code" : "page", text: answer.problem.detail || answer.problem.title };
}

/** The login page, for who comes by a link or by a password. */
export function Login(): JSX.Element {
  const [token, use] = useState(sent);
  return token ? <ByLink token={token} leave={() => use((sent = ""))} /> : <ByPassword />;
}

function ByLink({ token, leave }: { token: string; leave: () => void }): JSX.Element {
  const [failure, fail] = useState<Failure | null>(null);
  const [asked, ask] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => void (document.title = `${t("登录")}·${t("直通工作台")}`), []);
  // Only a press trades the link: who merely looks at the page uses nothing up.
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    const code = new FormData(event.target as HTMLFormElement).get("code");
    setBusy(true);
    void enter(token, code === null ? null : String(code).trim()).then((found) => {
      setBusy(false);
      if (found?.at === "code") ask(true);
      fail(found);
    });
  };
  return (
    <main class="login" id="main">
      <h1>{t("直通工作台")}</h1>
      <p class="sub">{t("您从短信里的链接进来，只能用一次。")}</p>
      {failure?.at === "page" && <Notice tone="bad">{failure.text}</Notice>}
      <form onSubmit={submit} noValidate>
        {asked && (
          <label class="field">
            <span>{t("验证码")}</span>
            {failure?.at === "code" && <FieldError id="code-error">{failure.text}</FieldError>}
            <input name="code" autocomplete="one-time-code" autocapitalize="none" maxLength={40} {...(failure?.at === "code" ? { "aria-invalid": true, "aria-describedby": "code-error" } : {})} />
          </label>
        )}
        <button class="btn" aria-disabled={busy}>{busy ? t("正在登录…") : t("登录")}</button>
        <button type="button" class="btn quiet" onClick={leave}>{t("用密码登录")}</button>
      </form>
    </main>
  );
}

/** Asking for a link: the answer is the same whether there is such an account, with a phone, or not. */
function AskForLink(): JSX.Element {
  const [open, show] = useState(false);
  const [said, say] = useState<{ tone: "ok" | "bad"; text: string } | null>(null);
  const [account, write] = useState("");
  if (!open) return <button type="button" class="btn quiet" onClick={() => show(true)}>{t("忘了密码？用短信链接进来")}</button>;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!account.trim()) return say({ tone: "bad", text: t("写下账号") });
    void call("/api/login-links", { method: "POST", body: { account: account.trim() } }).then((answer) => {
      if (answer.kind === "ok") say({ tone: "ok", text: t("账号登记过手机号的，链接已经发出，24小时内在这台设备、这个浏览器上打开，只能用一次。没有收到，请找管理员。") });
      else say({ tone: "bad", text: answer.kind === "silence" ? t("连不上服务器，请检查网络再试。") : answer.problem.detail || answer.problem.title });
    });
  };
  return (
    <form onSubmit={submit} noValidate aria-label={t("用短信链接进来")}>
      {said && <Notice tone={said.tone}>{said.text}</Notice>}
      <label class="field">
        <span>{t("要登录的账号")}</span>
        <input autocomplete="username" autocapitalize="none" value={account} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      <button class="btn second">{t("发链接到手机")}</button>
    </form>
  );
}

function ByPassword(): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<Failure | null>(null);
  const [asked, ask] = useState(false);
  const back = ended.value;
  useEffect(() => {
    const before = document.title;
    document.title = `${t("登录")}·${t("直通工作台")}`;
    return () => back && (document.title = before);
  }, []);
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
      {back ? <Notice tone="wait">{t("登录过期了，或在别的窗口退出了。还是您登录，这一页写了的都在。")}</Notice> : <p class="sub">{t("站点、乡镇和人大工作人员登录")}</p>}
      {failure?.at === "page" && <Notice tone="bad">{failure.text}</Notice>}
      <form onSubmit={submit} noValidate>
        <label class="field">
          <span>{t("账号")}</span>
          {failure?.at === "account" && <FieldError id="account-error">{failure.text}</FieldError>}
          <input name="account" defaultValue={back ? viewer.value?.login : ""} autocomplete="username" autocapitalize="none" {...wrong("account")} />
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
      <AskForLink />
    </main>
  );
}
