/** Signing in: the code on the screen with a live count, the paper list typed later, who was there. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoMinute } from "../parts";
import type { Activity } from "../wire";
import type { ActivityAttended, ActivityCode } from "./wire";

const lookMs = 10_000;

/** The section. */
export function Attendance({ of }: { of: Activity }): JSX.Element {
  const [use, show] = useState<"" | "screen" | "paper" | "score">("");
  const list = useRead<{ items: ActivityAttended[] }>(`/api/activities/${of.id}/attendance`);
  const code = useRead<ActivityCode>(use ? `/api/activities/${of.id}/code?use=${use}` : null);
  const { again } = list;
  const newer = code.again;
  useEffect(() => {
    if (use !== "screen") return undefined;
    const timer = setInterval(() => (again(), newer()), lookMs);
    return () => clearInterval(timer);
  }, [use, again, newer]);
  const people = list.data?.items ?? [];
  const open = of.may_change && of.state !== "cancelled" && of.starts_at !== null;
  const button = (which: typeof use, label: string): JSX.Element => (
    <button type="button" class="btn second slim" aria-pressed={use === which} onClick={() => show(use === which ? "" : which)}>{label}</button>
  );
  const type = (texts: Record<string, string>) => {
    const names = (texts["names"] ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
    return send(`/api/activities/${of.id}/attendance`, { people: names.map((line) => ({ id: crypto.randomUUID(), name: line.split(/[\s,，]+/)[0], unit: line.split(/[\s,，]+/).slice(1).join(" ") })) });
  };
  return (
    <section class="card signcode" aria-labelledby="signin">
      <h2 id="signin">{t("签到")}</h2>
      <p><b class="big">{people.length}</b> {t("位已签到")}</p>
      {open && (
        <div class="acts noprint">
          {button("screen", t("屏幕签到码"))}
          {button("paper", t("打印签到码"))}
          {of.kind.scored && button("score", t("满意度码"))}
        </div>
      )}
      {use !== "" && code.refused !== null && <p role="alert">{code.refused}</p>}
      {use !== "" && code.data !== null && (
        <figure>
          <div dangerouslySetInnerHTML={{ __html: code.data.svg }} />
          <figcaption class="meta">{use === "screen" ? t("码会自动更新，扫码写姓名即可。") : t("{time}前有效", { time: isoMinute(code.data.until) })}</figcaption>
        </figure>
      )}
      <ul class="plain">
        {people.map((each) => <li key={each.id}>{each.name} <span class="meta">{[each.unit, each.way_label, isoMinute(each.at)].filter(Boolean).join("·")}</span></li>)}
      </ul>
      {open && (
        <Ask label={t("补录纸质名单")} fields={[{ key: "names", label: t("一行一位，先写姓名，空格后写单位"), kind: "long" }]} send={type} done={list.again} />
      )}
    </section>
  );
}
