/** What somebody makes of an alert: taken note of, or its cases urged; both with words. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError, Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { t } from "../../shell/words";
import { send } from "../live";
import type { Alert } from "./wire";

interface Props {
  alert: Alert;
  urging: boolean;
  close: () => void;
  done: () => void;
}

const least = 2;

/** The dialog. */
export function Judge({ alert, urging, close, done }: Props): JSX.Element {
  const label = urging ? t("为什么催办") : t("研判意见");
  const [note, write] = useState("");
  const [failure, fail] = useState<{ at: "note" | ""; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useWrongTitle(failure !== null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (note.trim().length < least) return fail({ at: "note", text: t("写下“{label}”，至少{n}个字", { label, n: least }) });
    setBusy(true);
    const answer = await send<Alert>(`/api/alerts/${alert.id}/${urging ? "urges" : "note"}`, { note: note.trim() });
    setBusy(false);
    if (answer.kind === "ok") done();
    else if (answer.kind === "silence") fail({ at: "", text: t("连不上服务器，请检查网络再试。") });
    else fail({ at: answer.problem.field === "note" ? "note" : "", text: answer.problem.detail || answer.problem.title });
  };
  return (
    <Sheet title={urging ? t("催办这些事项") : t("记为已知悉")} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {failure?.at === "" && <Notice tone="bad">{failure.text}</Notice>}
        <p>{alert.words}</p>
        {urging && <p class="sub">{t("每件没有答复的事项都会催办一次，在办的单位会收到消息。")}</p>}
        <div class="field">
          <label for="alert-note">{label}<span class="need">{t("（必填）")}</span></label>
          {failure?.at === "note" && <FieldError id="alert-note-error">{failure.text}</FieldError>}
          <textarea
            id="alert-note" rows={3} maxLength={500} value={note} onInput={(event) => write(event.currentTarget.value)}
            {...(failure?.at === "note" ? { "aria-invalid": true, "aria-describedby": "alert-note-error" } : {})}
          />
        </div>
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不处理")}</button>
          <button class="btn" aria-disabled={busy}>{urging ? t("催办这些事项") : t("记为已知悉")}</button>
        </div>
      </form>
    </Sheet>
  );
}
