/** 催办, 督办, 提级督办: what was urged so far, and urging as far as one's role goes. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, wordsOf } from "../live";
import { isoMinute } from "../parts";
import type { CaseFile } from "../wire";

interface Props {
  file: CaseFile;
  moved: (fresh: CaseFile, words: string | null) => void;
}

const labels = (): string[] => ["", t("催办"), t("督办"), t("提级督办")];

/** The card; nothing when there is nothing to tell and nothing one may do. */
export function Urging({ file, moved }: Props): JSX.Element | null {
  const [level, ask] = useState(0);
  if (file.urges.length === 0 && file.may_urge === 0) return null;
  const may = [1, 2, 3].filter((each) => each <= file.may_urge);
  return (
    <section class="card" aria-labelledby="urges">
      <h2 id="urges">{t("催办记录")}</h2>
      {file.urges.length === 0 && <p class="sub">{t("还没有催过。")}</p>}
      <ul class="seats">
        {file.urges.map((urge) => (
          <li key={urge.at}>
            <b>{urge.label}</b> {urge.note}
            <span class="meta">
              {isoMinute(urge.at)} {urge.actor_name ? t("{name}（{role}）", { name: urge.actor_name, role: urge.role_label }) : urge.role_label}
            </span>
          </li>
        ))}
      </ul>
      {level === 0 ? (
        <div class="acts noprint">
          {may.map((each) => (
            <button type="button" class="btn second slim" key={each} onClick={() => ask(each)}>{labels()[each]}</button>
          ))}
        </div>
      ) : (
        <Why file={file} level={level} moved={moved} close={() => ask(0)} />
      )}
    </section>
  );
}

function Why({ file, level, moved, close }: Props & { level: number; close: () => void }): JSX.Element {
  const [note, write] = useState("");
  const [failure, fail] = useState<string | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (note.trim().length < 2) return fail(t("写下“{label}”，至少{n}个字", { label: t("为什么催"), n: 2 }));
    const answer = await send<CaseFile>(`/api/cases/${file.id}/urges`, { level, note: note.trim() });
    if (answer.kind === "ok") {
      close();
      moved(answer.data, t("已记下：{label}", { label: labels()[level]! }));
    } else fail(wordsOf(answer));
    return undefined;
  };
  return (
    <form class="noprint" onSubmit={(event) => void submit(event)} noValidate>
      <div class="field">
        <label for="urge-why">
          {t("为什么催")}<span class="need">{t("（必填）")}</span>
        </label>
        {failure !== null && <FieldError id="urge-why-error">{failure}</FieldError>}
        <input type="text" id="urge-why" value={note} maxLength={500} onInput={(event) => write(event.currentTarget.value)} {...(failure === null ? {} : { "aria-invalid": true, "aria-describedby": "urge-why-error" })} />
      </div>
      <div class="acts">
        <button type="button" class="btn second slim" onClick={close}>{t("先不办")}</button>
        <button class="btn slim">{labels()[level]}</button>
      </div>
    </form>
  );
}
