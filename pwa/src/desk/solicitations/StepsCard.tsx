/** 九步工作法: the nine steps of a station, each with what shows that it was done; naming them anew for what begins later. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "../../api/client";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay, isoMinute } from "../parts";
import { mostPhotos, sendPhotos } from "../photos";
import type { Page } from "../wire";
import type { Solicitation, StepDone, StepRun, Steps } from "./wire";

/** The card of one station. */
export function StepsCard({ run, put }: { run: StepRun; put: (fresh: Solicitation) => void }): JSX.Element {
  const left = run.boxes.filter(({ done }) => done === null);
  return (
    <section class="card steps" aria-labelledby={`steps-${run.station_id}`}>
      <h2 id={`steps-${run.station_id}`}>{t("九步工作法：{station}", { station: run.station })}</h2>
      <ol class="seats">
        {run.boxes.map(({ nth, name, done }) => (
          <li key={nth}>
            <Tag tone={done === null ? "idle" : "ok"} icon={done === null ? "clock" : "ok"}>{done === null ? t("没做") : t("做了")}</Tag> <b>{name}</b> {done?.words}
            {done !== null && <Shown done={done} />}
          </li>
        ))}
      </ol>
      {run.may && (
        <div class="acts noprint">
          {left.length > 0 && <Ticking run={run} left={left} put={put} />}
          <Naming station={run.station_id} />
        </div>
      )}
    </section>
  );
}

function Shown({ done }: { done: StepDone }): JSX.Element {
  return (
    <>
      {" "}<span class="meta">{done.name} {isoMinute(done.at)}</span>
      {done.activity_id !== null && <> <a href={href(`/activities/${done.activity_id}`)}>{done.activity_title}</a></>}
      {done.photos.length > 0 && (
        <span class="shots">
          {done.photos.map((sha, n) => <a key={sha} href={`/api/attachments/${sha}`} target="_blank" rel="noopener"><img src={`/api/attachments/${sha}`} alt={t("照片{n}", { n: n + 1 })} loading="lazy" /></a>)}
        </span>
      )}
    </>
  );
}

interface TickingProps {
  run: StepRun;
  left: StepRun["boxes"];
  put: (fresh: Solicitation) => void;
}

/** A step is ticked with words, and with photos or an activity where there are. */
function Ticking({ run, left, put }: TickingProps): JSX.Element {
  const known = useRead<Page<{ id: string; title: string; starts_at: string }>>("/api/activities?limit=100");
  const [files, choose] = useState<File[]>([]);
  const tick = async (texts: Record<string, string>): Promise<Answer<Solicitation>> => {
    const sent = await sendPhotos(files);
    if (!Array.isArray(sent)) return sent;
    return send<Solicitation>(`/api/step-runs/${run.id}/ticks`, { nth: Number(texts["nth"]), words: texts["words"], photos: sent, activity_id: texts["activity_id"] || null });
  };
  return (
    <Ask
      label={t("完成一步")}
      start={{ nth: String(left[0]!.nth) }}
      fields={[
        { key: "nth", label: t("哪一步"), kind: "choice", choices: left.map(({ nth, name }) => ({ value: String(nth), label: name })) },
        { key: "words", label: t("完成情况"), kind: "long", hint: t("开了什么会、到了哪些人、材料在哪里") },
        { key: "activity_id", label: t("哪次活动"), kind: "choice", free: true, choices: (known.data?.items ?? []).map(({ id, title, starts_at }) => ({ value: id, label: `${isoDay(starts_at)} ${title}` })) },
        { key: "photos", label: t("照片（最多{n}张）", { n: mostPhotos }), kind: "files", free: true, hint: t("只有工作人员看得到") },
      ]}
      files={choose}
      send={tick}
      done={put}
    />
  );
}

function Naming({ station }: { station: number }): JSX.Element | null {
  const reading = useRead<Steps>(`/api/step-templates/${station}`);
  const now = reading.data;
  if (now === null) return null;
  const lines = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter(Boolean);
  return (
    <Ask
      label={t("改步骤名称")}
      start={{ names: now.names.join("\n") }}
      fields={[{ key: "names", label: t("九步的名称"), kind: "long", hint: t("一行一步，共九行。正在办的不变，以后开始的按新名称。") }]}
      send={(texts) => send<Steps>(`/api/step-templates/${station}`, { names: lines(texts["names"] ?? ""), after: now.version })}
      done={reading.put}
    />
  );
}
