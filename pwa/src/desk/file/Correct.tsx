/** A liaison puts a sighting right: the first words stay, and of what the worker changed meanwhile the liaison chooses. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ClashProblem, FieldClash, Risk, SightingHistory, SightingState } from "../../api/wire";
import { Choice, FieldError, Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, send } from "../live";
import { isoMinute } from "../parts";
import type { Report } from "../wire";
import { names, risks } from "./reports";

interface Props {
  report: Report;
  /** The file is to be read anew. */
  done: () => void;
}

type Written = Pick<SightingState, "text" | "risk" | "place_words">;

/** The form, shut until it is wanted. */
export function Correct({ report, done }: Props): JSX.Element {
  const [now, know] = useState<SightingHistory | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const open = async (shown: boolean): Promise<void> => {
    if (!shown) return;
    const answer = await ask<SightingHistory>(`/api/sightings/${report.id}`);
    if (answer.kind === "ok") know(answer.data);
    else fail(answer.kind === "refused" ? answer.problem.detail || answer.problem.title : t("暂时读不到，请过一会儿再打开。"));
  };
  return (
    <details class="history noprint" onToggle={(event) => void open(event.currentTarget.open)}>
      <summary>{t("更正这条登记")}</summary>
      {failure !== null && <Notice tone="bad">{failure}</Notice>}
      {now && (now.correctable ? <Form key={now.head} now={now} done={done} /> : <p class="sub">{t("已经答复或办结，不能再更正")}</p>)}
    </details>
  );
}

function Form({ now, done }: { now: SightingHistory; done: () => void }): JSX.Element {
  const { text, risk, place_words } = now.now;
  const [written, write] = useState<Written>({ text, risk, place_words });
  const [based, base] = useState(now.head);
  const [clashes, clash] = useState<FieldClash[]>([]);
  const [picks, pick] = useState<Record<string, "mine" | "theirs">>({});
  const [failure, fail] = useState<string | null>(null);
  const fresh = useRef(crypto.randomUUID());
  const set = (some: Partial<Written>): void => {
    write({ ...written, ...some });
    fresh.current = crypto.randomUUID();
  };
  const submit = async (): Promise<void> => {
    const dropped = clashes.filter(({ field }) => picks[field] === "theirs").map(({ field }) => String(field));
    const entries = Object.entries(written).filter(([name, value]) => value.trim() !== now.now[name as keyof Written] && !dropped.includes(name));
    if (clashes.some(({ field }) => !picks[field])) return fail(t("请选一个"));
    if (!written.text.trim()) return fail(t("写下看到或听到的事"));
    if (entries.length === 0) return dropped.length > 0 ? done() : fail(t("还没有改任何一项"));
    const body = { id: fresh.current, made_at: new Date().toISOString(), based_on: based, changes: Object.fromEntries(entries) };
    const answer = await send(`/api/sightings/${now.id}/corrections`, body);
    if (answer.kind === "ok") return done();
    const problem: ClashProblem | null = answer.kind === "refused" ? answer.problem : null;
    fail(problem ? problem.detail || problem.title : t("暂时没存上。您写的还在，过一会儿再点，不会重复。"));
    if (!problem?.clashes || !problem.head) return;
    clash(problem.clashes);
    base(problem.head);
    pick({});
    fresh.current = crypto.randomUUID();
  };
  return (
    <form onSubmit={(event) => (event.preventDefault(), void submit())} noValidate>
      {failure !== null && <FieldError id={`correct-${now.id}-error`}>{failure}</FieldError>}
      {clashes.map(({ field, yours, theirs, by, at }) => (
        <Choice
          key={field}
          legend={t(names[field] ?? field)}
          name={`pick-${field}`}
          options={[
            { value: "mine", label: t("用我的：{text}", { text: shown(field, yours) }) },
            { value: "theirs", label: t("用{name}{time}改的：{text}", { name: by, time: isoMinute(at), text: shown(field, theirs) }) },
          ]}
          value={picks[field] ?? null}
          change={(value) => (pick({ ...picks, [field]: value }), (fresh.current = crypto.randomUUID()))}
        />
      ))}
      <div class="field">
        <label for={`correct-${now.id}`}>{t("事情")}</label>
        <textarea id={`correct-${now.id}`} rows={3} maxLength={5000} value={written.text} onInput={(event) => set({ text: event.currentTarget.value })} />
      </div>
      <div class="field">
        <label for={`correct-${now.id}-place`}>{t("地点")}</label>
        <input id={`correct-${now.id}-place`} maxLength={120} value={written.place_words} onInput={(event) => set({ place_words: event.currentTarget.value })} />
      </div>
      <div class="field">
        <label for={`correct-${now.id}-risk`}>{t("风险")}</label>
        <select id={`correct-${now.id}-risk`} value={written.risk} onInput={(event) => set({ risk: event.currentTarget.value as Risk })}>
          {Object.entries(risks).map(([value, label]) => <option key={value} value={value}>{t(label)}</option>)}
        </select>
      </div>
      <button class="btn second">{t("保存更正")}</button>
    </form>
  );
}

function shown(field: string, value: string): string {
  return field === "risk" ? t(risks[value] ?? value) : value || t("没有写");
}
