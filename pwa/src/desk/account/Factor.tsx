/** The second factor: bound by a QR and a first code, with recovery codes to keep on paper. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { recognise, useRead } from "../live";
import { Waiting } from "../parts";
import type { BegunFactor, Factor as Standing } from "../wire";
import { Ask } from "./asking";

const path = "/api/me/second-factor";
const password = (): { name: string; label: string; autocomplete: string } => ({ name: "password", label: t("现在的密码"), autocomplete: "current-password" });
const code = (hint?: string): { name: string; label: string; hint?: string; type: "text"; autocomplete: string } => ({
  name: "code", label: t("验证码"), type: "text", autocomplete: "one-time-code", ...(hint ? { hint } : {}),
});

/** The card: off, on its way, just bound, or on. */
export function Factor(): JSX.Element {
  const reading = useRead<Standing>(path);
  const [begun, begin] = useState<BegunFactor | null>(null);
  const [codes, keep] = useState<string[] | null>(null);
  const now = reading.data;
  return (
    <section class="card" aria-labelledby="factor-title">
      <h2 id="factor-title">
        {t("两步验证")} {now && (now.on ? <Tag tone="ok" icon="ok">{t("已开启")}</Tag> : <Tag tone={now.required ? "wait" : "idle"} icon="info">{t("未开启")}</Tag>)}
      </h2>
      <Waiting reading={reading} />
      {codes ? (
        <Codes codes={codes} done={() => (keep(null), reading.again(), void recognise())} />
      ) : begun ? (
        <Bind begun={begun} done={(made) => (begin(null), keep(made))} />
      ) : now?.on ? (
        <On now={now} done={() => (reading.again(), void recognise())} />
      ) : (
        now && (
          <>
            <p>{t("登录时除了密码，再输入手机验证器上的6位数字。密码泄露了，别人也进不来。")}</p>
            <Ask<BegunFactor> path={path} fields={[password()]} act={t("开始绑定")} done={begin} />
          </>
        )
      )}
    </section>
  );
}

function Bind({ begun, done }: { begun: BegunFactor; done: (codes: string[]) => void }): JSX.Element {
  return (
    <>
      <ol class="steps">
        <li>{t("在手机上打开验证器，例如微信小程序“腾讯身份验证器”，或任何支持TOTP的应用。")}</li>
        <li>{t("扫下面的二维码；不能扫的，手工输入密钥。")}</li>
        <li>{t("把应用上的6位数字写在下面。")}</li>
      </ol>
      <div class="bind">
        <img src={`data:image/svg+xml,${encodeURIComponent(begun.qr)}`} alt={t("绑定用的二维码")} width="200" height="200" />
        <div>
          <span class="sub">{t("密钥")}</span>
          <code>{begun.secret.replace(/.{4}/g, "$& ").trim()}</code>
        </div>
      </div>
      <Ask<{ recovery_codes: string[] }> path={`${path}/confirm`} fields={[code()]} act={t("确认绑定")} done={(made) => done(made.recovery_codes)} />
    </>
  );
}

function Codes({ codes, done }: { codes: string[]; done: () => void }): JSX.Element {
  return (
    <>
      <Notice tone="ok">{t("绑定好了。下面是恢复码，只显示这一次：手机丢了，每组可以登录一次。请抄下或打印，放在安全的地方。")}</Notice>
      <ul class="codes">{codes.map((each) => <li key={each}><code>{each}</code></li>)}</ul>
      <div class="acts">
        <button type="button" class="btn second" onClick={() => print()}>{t("打印恢复码")}</button>
        <button type="button" class="btn" onClick={done}>{t("已经收好")}</button>
      </div>
    </>
  );
}

function On({ now, done }: { now: Standing; done: () => void }): JSX.Element {
  const [asking, ask] = useState(false);
  return (
    <>
      <p>{t("还有{n}组恢复码没有用过。", { n: now.recovery_codes })}</p>
      {asking ? (
        <Ask path={`${path}/end`} fields={[password(), code(t("验证器上的6位数字，或一组恢复码。"))]} act={t("解除绑定")} quiet done={() => (ask(false), done())}>
          {now.required && <Notice tone="info">{t("您的岗位要用两步验证，解除后要马上重新绑定。")}</Notice>}
        </Ask>
      ) : (
        <button type="button" class="btn second" onClick={() => ask(true)}>{t("换手机或解除绑定")}</button>
      )}
    </>
  );
}
