/** Putting right what one has sent: the new words stand beside the first, which stay. */
import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { SightingHistory, SightingState } from "../../api/wire";
import { uuid7 } from "../../store/ids";
import type { Item } from "../../store/item";
import { fileLater } from "../../store/outbox";
import { readHistory } from "../../sync/history";
import { Choice, ErrorSummary, FieldError, Notice } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { account, changed, items, report, sendNow } from "../live";
import { Categories } from "../sightings/Categories";
import { mostText, noticedByChoices, riskChoices } from "../sightings/form";
import { keepBegun, readBegun } from "./begun";
import { changesOf, formWith, labelOf, startOf, type Base } from "./state";

const mostPlaceWords = 120;

interface Start {
  base: Base;
  state: SightingState;
  /** Unknown without a network. */
  known: SightingHistory | undefined;
}

/** The page for the sent sighting `id`. */
export function CorrectPage({ id }: { id: string | undefined }): JSX.Element {
  const [start, setStart] = useState<Start | null>(null);
  const item = items.value.find((one) => one.id === id && !one.later && one.answer);
  const owner = account.value!.id;
  useEffect(() => {
    if (item) void begin(owner, item).then(setStart, report);
  }, [id, item === undefined]);
  if (!item) return <main><p class="empty">{t("这一条不在这部手机里，请到发件箱看看。")} <a href={href("/outbox")}>{t("发件箱")}</a></p></main>;
  if (!start) return <main aria-busy="true" />;
  if (start.known?.correctable === false) return <main class="form"><Notice tone="wait">{t("已经答复或办结，不能再更正")}</Notice><Others known={start.known} /></main>;
  return <Fields key={start.base.id} item={item} owner={owner} start={start} />;
}

async function begin(owner: number, item: Item): Promise<Start> {
  const known = await readHistory(item.id);
  const start = startOf(item, items.value, known);
  const begun = await readBegun(owner, item.id);
  return { ...start, known, state: begun ? { ...start.state, ...(JSON.parse(begun) as Partial<SightingState>) } : start.state };
}

function Fields({ item, owner, start }: { item: Item; owner: number; start: Start }): JSX.Element {
  const [state, setState] = useState(start.state);
  const [wrong, setWrong] = useState<{ field: string; text: string }[]>([]);
  const [busy, setBusy] = useState(false);
  const set = (some: Partial<SightingState>): void => {
    const next = { ...state, ...some };
    setState(next);
    void keepBegun(owner, item.id, JSON.stringify(changesOf(start.base.state, next))).catch(report);
  };
  const error = (field: string): string | undefined => wrong.find((one) => one.field === field)?.text;
  const save = async (): Promise<void> => {
    const changes = changesOf(start.base.state, state);
    const found = wrongIn(state, changes);
    setWrong(found);
    if (found.length > 0 || busy) return;
    setBusy(true);
    const fresh = uuid7();
    const body = { id: fresh, made_at: new Date().toISOString(), based_on: start.base.id, changes };
    await fileLater(owner, { id: fresh, form: formWith(item.form, { ...start.base.state, ...changes }), attachments: [] }, { kind: "correction", of: item.id, body });
    await keepBegun(owner, item.id, "");
    await changed();
    go(`/outbox/${fresh}`, true);
    void sendNow();
  };
  return (
    <main class="form">
      {wrong.length > 0 && <ErrorSummary errors={wrong} />}
      <Notice tone="info">{t("更正会记在原来那条后面，原来说的都留着。")}</Notice>
      {start.known && <Others known={start.known} />}
      <label class="field">
        <span>{labelOf("text")}</span>
        {error("text") && <FieldError id="text-error">{error("text")}</FieldError>}
        <textarea id="text" rows={4} value={state.text} aria-invalid={error("text") !== undefined} onInput={(event) => set({ text: event.currentTarget.value })} />
      </label>
      <Categories value={state.category} change={(category) => set({ category })} error={undefined} />
      <label class="field">
        <span>{t("位置不对？写下真正的地方（选填）")}</span>
        <input id="place_words" value={state.place_words} maxLength={mostPlaceWords} onInput={(event) => set({ place_words: event.currentTarget.value })} />
      </label>
      <Choice legend={t("怎么知道的")} name="noticed_by" options={noticedByChoices()} value={state.noticed_by} change={(noticed_by) => set({ noticed_by })} />
      <Choice legend={t("风险")} name="risk" options={riskChoices()} value={state.risk} change={(risk) => set({ risk })} />
      <div class="acts two">
        <button type="button" class="btn" aria-disabled={busy} onClick={() => void save().catch(report).finally(() => setBusy(false))}>
          {t("保存更正")}
        </button>
        <button type="button" class="btn second" onClick={() => void keepBegun(owner, item.id, "").then(() => go(`/outbox/${item.id}`, true), report)}>
          {t("不改了，保留原来的")}
        </button>
      </div>
    </main>
  );
}

function wrongIn(state: SightingState, changes: Partial<SightingState>): { field: string; text: string }[] {
  if (!state.text.trim()) return [{ field: "text", text: t("写下看到或听到的事") }];
  if (state.text.length > mostText) return [{ field: "text", text: t("最多写{n}个字", { n: mostText }) }];
  return Object.keys(changes).length === 0 ? [{ field: "text", text: t("还没有改任何一项") }] : [];
}

/** What others have said of it meanwhile. */
function Others({ known }: { known: SightingHistory }): JSX.Element | null {
  const others = known.versions.filter(({ mine, fields }) => !mine && fields.length > 0);
  if (others.length === 0) return null;
  return (
    <Notice tone="info">
      {others.map(({ id, by, at, fields }) => (
        <p key={id}>{t("{name}{time}更正过：{what}", { name: by, time: moment(at), what: fields.map(labelOf).join("、") })}</p>
      ))}
    </Notice>
  );
}
