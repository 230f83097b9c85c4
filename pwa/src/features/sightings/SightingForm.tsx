/** The form of a sighting. */
import type { JSX } from "preact";
import { Choice, ErrorSummary, FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { field, items, report } from "../live";
import { Warnings } from "../today/Today";
import { Categories } from "./Categories";
import { useFiling, type Draft, type Filing } from "./filing";
import { mostText, noticedByChoices, riskChoices, type Wrong } from "./form";
import { PhotoPicker } from "./PhotoPicker";
import { PlaceField } from "./PlaceField";

interface Props {
  start: Draft;
  owner: number;
  filed: () => void;
}

/** The form, begun with what the draft holds. */
export function SightingForm({ start, owner, filed }: Props): JSX.Element {
  const filing = useFiling(start, owner, filed);
  const { draft, wrong, set } = filing;
  const { form } = draft;
  const error = (name: Wrong["field"]): string | undefined => wrong.find((one) => one.field === name)?.text;
  return (
    <main class="form">
      {wrong.length > 0 && <ErrorSummary errors={wrong} />}
      <Warnings />
      <Categories value={form.category} change={(category) => set({ category })} error={error("category")} />
      <What text={form.text} change={(text) => set({ text })} error={error("text")} />
      <PhotoPicker item={draft.id} photos={draft.photos} change={filing.setPhotos} />
      <PlaceField
        area={field.value?.value}
        place={form.place}
        reason={form.reason}
        change={(place) => set({ place })}
        explain={(reason) => set({ reason })}
        errors={{ place: error("place"), reason: error("reason") }}
      />
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

function Actions({ filing: { draft, busy, save, later, discard } }: { filing: Filing }): JSX.Element {
  return (
    <div class="acts two">
      <button type="button" class="btn" aria-disabled={busy} onClick={() => void save()}>
        {busy ? t("正在保存…") : t("保存")}
      </button>
      <button type="button" class="btn second" onClick={() => void later().catch(report)}>
        {t("存草稿")}
      </button>
      {items.value.some((item) => item.id === draft.id) && (
        <button type="button" class="btn quiet wide" onClick={() => void discard().catch(report)}>
          {t("不要了，删去草稿")}
        </button>
      )}
    </div>
  );
}
