/** One form of a mediation: its id is made when it opens, so that sending it again changes nothing. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ErrorSummary, Notice, Sheet, useWrongTitle } from "../../../shell/parts";
import { t } from "../../../shell/words";
import { send, useRead } from "../../live";
import { Given, type Asked } from "../Given";
import type { Form } from "./forms";

interface Known {
  name: string;
  kinds: { label: string }[];
  speciality: string;
  languages: string[];
}

interface Props {
  caseId: string;
  form: Form;
  close: () => void;
  noted: (title: string) => void;
}

const shown = 8;

/** The fields of a form; beside who leads a sitting those who are known as mediators, with what they are good at and speak. */
function useNeeds(form: Form): Asked[] {
  const asks = form.needs.some(({ key }) => key === "led_by");
  const people = useRead<{ items: Known[] }>(asks ? "/api/people?kind=mediator" : null).data?.items ?? [];
  const choices = people.slice(0, shown).map(({ name, kinds, speciality, languages }) => {
    const about = [...kinds.map(({ label }) => label), speciality, ...languages].filter(Boolean).join("、");
    return { value: name, label: about ? `${name}（${about}）` : name };
  });
  return form.needs.map((need) => (need.key === "led_by" ? { ...need, choices } : need));
}

function lacks({ label, least, kind }: Asked): string {
  if (kind === "body" || kind === "choices") return t("选“{label}”", { label });
  return least > 1 ? t("写下“{label}”，至少{n}个字", { label, n: least }) : t("写下“{label}”", { label });
}

/** The dialog. */
export function NoteSheet({ caseId, form, close, noted }: Props): JSX.Element {
  const [id] = useState(() => crypto.randomUUID());
  const needs = useNeeds(form);
  const [texts, write] = useState<Record<string, string>>({});
  const [errors, setErrors] = useState<{ field: string; text: string }[]>([]);
  const [failure, fail] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useWrongTitle(failure !== null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const lacking = form.needs.filter(({ key, least }) => (texts[key] ?? "").trim().length < least);
    setErrors(lacking.map((need) => ({ field: `need-${need.key}`, text: lacks(need) })));
    fail(null);
    if (lacking.length > 0 || busy) return;
    setBusy(true);
    const trimmed = Object.fromEntries(form.needs.map(({ key }) => [key, (texts[key] ?? "").trim()]));
    const body = form.path.endsWith("/ruling") ? form.body(trimmed) : { id, ...form.body(trimmed) };
    const answer = await send(`/api/cases/${caseId}/mediation/${form.path}`, body);
    setBusy(false);
    if (answer.kind === "ok") return noted(form.title);
    if (answer.kind === "silence") return fail(t("暂时没存上。您写的还在，过一会儿再点，不会重复。"));
    const { field, detail, title } = answer.problem;
    if (field && form.needs.some(({ key }) => key === field)) setErrors([{ field: `need-${field}`, text: detail || title }]);
    else fail(detail || title);
    return undefined;
  };
  return (
    <Sheet title={form.title} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        {failure !== null && <Notice tone="bad">{failure}</Notice>}
        {needs.map((need) => (
          <Given key={need.key} need={need} value={texts[need.key] ?? ""} change={(text) => write({ ...texts, [need.key]: text })} error={errors.find(({ field }) => field === `need-${need.key}`)?.text} />
        ))}
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不办")}</button>
          <button class="btn" aria-disabled={busy}>{busy ? t("正在提交…") : t("存好")}</button>
        </div>
      </form>
    </Sheet>
  );
}
