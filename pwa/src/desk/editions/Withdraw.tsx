/** Taking an edition back: what happens by it, and why it is done. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError, Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { t } from "../../shell/words";
import { send } from "../live";
import type { Edition, EditionWithdrawn } from "./wire";

const least = 2;

/** The dialog. */
export function Withdraw({ of, close, done }: { of: Edition; close: () => void; done: () => void }): JSX.Element {
  const [reason, write] = useState("");
  const [failure, fail] = useState<{ at: "reason" | ""; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useWrongTitle(failure !== null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (reason.trim().length < least) return fail({ at: "reason", text: t("写下“{label}”，至少{n}个字", { label: t("为什么撤回"), n: least }) });
    setBusy(true);
    const answer = await send<EditionWithdrawn>(`/api/editions/${of.id}/withdrawal`, { reason: reason.trim() });
    setBusy(false);
    if (answer.kind === "ok") done();
    else if (answer.kind === "silence") fail({ at: "", text: t("连不上服务器，请检查网络再试。") });
    else fail({ at: answer.problem.field === "reason" ? "reason" : "", text: answer.problem.detail || answer.problem.title });
  };
  return (
    <Sheet title={t("撤回这一版")} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {failure?.at === "" && <Notice tone="bad">{failure.text}</Notice>}
        <p>{t("撤回“{name}”后：", { name: of.name })}</p>
        <ul>
          <li>{t("现在的网格接着用，{day}不再换版。", { day: of.in_force_from })}</li>
          <li>{t("事项、采集点和反映都留在现在的网格里。")}</li>
          <li>{t("这一版连同它的网格一起删除，关于它的消息也收回；日志里留下是谁、为什么撤回的。")}</li>
          <li>{t("不能恢复，要再用只能重新导入。")}</li>
        </ul>
        <div class="field">
          <label for="withdraw-reason">{t("为什么撤回")}</label>
          {failure?.at === "reason" && <FieldError id="withdraw-reason-error">{failure.text}</FieldError>}
          <textarea
            id="withdraw-reason" rows={3} maxLength={500} value={reason} onInput={(event) => write(event.currentTarget.value)}
            {...(failure?.at === "reason" ? { "aria-invalid": true, "aria-describedby": "withdraw-reason-error" } : {})}
          />
        </div>
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不撤回")}</button>
          <button class="btn" aria-disabled={busy}>{t("撤回这一版")}</button>
        </div>
      </form>
    </Sheet>
  );
}
