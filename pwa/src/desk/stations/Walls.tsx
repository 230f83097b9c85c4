/** 站点大屏: the links of a station's screens: made, seen when they were on last, taken back. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, holds, send, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { isoMinute } from "../parts";
import type { IssuedWall, Wall } from "./wire";

/** The card; nothing for who keeps no screens. */
export function Walls({ station }: { station: number }): JSX.Element | null {
  return holds("liaison", "town_congress", "town_head") ? <Card station={station} /> : null;
}

function Card({ station }: { station: number }): JSX.Element {
  const path = `/api/stations/${station}/walls`;
  const reading = useRead<{ items: Wall[] }>(path);
  const [fresh, show] = useState<IssuedWall | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const revoke = async (wall: Wall): Promise<void> => {
    const answer = await ask(`${path}/${wall.id}`, { method: "DELETE", empty: true });
    fail(answer.kind === "ok" ? null : wordsOf(answer));
    if (wall.id === fresh?.id) show(null);
    reading.again();
  };
  return (
    <section class="card noprint" aria-labelledby="walls">
      <h2 id="walls">{t("站点大屏")}</h2>
      <p class="sub">{t("在大厅的电子屏上打开链接，只显示公开的数字、活动、草案和采纳结果，不用登录，自己更新。")}</p>
      {reading.refused !== null && <p class="meta">{reading.refused}</p>}
      {fresh !== null && (
        <div class="field" role="status">
          <label for="wall-url">{t("只显示这一次，请复制到大屏的浏览器里打开")}</label>
          <input type="text" id="wall-url" readOnly value={fresh.url} onFocus={(event) => event.currentTarget.select()} />
        </div>
      )}
      {reading.data !== null && (
        <>
          {reading.data.items.length === 0 && <p class="meta">{t("还没有大屏。写下挂在哪里，就得到一个链接。")}</p>}
          <ul class="seats">
            {reading.data.items.map((wall) => (
              <li key={wall.id}>
                <b>{wall.name}</b> {wall.revoked_at !== null && <Tag tone="idle" icon="ok">{t("已收回")}</Tag>}
                <span class="meta">
                  {t("{name}发于{time}", { name: wall.issued_name, time: isoMinute(wall.issued_at) })}
                  {" · "}
                  {wall.seen_at === null ? t("还没打开过") : t("上次使用{time}", { time: isoMinute(wall.seen_at) })}
                </span>
                {wall.revoked_at === null && <button type="button" class="btn quiet slim" onClick={() => void revoke(wall)}>{t("收回链接")}</button>}
              </li>
            ))}
          </ul>
          {failure !== null && <FieldError id="wall-error">{failure}</FieldError>}
          <Ask label={t("挂一块大屏")} fields={[{ key: "name", label: t("挂在哪里") }]}
            send={(texts, id) => send<IssuedWall>(path, { id, name: (texts.name ?? "").trim() })} done={(made) => (show(made), reading.again())} />
        </>
      )}
    </section>
  );
}
