/** Noting that an answer has reached its person: asked first, for the time to object begins with it and nothing takes it back. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { t } from "../../shell/words";
import { send } from "../live";

/** How somebody was reached: told on the phone, handed the sheet, read to, or by mail. */
export type Rung = "channel" | "door" | "aloud" | "post";

const labels: Record<Rung, string> = { channel: "已打电话告知", door: "已送到本人", aloud: "已念给本人听", post: "邮寄已签收" };
const questions: Record<Rung, string> = {
  channel: "确定已打电话把答复告知{who}吗？反馈单{number}。",
  door: "确定已送到{who}手里吗？反馈单{number}。",
  aloud: "确定已把答复当面念给{who}听吗？反馈单{number}。",
  post: "确定{who}已签收邮寄的反馈单吗？反馈单{number}。",
};
/** What staff can note, the usual first. */
export const byHand = (["channel", "door", "aloud", "post"] as const).map((rung) => ({ rung, label: labels[rung] }));

interface Props {
  sheet: { id: string; number: string };
  rung: Rung;
  /** Whom it has reached, as this person may name them. */
  to: string;
  close: () => void;
  noted: () => void;
}

/** The dialog. */
export function DeliverySheet({ sheet, rung, to, close, noted }: Props): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<string | null>(null);
  useWrongTitle(failure !== null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    fail(null);
    const answer = await send(`/api/feedback/${sheet.id}/deliveries`, { rung });
    setBusy(false);
    if (answer.kind === "ok") noted();
    else fail(answer.kind === "silence" ? t("连不上服务器，请检查网络再试。") : answer.problem.title);
  };
  return (
    <Sheet title={t(labels[rung])} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
        <p>{t(questions[rung], { who: to, number: sheet.number })}</p>
        <p class="sub">{t("记下后就算送达，群众可以要求重办的日子从头一张送达起算，不能撤回。")}</p>
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不办")}</button>
          <button class="btn" aria-disabled={busy}>{busy ? t("正在提交…") : t(labels[rung])}</button>
        </div>
      </form>
    </Sheet>
  );
}
