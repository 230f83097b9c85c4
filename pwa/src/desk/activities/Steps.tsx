/** The steps of an activity, before, during and after, with what shows that each was done. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../shell/icon";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay } from "../parts";
import { sendPhotos } from "../photos";
import type { Activity } from "../wire";
import type { ActivityStep } from "./wire";

interface Props {
  of: Activity;
  put: (fresh: Activity) => void;
}

/** The list. */
export function Steps({ of, put }: Props): JSX.Element {
  return (
    <ol class="steps">
      {of.kind.steps.map((step) => {
        const done = of.done.includes(step.key);
        const noted = of.evidence.filter((each) => each.step === step.key);
        return (
          <li key={step.key} class={done ? "done" : ""}>
            <b>{step.label}</b> <span class="meta">{step.phase_label}{!done && of.kind.needs.includes(step.key) && t("，记为已举行前要完成")}</span>{" "}
            {done && <><Icon name="ok" /><span class="vh">{t("已完成")}</span></>}
            {noted.map((each) => (
              <div key={each.id}>
                <p class="words">{each.words} <span class="meta">{each.noted_name} {isoDay(each.at)}</span></p>
                {each.photos.map((sha, n) => <a key={sha} href={`/api/attachments/${sha}`} target="_blank" rel="noopener"><img src={`/api/attachments/${sha}`} alt={t("照片{n}", { n: n + 1 })} loading="lazy" /></a>)}
              </div>
            ))}
            {of.may_change && of.state !== "cancelled" && <Note step={step} of={of} put={put} />}
          </li>
        );
      })}
    </ol>
  );
}

function Note({ step, of, put }: Props & { step: ActivityStep }): JSX.Element {
  if (step.takes === "photos") return <Photos step={step} of={of} put={put} />;
  return (
    <Ask label={t("记“{step}”", { step: step.label })} fields={[{ key: "words", label: t("怎么做的"), kind: "long" }]}
      send={(texts, id) => send<Activity>(`/api/activities/${of.id}/evidence`, { id, step: step.key, words: texts["words"] })} done={put} />
  );
}

/** Photos are sent one after another, each under its digest, then named together. */
function Photos({ step, of, put }: Props & { step: ActivityStep }): JSX.Element {
  const [failure, fail] = useState<string | null>(null);
  const [busy, work] = useState(false);
  const take = async (files: FileList | null): Promise<void> => {
    if (!files?.length) return;
    work(true);
    fail(null);
    const sent = await sendPhotos(files);
    if (!Array.isArray(sent)) {
      work(false);
      return fail(wordsOf(sent));
    }
    const answer = await send<Activity>(`/api/activities/${of.id}/evidence`, { id: crypto.randomUUID(), step: step.key, photos: sent });
    work(false);
    if (answer.kind === "ok") put(answer.data);
    else fail(wordsOf(answer));
    return undefined;
  };
  const id = `photos-${step.key}`;
  return (
    <div class="field noprint">
      <label for={id}>{t("添加“{step}”（最多9张）", { step: step.label })}</label>
      {failure !== null && <FieldError id={`${id}-error`}>{failure}</FieldError>}
      <input id={id} type="file" accept="image/*" multiple disabled={busy} onChange={(event) => void take(event.currentTarget.files)} {...(failure === null ? {} : { "aria-invalid": true, "aria-describedby": `${id}-error` })} />
      {busy && <span role="status">{t("正在上传…")}</span>}
    </div>
  );
}
