/** Links by which whoever has the case in hand handles it without an account: issuing one, and which there are. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, bodies, send, useRead, viewer, wordsOf } from "../live";
import { isoMinute } from "../parts";
import type { CaseFile, IssuedLink, Link } from "../wire";

const dispatchers = new Set(["liaison", "town_congress", "working_body"]);

/** The card; nothing while no body has the case in hand, or for who hands nothing over. */
export function Links({ file }: { file: CaseFile }): JSX.Element | null {
  const roles = [...(viewer.value?.roles ?? []), ...bodies.value].map(({ role }) => role ?? "");
  const handed = file.seats.some(({ seat, mine }) => seat === "handler" && !mine);
  return handed && roles.some((role) => dispatchers.has(role)) ? <Card file={file} /> : null;
}

function Card({ file }: { file: CaseFile }): JSX.Element {
  const path = `/api/cases/${file.id}/links`;
  const reading = useRead<{ items: Link[] }>(path);
  // One id until it is stored: pressed twice, it is one link.
  const [id, renew] = useState(() => crypto.randomUUID());
  const [fresh, show] = useState<IssuedLink | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const settle = (answer: Awaited<ReturnType<typeof ask>>): boolean => {
    const said = answer.kind === "ok" ? null : wordsOf(answer);
    fail(said);
    reading.again();
    return said === null;
  };
  const issue = async (): Promise<void> => {
    const answer = await send<IssuedLink>(path, { id });
    if (settle(answer) && answer.kind === "ok") {
      show(answer.data);
      renew(crypto.randomUUID());
    }
  };
  const revoke = async (link: Link): Promise<void> => {
    settle(await ask(`${path}/${link.id}`, { method: "DELETE", empty: true }));
    if (link.id === fresh?.id) show(null);
  };
  return (
    <section class="card noprint" aria-labelledby="links">
      <h2 id="links">{t("办理链接")}</h2>
      <p class="sub">{t("承办单位没有账号的，发一个链接给经办人：只看这一件，只在第一台打开的设备上用。")}</p>
      {fresh !== null && (
        <div class="field" role="status">
          <label for="link-url">{t("只显示这一次，请复制发给经办人，有效到{time}", { time: isoMinute(fresh.expires_at) })}</label>
          <input type="text" id="link-url" readOnly value={fresh.url} onFocus={(event) => event.currentTarget.select()} />
        </div>
      )}
      <ul class="seats">
        {(reading.data?.items ?? []).map((link) => (
          <li key={link.id}>
            <b>{link.label}</b> {link.body_name}
            <span class="meta">
              {t("{name}发于{time}", { name: link.issued_name, time: isoMinute(link.issued_at) })}
              {" · "}
              {link.seen_at === null ? t("还没打开过") : t("上次使用{time}", { time: isoMinute(link.seen_at) })}
            </span>
            {link.state === "live" && <button type="button" class="btn quiet slim" onClick={() => void revoke(link)}>{t("收回链接")}</button>}
          </li>
        ))}
      </ul>
      {failure !== null && <FieldError id="link-error">{failure}</FieldError>}
      <div class="acts">
        <button type="button" class="btn second slim" onClick={() => void issue()}>{t("发办理链接")}</button>
      </div>
    </section>
  );
}
