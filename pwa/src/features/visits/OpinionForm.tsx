/** The form of an opinion: what was said, whether it is for the law, who said it, how they want to be told. */
import type { JSX } from "preact";
import { uuid7 } from "../../store/ids";
import type { Spoken } from "../../store/item";
import { saveDraft } from "../../store/outbox";
import { Choice, ErrorSummary, FieldError, Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { go } from "../../shell/route";
import { changed, field, items, report } from "../live";
import { Categories } from "../sightings/Categories";
import { useFiling, type Filing, type Told } from "../sightings/filing";
import { emptyForm } from "../sightings/form";
import { Actions, isOvertaken } from "../sightings/SightingForm";
import type { Start } from "../sightings/start";
import { Warnings } from "../today/Today";
import { bodyOf, heardChoices, isConcern, mostWords, speakerChoices, wayChoices, wrongIn } from "./form";
import { useHeld } from "./held";
import { OnWhat } from "./OnWhat";

interface Props {
  start: Start;
  owner: number;
  told: Told;
}

type Change = (some: Partial<Spoken>) => void;
type ErrorOf = (name: string) => string | undefined;

/** The form, begun with what the draft holds. */
export function OpinionForm({ start, owner, told }: Props): JSX.Element {
  const filing = useFiling(start.draft, owner, told, { wrongIn, bodyOf });
  const held = useHeld(owner);
  const { draft, wrong, set } = filing;
  const { form } = draft;
  const spoken = form.spoken!;
  const change: Change = (some) => set({ spoken: { ...spoken, ...some } });
  const error: ErrorOf = (name) => wrong.find((one) => one.field === name)?.text;
  const refused = items.value.find((item) => item.id === (draft.revises ?? draft.id))?.why?.text;
  const concerned = isConcern(spoken);
  return (
    <main class="form">
      {wrong.length > 0 && <ErrorSummary errors={wrong} />}
      <Warnings />
      {refused ? <Refused why={refused} filing={filing} owner={owner} /> : isOvertaken(draft) && <Notice tone="wait">{t("改之前的那一版已经上传。现在保存，会另记一条。")}</Notice>}
      <OnWhat spoken={spoken} drafts={held?.drafts ?? []} change={change} />
      <Words text={form.text} change={(text) => set({ text })} error={error("text")} />
      {spoken.speaker !== "self" && (
        <Choice
          legend={t("这话说的是")}
          name="concern"
          options={[
            { value: "law", label: t("草案的事") },
            { value: "case", label: t("要办的事") },
          ]}
          value={spoken.concern ? "case" : "law"}
          change={(value) => change({ concern: value === "case" })}
        />
      )}
      {concerned && <p class="meta">{t("不是立法的事，上传后就转成诉求去办，回执是同一个。")}</p>}
      {concerned && <Categories value={form.category} change={(category) => set({ category })} error={error("category")} />}
      <Choice legend={t("谁说的")} name="speaker" options={speakerChoices()} value={spoken.speaker} change={(speaker) => change({ speaker })} />
      {(spoken.speaker === "person" || spoken.speaker === "unit") && <Person spoken={spoken} change={change} error={error} />}
      <Where value={spoken.cell} change={(cell) => change({ cell })} />
      <Choice legend={t("怎么听到的")} name="heard" options={heardChoices()} value={spoken.heardBy} change={(heardBy) => change({ heardBy })} />
      <Actions filing={filing} />
    </main>
  );
}

/** Why the server did not take it; what it will not take as an opinion may still be a matter to look after. */
function Refused({ why, filing, owner }: { why: string; filing: Filing; owner: number }): JSX.Element {
  const { text, category, seenAt, visit } = filing.draft.form;
  const turn = async (): Promise<void> => {
    const id = uuid7();
    await saveDraft(owner, { id, form: { ...emptyForm(), text, category, seenAt, ...(visit ? { visit } : {}) }, attachments: [] });
    await changed();
    go(`/file/${id}`);
  };
  return (
    <Notice tone="bad">
      <p>{t(why)}</p>
      <p>{t("原话还在，可以换一条、换一部草案再记，或改记成线索交站点办。")}</p>
      <button type="button" class="btn second slim" onClick={() => void turn().catch(report)}>
        {t("改记成线索")}
      </button>
    </Notice>
  );
}

const counterFrom = 200;

function Words({ text, change, error }: { text: string; change: (text: string) => void; error: string | undefined }): JSX.Element {
  const left = mostWords - text.length;
  return (
    <label class="field">
      <span>{t("他的原话")}</span>
      <span class="meta">{t("照他说的写，不用改成书面话；存下以后谁也改不了。")}</span>
      {error && <FieldError id="text-error">{error}</FieldError>}
      <textarea
        id="text"
        rows={5}
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

function Person({ spoken, change, error }: { spoken: Spoken; change: Change; error: ErrorOf }): JSX.Element {
  const wrong = error("told");
  return (
    <>
      {spoken.speaker === "unit" && (
        <Line id="unit" label={t("单位名称")} value={spoken.unit} most={60} error={error("unit")} change={(unit) => change({ unit })} />
      )}
      <Line id="name" label={t("姓名（选填）")} value={spoken.name} most={40} error={undefined} change={(name) => change({ name })} />
      <Line id="phone" label={t("手机号（选填）")} value={spoken.phone} most={20} error={error("phone")} change={(phone) => change({ phone })} tel />
      <div>
        {wrong && <FieldError id="told-error">{wrong}</FieldError>}
        <label class="switch">
          <input
            id="told"
            type="checkbox"
            checked={spoken.told}
            {...(wrong ? { "aria-invalid": true, "aria-describedby": "told-error" } : {})}
            onChange={(event) => change({ told: event.currentTarget.checked })}
          />
          <span>{t("已告诉本人：姓名电话只用来办这件事和答复，本人同意")}</span>
        </label>
      </div>
      <Choice legend={t("怎么答复")} name="way" options={wayChoices()} value={spoken.way} change={(way) => change({ way })} />
    </>
  );
}

interface LineProps {
  id: string;
  label: string;
  value: string;
  most: number;
  error: string | undefined;
  change: (value: string) => void;
  tel?: boolean;
}

function Line({ id, label, value, most, error, change, tel = false }: LineProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <input
        id={id}
        inputMode={tel ? "tel" : "text"}
        autocomplete="off"
        maxLength={most}
        value={value}
        aria-invalid={error !== undefined}
        {...(error ? { "aria-describedby": `${id}-error` } : {})}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}

/** Of several own cells, the one where the person lives; with a single one there is nothing to ask. */
function Where({ value, change }: { value: string | null; change: (code: string | null) => void }): JSX.Element | null {
  const own = field.value?.value.cells.features.filter((cell) => cell.properties.own) ?? [];
  if (own.length < 2) return null;
  return (
    <label class="field">
      <span>{t("住在哪个网格")}</span>
      <select id="cell" value={value ?? ""} onChange={(event) => change(event.currentTarget.value || null)}>
        <option value="">{t("不清楚")}</option>
        {own.map(({ properties: { code, name } }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
