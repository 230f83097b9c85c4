/** One move: what it needs, a look at the answer before it is signed, and what to do when somebody else was faster. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "../../api/client";
import { ErrorSummary, Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, send } from "../live";
import type { CaseFile, Move, Need } from "../wire";
import { Begin } from "./Begin";
import { Clash } from "./Clash";
import { draft, dropDraft, keepDraft } from "./drafts";
import { Given } from "./Given";
import { Preview } from "./Preview";

interface Props {
  file: CaseFile;
  move: Move;
  close: () => void;
  moved: (fresh: CaseFile, words: string | null) => void;
}

/** What has to be given for `move`. */
function wanted(move: Move): Need[] {
  const reason: Need = { key: "reason", label: t("原因"), least: 2, kind: "text", choices: [] };
  return move.reason_required ? [...move.fields, reason] : move.fields;
}

/** What the office's rules suggest for handing over: a body that may be chosen here, and by when. */
function suggested({ suggested: rule }: CaseFile, { fields }: Move): Record<string, string> {
  const body = fields.find(({ key, choices }) => key === "body" && choices.some(({ value }) => value === String(rule?.body_id)));
  if (!rule || !body) return {};
  return { body: String(rule.body_id), ...(rule.due !== null && fields.some(({ key }) => key === "due") ? { due: rule.due } : {}) };
}

/** What to say when `need` is not met. */
function lacks({ label, least, kind }: Need): string {
  if (kind === "body" || kind === "choices") return t("选“{label}”", { label });
  return kind === "text" ? t("写下“{label}”，至少{n}个字", { label, n: least }) : t("写下“{label}”", { label });
}

/** Signing goes its own way: it issues the feedback sheets. */
function post(file: CaseFile, move: Move, texts: Record<string, string>, version: number): Promise<Answer<CaseFile>> {
  if (move.to === "answered") return send<CaseFile>(`/api/cases/${file.id}/answer`, { text: texts["answer"] ?? "", ...(texts["apart"] ? { apart: texts["apart"] } : {}) }, version);
  const { reason, ...evidence } = texts;
  return send<CaseFile>(`/api/cases/${file.id}/transitions`, { to: move.to, move: move.id, evidence, ...(reason ? { reason } : {}) }, version);
}

/** The dialog. */
export function MoveSheet({ file, move, close, moved }: Props): JSX.Element {
  const needs = wanted(move);
  const [texts, write] = useState<Record<string, string>>(() => ({ ...suggested(file, move), ...draft(file.id, move.id) }));
  const [errors, setErrors] = useState<{ field: string; text: string }[]>([]);
  const [failure, fail] = useState<string | null>(null);
  useWrongTitle(failure !== null);
  const [busy, setBusy] = useState(false);
  const [fresh, setFresh] = useState<CaseFile | null>(null);

  const change = (key: string, text: string): void => {
    const next = { ...texts, [key]: text };
    write(next);
    keepDraft(file.id, move.id, next);
  };
  const submit = async (version: number): Promise<void> => {
    const lacking = needs.filter(({ key, least }) => (texts[key] ?? "").trim().length < least);
    setErrors(lacking.map((need) => ({ field: `need-${need.key}`, text: lacks(need) })));
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
      dropDraft(file.id, move.id);
      moved(answer.data, t("已存好：{label}", { label: move.label }));
    } else if (answer.kind === "silence") fail(t("暂时没存上。您写的还在，过一会儿再点，不会重复。"));
    else if (answer.kind === "refused" && (answer.status === 412 || answer.status === 409)) await overtaken(answer.problem.title);
    else if (answer.kind === "refused" && answer.problem.field?.startsWith("evidence.")) {
      setErrors([{ field: `need-${answer.problem.field.slice("evidence.".length)}`, text: answer.problem.title }]);
    } else fail(answer.problem.detail || answer.problem.title);
  };
  // Somebody else was faster: read what they did and let this person choose.
  const overtaken = async (title: string): Promise<void> => {
    const now = await ask<CaseFile>(`/api/cases/${file.id}`);
    if (now.kind === "ok" && now.data.version !== file.version) setFresh(now.data);
    else fail(title);
  };

  if (fresh) {
    const still = fresh.moves.some(({ id, waiting_for: waits }) => id === move.id && waits === null);
    return <Clash before={file} after={fresh} mine={texts} needs={needs} to={move.to} still={still} useMine={() => (setFresh(null), void submit(fresh.version))} useTheirs={() => moved(fresh, null)} />;
  }
  return (
    <Sheet title={move.label} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void submit(file.version))} noValidate>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
        {move.to === "answered" && <Begin file={file} written={texts["answer"] ?? ""} put={(text) => change("answer", text)} />}
        {needs.map((need) => (
          <Given key={need.key} need={need} value={texts[need.key] ?? ""} change={(text) => change(need.key, text)} error={errors.find(({ field }) => field === `need-${need.key}`)?.text} />
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
