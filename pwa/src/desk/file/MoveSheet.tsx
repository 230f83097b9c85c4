/** One move: what it needs, a look at the answer before it is signed, and what to do when somebody else was faster. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call, type Answer } from "../../api/client";
import { ErrorSummary, FieldError, Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { t } from "../../shell/words";
import { send } from "../live";
import type { CaseFile, Move } from "../wire";
import { Clash } from "./Clash";
import { draft, dropDraft, keepDraft } from "./drafts";
import { Preview } from "./Preview";

interface Props {
  file: CaseFile;
  move: Move;
  close: () => void;
  moved: (fresh: CaseFile, words: string | null) => void;
}

interface Wanted {
  key: string;
  label: string;
  least: number;
}

const rows = 5;
const longest = 5000;

/** What has to be written for `move`. */
function wanted(move: Move): Wanted[] {
  return move.reason_required ? [...move.fields, { key: "reason", label: t("原因"), least: 2 }] : move.fields;
}

/** Signing goes its own way: it issues the feedback sheets. */
function post(file: CaseFile, move: Move, texts: Record<string, string>, version: number): Promise<Answer<CaseFile>> {
  if (move.to === "answered") return send<CaseFile>(`/api/cases/${file.id}/answer`, { text: texts["answer"] ?? "" }, version);
  const { reason, ...evidence } = texts;
  return send<CaseFile>(`/api/cases/${file.id}/transitions`, { to: move.to, evidence, ...(reason ? { reason } : {}) }, version);
}

/** The dialog. */
export function MoveSheet({ file, move, close, moved }: Props): JSX.Element {
  const needs = wanted(move);
  const [texts, write] = useState<Record<string, string>>(() => draft(file.id, move.to));
  const [errors, setErrors] = useState<{ field: string; text: string }[]>([]);
  const [failure, fail] = useState<string | null>(null);
  useWrongTitle(failure !== null);
  const [busy, setBusy] = useState(false);
  const [fresh, setFresh] = useState<CaseFile | null>(null);

  const change = (key: string, text: string): void => {
    const next = { ...texts, [key]: text };
    write(next);
    keepDraft(file.id, move.to, next);
  };
  const submit = async (version: number): Promise<void> => {
    const lacking = needs.filter(({ key, least }) => (texts[key] ?? "").trim().length < least);
    setErrors(lacking.map(({ key, label, least }) => ({ field: `need-${key}`, text: t("写下“{label}”，至少{n}个字", { label, n: least }) })));
    fail(null);
    if (lacking.length > 0 || busy) return;
    setBusy(true);
    const mine = Object.fromEntries(needs.map(({ key }) => [key, (texts[key] ?? "").trim()]));
    const answer = await post(file, move, mine, version);
    setBusy(false);
    await settle(answer);
  };
  const settle = async (answer: Answer<CaseFile>): Promise<void> => {
    if (answer.kind === "ok") {
      dropDraft(file.id, move.to);
      moved(answer.data, t("已存好：{label}", { label: move.label }));
    } else if (answer.kind === "silence") fail(t("暂时没存上。您写的还在，过一会儿再点，不会重复。"));
    else if (answer.kind === "refused" && (answer.status === 412 || answer.status === 409)) await overtaken(answer.problem.title);
    else fail(answer.problem.detail || answer.problem.title);
  };
  // Somebody else was faster: read what they did and let this person choose.
  const overtaken = async (title: string): Promise<void> => {
    const now = await call<CaseFile>(`/api/cases/${file.id}`);
    if (now.kind === "ok" && now.data.version !== file.version) setFresh(now.data);
    else fail(title);
  };

  if (fresh) {
    const still = fresh.moves.some(({ to, waiting_for: waits }) => to === move.to && waits === null);
    return <Clash before={file} after={fresh} mine={texts} needs={needs} to={move.to} still={still} useMine={() => (setFresh(null), void submit(fresh.version))} useTheirs={() => moved(fresh, null)} />;
  }
  return (
    <Sheet title={move.label} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void submit(file.version))} noValidate>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
        {needs.map((need) => (
          <Written key={need.key} need={need} value={texts[need.key] ?? ""} change={(text) => change(need.key, text)} error={errors.find(({ field }) => field === `need-${need.key}`)?.text} />
        ))}
        {needs.length === 0 && <p>{t("确定“{label}”吗？事项{number}。", { number: file.number, label: move.label })}</p>}
        {move.to === "answered" && <Preview file={file} answer={texts["answer"] ?? ""} />}
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不办")}</button>
          <button class="btn" aria-disabled={busy}>{busy ? t("正在提交…") : move.label}</button>
        </div>
      </form>
    </Sheet>
  );
}

interface WrittenProps {
  need: Wanted;
  value: string;
  change: (text: string) => void;
  error: string | undefined;
}

function Written({ need, value, change, error }: WrittenProps): JSX.Element {
  const id = `need-${need.key}`;
  return (
    <div class="field">
      <label for={id}>
        {need.label}<span class="need">{t("（必填）")}</span>
      </label>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <textarea id={id} rows={rows} maxLength={longest} value={value} onInput={(event) => change(event.currentTarget.value)} {...(error === undefined ? {} : { "aria-invalid": true, "aria-describedby": `${id}-error` })} />
    </div>
  );
}
