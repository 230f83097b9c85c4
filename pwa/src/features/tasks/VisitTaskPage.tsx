/** One visit to make: where, what and why; what was found is written down here, also without a network. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Found, VisitTask } from "../../api/wire";
import { uuid7 } from "../../store/ids";
import { fileLater } from "../../store/outbox";
import { Choice, ErrorSummary, FieldError, useWrongTitle } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { keepBegun, readBegun } from "../laters/begun";
import { account, changed, items, report, sendNow } from "../live";
import { emptyForm } from "../sightings/form";
import { Warnings } from "../today/Today";
import { foundChoices } from "./found";
import { DueTag } from "./VisitList";

const leastText = 2;
const mostText = 1000;
const mostHouseholds = 1000;

/** The page of `task`. */
export function VisitTaskPage({ task }: { task: VisitTask }): JSX.Element {
  const noted = items.value.filter(({ form, later }) => form.visit === task.id && !later).length;
  return (
    <main class="form">
      <Warnings />
      <h2>{t("走访任务")}</h2>
      <p class="said">{task.what}</p>
      <p><DueTag task={task} /></p>
      <dl class="facts">
        <div><dt>{t("去哪里")}</dt><dd>{task.place}</dd></div>
        {task.why && <div><dt>{t("为什么")}</dt><dd>{task.why}</dd></div>}
        <div><dt>{t("谁派的")}</dt><dd>{task.made_name}</dd></div>
      </dl>
      <div class="acts">
        <a class="btn second" href={href(`/file?visit=${task.id}`)}>{t("登记看到的情况")}</a>
      </div>
      {noted > 0 && <p class="meta">{t("这次走访已经登记{n}件", { n: noted })}</p>}
      <Result task={task} />
    </main>
  );
}

interface Wrong {
  found?: string;
  households?: string;
  note?: string;
}

function Result({ task }: { task: VisitTask }): JSX.Element {
  const owner = account.value!.id;
  const [fresh] = useState(() => uuid7());
  const [found, choose] = useState<Found | null>(null);
  const [households, count] = useState("");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState<Wrong>({});
  const [busy, setBusy] = useState(false);
  useWrongTitle(Object.keys(wrong).length > 0);
  useEffect(() => void readBegun(owner, task.id).then((begun) => begun && setNote(begun), report), []);
  const write = (next: string): void => {
    setNote(next);
    void keepBegun(owner, task.id, next).catch(report);
  };
  const store = async (which: Found): Promise<void> => {
    const at = new Date().toISOString();
    const body = { id: fresh, made_at: at, found: which, households: Number(households), note: note.trim() };
    const form = { ...emptyForm(), text: note.trim(), seenAt: at };
    await fileLater(owner, { id: fresh, form, attachments: [] }, { kind: "visited", of: task.id, body });
    await keepBegun(owner, task.id, "");
    await changed();
    go(`/saved/${fresh}`, true);
    void sendNow();
  };
  const save = (): void => {
    const next = wrongOf(found, households, note.trim());
    setWrong(next);
    if (found === null || Object.keys(next).length > 0 || busy) return;
    setBusy(true);
    void store(found).catch(report).finally(() => setBusy(false));
  };
  const errors = Object.entries(wrong).map(([field, text]) => ({ field, text: text as string }));
  return (
    <>
      <h3>{t("走访结果")}</h3>
      {errors.length > 1 && <ErrorSummary errors={errors} />}
      <Choice legend={t("情况怎样")} name="found" options={foundChoices()} value={found} change={choose} error={wrong.found} />
      <label class="field">
        <span>{t("走访户数")}</span>
        {wrong.households && <FieldError id="households-error">{wrong.households}</FieldError>}
        <input id="households" inputMode="numeric" autoComplete="off" value={households} aria-invalid={wrong.households !== undefined} {...(wrong.households ? { "aria-describedby": "households-error" } : {})} onInput={(event) => count(event.currentTarget.value.trim())} />
      </label>
      <label class="field">
        <span>{t("了解到什么、做了什么")}</span>
        {wrong.note && <FieldError id="note-error">{wrong.note}</FieldError>}
        <textarea id="note" rows={4} value={note} aria-invalid={wrong.note !== undefined} {...(wrong.note ? { "aria-describedby": "note-error" } : {})} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      <div class="acts">
        <button type="button" class="btn" aria-disabled={busy} onClick={save}>{busy ? t("正在保存…") : t("交回任务")}</button>
      </div>
    </>
  );
}

function wrongOf(found: Found | null, households: string, note: string): Wrong {
  const length = note.length;
  return {
    ...(found === null ? { found: t("选一项情况") } : {}),
    ...(/^\d{1,4}$/.test(households) && Number(households) <= mostHouseholds ? {} : { households: t("写0到{n}的整数", { n: mostHouseholds }) }),
    ...(length < leastText ? { note: t("写下了解到的情况，至少2个字") } : length > mostText ? { note: t("最多写{n}个字", { n: mostText }) } : {}),
  };
}
