/** 九步工作法: the nine steps of a station, each with what shows that it was done; naming them anew for what begins later. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoMinute } from "../parts";
import type { Solicitation, StepRun, Steps } from "./wire";

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
            {done !== null && <span class="meta">{done.name} {isoMinute(done.at)}</span>}
          </li>
        ))}
      </ol>
      {run.may && (
        <div class="acts noprint">
          {left.length > 0 && (
            <Ask
              label={t("完成一步")}
              start={{ nth: String(left[0]!.nth) }}
              fields={[{ key: "nth", label: t("哪一步"), kind: "choice", choices: left.map(({ nth, name }) => ({ value: String(nth), label: name })) }, { key: "words", label: t("完成情况"), kind: "long", hint: t("开了什么会、到了哪些人、材料在哪里") }]}
              send={(texts) => send<Solicitation>(`/api/step-runs/${run.id}/ticks`, { nth: Number(texts["nth"]), words: texts["words"] })}
              done={put}
            />
          )}
          <Naming station={run.station_id} />
        </div>
      )}
    </section>
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
