/** Beginning an answer with a template of the office's: filled in for the case, freely changed afterwards. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { useRead } from "../live";
import type { FilledReply } from "../replies/wire";
import type { CaseFile } from "../wire";

interface Props {
  file: CaseFile;
  /** What has been written already; it is not thrown away unasked. */
  written: string;
  put: (text: string) => void;
}

/** The choice; nothing while there is none to choose from. */
export function Begin({ file, written, put }: Props): JSX.Element | null {
  const items = useRead<{ items: FilledReply[] }>(`/api/cases/${file.id}/reply-templates`).data?.items ?? [];
  if (items.length === 0) return null;
  const choose = (event: Event): void => {
    const box = event.currentTarget as HTMLSelectElement;
    const chosen = items.find(({ id }) => id === box.value);
    box.value = "";
    const other = written.trim() !== "" && !items.some(({ text }) => text === written);
    if (chosen && (!other || confirm(t("用模板换掉已经写下的答复吗？")))) put(chosen.text);
  };
  const group = (label: string, fits: boolean): JSX.Element | null => {
    const those = items.filter((each) => each.fits === fits);
    if (those.length === 0) return null;
    return <optgroup label={label}>{those.map(({ id, title, kind_label: kind }) => <option key={id} value={id}>{`${title}（${kind}）`}</option>)}</optgroup>;
  };
  return (
    <div class="field">
      <label for="begin-with">{t("用模板起草")}</label>
      <select id="begin-with" onChange={choose}>
        <option value="">{t("选一个模板，填好后还可以改")}</option>
        {group(t("适合这件事的"), true)}
        {group(t("其他模板"), false)}
      </select>
    </div>
  );
}
