/** The category of a sighting: the first few at once, the others on demand. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { Choice } from "../../shell/parts";
import { language, t } from "../../shell/words";
import { field } from "../live";

const shownFirst = 7;

interface Props {
  value: string | null;
  change: (code: string) => void;
  error: string | undefined;
}

/** The field. */
export function Categories({ value, change, error }: Props): JSX.Element {
  const [all, showAll] = useState(false);
  const known = field.value?.value.categories ?? [];
  const english = language() === "en";
  const options = known.map((category) => ({ value: category.code, label: (english && category.name_en) || category.name }));
  const chosenIsHidden = options.findIndex((option) => option.value === value) >= shownFirst;
  const shown = all || chosenIsHidden || options.length <= shownFirst + 1 ? options : options.slice(0, shownFirst);
  return (
    <>
      <Choice legend={t("类别")} name="category" options={shown} value={value} change={change} error={error} />
      {shown.length < options.length && (
        <button type="button" class="btn quiet" onClick={() => showAll(true)}>
          {t("更多类别")}
        </button>
      )}
      {known.length === 0 && <p class="meta">{t("手机里还没有类别。连一次网就有了。")}</p>}
    </>
  );
}
