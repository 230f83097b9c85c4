/** The form of a sighting. */
import type { JSX } from "preact";
import { isRecording } from "../../store/item";
import { isReplaceable } from "../../store/outbox";
import { Choice, ErrorSummary, FieldError, Notice } from "../../shell/parts";
import { lazily } from "../../shell/lazily";
import { t } from "../../shell/words";
import { field, items, report } from "../live";
import { Warnings } from "../today/Today";
import { Categories } from "./Categories";
import { useFiling, type Filing, type Told } from "./filing";
import { mostText, noticedByChoices, riskChoices } from "./form";
import { PhotoPicker } from "./PhotoPicker";
import { PlaceField } from "./PlaceField";
import type { Start } from "./start";

// Nobody speaks, and nothing is the same, before the form is there.
const SameField = lazily(() => import("./SameField").then((module) => module.SameField));
const VoiceField = lazily(() => import("../recordings/VoiceField").then((module) => module.VoiceField));

interface Props {
  start: Start;
  owner: number;
  told: Told;
}

/** The form, begun with what the draft holds. */
export function SightingForm({ start, owner, told }: Props): JSX.Element {
  const filing = useFiling(start.draft, owner, told);
  const { draft, wrong, set } = filing;
  const { form } = draft;
  const error = (name: string): string | undefined => wrong.find((one) => one.field === name)?.text;
  return (
    <main class="form">
      {wrong.length > 0 && <ErrorSummary errors={wrong} />}
      <Warnings />
      {isOvertaken(draft) && <Notice tone="wait">{t("改之前的那一版已经上传。现在保存，会另记一条。")}</Notice>}
      <Categories value={form.category} change={(category) => set({ category })} error={error("category")} />
      <What text={form.text} change={(text) => set({ text })} error={error("text")} />
      <VoiceField item={draft.id} recordings={draft.attachments.filter(isRecording)} change={filing.setAttachments} hold={filing.hold} />
      <PhotoPicker item={draft.id} photos={draft.attachments.filter((photo) => !isRecording(photo))} change={filing.setAttachments} hold={filing.hold} />
      <PlaceField
        area={field.value?.value}
        place={form.place}
        fresh={start.fresh}
        reason={form.reason}
        change={(place) => set({ place })}
        explain={(reason) => set({ reason })}
        errors={{ place: error("place"), reason: error("reason") }}
      />
      {!draft.revises && <SameField form={form} drop={() => void filing.discard().catch(report)} />}
      <Choice legend={t("怎么知道的")} name="noticed_by" options={noticedByChoices()} value={form.noticedBy} change={(noticedBy) => set({ noticedBy })} />
      <Choice legend={t("风险")} name="risk" options={riskChoices()} value={form.risk} change={(risk) => set({ risk })} />
      <label class="switch">
        <input type="checkbox" checked={form.hidden} onChange={(event) => set({ hidden: event.currentTarget.checked })} />
        <span>{t("隐蔽问题（只显示到村）")}</span>
      </label>
      <Actions filing={filing} />
    </main>
  );
}

/** What this is a change of has reached the server, from here or from another tab. */
export function isOvertaken({ id, revises }: Filing["draft"]): boolean {
  const before = items.value.find((item) => item.id === (revises ?? id));
  return before !== undefined && !isReplaceable(before);
}

const counterFrom = 500;

function What({ text, change, error }: { text: string; change: (text: string) => void; error: string | undefined }): JSX.Element {
  const left = mostText - text.length;
  return (
    <label class="field">
      <span>{t("看到或听到的事")}</span>
      {error && <FieldError id="text-error">{error}</FieldError>}
      <textarea
        id="text"
        rows={4}
        value={text}
        aria-invalid={error !== undefined}
        {...(error ? { "aria-describedby": "text-error" } : {})}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {left < counterFrom && (
        <span class="meta" aria-live="polite">
          {t("还可以写{n}字", { n: Math.max(0, left) })}
        </span>
      )}
    </label>
  );
}

/** What is done with a form: kept for good, put aside, given up. */
export function Actions({ filing: { draft, busy, save, later, discard } }: { filing: Filing }): JSX.Element {
  const words = busy === "shrinking" ? t("正在缩小照片…") : busy === "saving" ? t("正在保存…") : t("保存");
  const onDisk = items.value.some((item) => item.id === draft.id && item.state === "draft");
  return (
    <div class="acts two">
      <button type="button" class="btn" aria-disabled={busy !== null} onClick={() => void save()}>
        {words}
      </button>
      <button type="button" class="btn second" onClick={() => void later().catch(report)}>
        {t("存草稿")}
      </button>
      {(onDisk || draft.revises) && (
        <button type="button" class="btn quiet wide" onClick={() => void discard().catch(report)}>
          {draft.revises ? t("不改了，保留原来的") : t("不要了，删去草稿")}
        </button>
      )}
    </div>
  );
}
