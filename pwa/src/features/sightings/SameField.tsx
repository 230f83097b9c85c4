/** Before filing: what may be the same matter, as far as the phone knows; it works without signal. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Form } from "../../store/item";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { field, items, nearby } from "../live";
import { known, maybeSame } from "./same";

/** The notice; nothing when nothing is near, or once the person has said that it is another matter. */
export function SameField({ form, drop }: { form: Form; drop: () => void }): JSX.Element | null {
  const [another, say] = useState(false);
  const area = field.value?.value;
  const found = another ? [] : maybeSame(known(nearby.value, items.value), area, form.category, form.place, Date.now());
  const days = area?.categories.find(({ code }) => code === form.category)?.near_days;
  if (found.length === 0 || days === undefined) return null;
  return (
    <Notice tone="wait">
      {t("附近{n}天内有类似的：", { n: days })}
      <ul>
        {found.map(({ number, daysAgo, metres }, n) => (
          <li key={number || n}>
            {number || t("本机登记的一件")}·{daysAgo === 0 ? t("今天") : t("{n}天前", { n: daysAgo })}
            {metres !== null && `·${t("约{n}米", { n: metres })}`}
          </li>
        ))}
      </ul>
      <div class="acts two flat">
        <button type="button" class="btn second" onClick={() => say(true)}>
          {t("还是要报")}
        </button>
        <button type="button" class="btn quiet" onClick={drop}>
          {t("这件就是，不报了")}
        </button>
      </div>
    </Notice>
  );
}
