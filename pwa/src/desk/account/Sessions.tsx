/** Where one is logged in, and ending it there. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { ask, recognise, useRead } from "../live";
import { Waiting } from "../parts";
import type { Session } from "../wire";

const path = "/api/me/sessions";

/** The card. */
export function Sessions(): JSX.Element {
  const reading = useRead<{ items: Session[] }>(path);
  const [failed, fail] = useState<string | null>(null);
  const items = reading.data?.items ?? [];
  const end = async (where: string): Promise<void> => {
    const answer = await ask(where, { method: "DELETE", empty: true });
    if (answer.kind === "login") await recognise();
    fail(answer.kind === "ok" || answer.kind === "login" ? null : answer.kind === "silence" ? t("连不上服务器，请检查网络再试。") : answer.problem.title);
    reading.again();
  };
  return (
    <section class="card wide" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t("登录的设备")}</h2>
      {failed && <Notice tone="bad">{failed}</Notice>}
      <Waiting reading={reading} />
      {items.length > 0 && (
        <table class="rows">
          <caption class="vh">{t("登录的设备")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("设备")}</th>
              <th scope="col">{t("登录时间")}</th>
              <th scope="col">{t("最近使用")}</th>
              <th scope="col"><span class="vh">{t("操作")}</span></th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <tr key={each.id}>
                <th scope="row">
                  {each.device} {each.this && <Tag tone="go" icon="ok">{t("本机")}</Tag>}
                </th>
                <td data-name={t("登录时间")}>{moment(each.begun_at)}</td>
                <td data-name={t("最近使用")}>{moment(each.seen_at)}</td>
                <td>
                  {!each.this && (
                    <button type="button" class="btn quiet slim" onClick={() => void end(`${path}/${each.id}`)}>
                      {t("结束登录")}<span class="vh">{each.device}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {items.length > 1 && (
        <p>
          <button type="button" class="btn second" onClick={() => void end(path)}>{t("结束其他所有登录")}</button>
        </p>
      )}
    </section>
  );
}
