/** Somebody else put the same field right first: for each, both values, and the person chooses. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Item } from "../../store/item";
import { fileLater, removeItem } from "../../store/outbox";
import { Choice } from "../../shell/parts";
import { go } from "../../shell/route";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { changed, report, sendNow } from "../live";
import { chosen, formWith, labelOf, stateOf, valueOf, type Correcting } from "./state";

/** The fields of the refused correction `item`, and what is done with the choice. */
export function Choose({ item, later, owner }: { item: Item; later: Correcting; owner: number }): JSX.Element {
  const [picks, pick] = useState<Record<string, "mine" | "theirs">>({});
  const [missing, miss] = useState(false);
  const clashes = later.clashes ?? [];
  const done = async (): Promise<void> => {
    const left = chosen(later, picks);
    const theirs = Object.fromEntries(clashes.filter(({ field }) => picks[field] === "theirs").map(({ field, theirs: value }) => [field, value]));
    const form = formWith(item.form, { ...stateOf(item.form), ...theirs });
    await (left ? fileLater(owner, { id: item.id, form, attachments: [] }, left) : removeItem(owner, item.id));
    await changed();
    go("/outbox", true);
    await sendNow();
  };
  const press = (): void => {
    const open = clashes.some(({ field }) => !picks[field]);
    miss(open);
    if (!open) void done().catch(report);
  };
  return (
    <div class="asking wide">
      {clashes.map(({ field, yours, theirs, by, at }) => (
        <Choice
          key={field}
          legend={labelOf(field)}
          name={`pick-${field}`}
          options={[
            { value: "mine", label: t("用我的：{text}", { text: valueOf(field, yours) }) },
            { value: "theirs", label: t("用{name}{time}改的：{text}", { name: by, time: moment(at), text: valueOf(field, theirs) }) },
          ]}
          value={picks[field] ?? null}
          change={(value) => pick({ ...picks, [field]: value })}
          error={missing && !picks[field] ? t("请选一个") : undefined}
        />
      ))}
      <div class="acts flat">
        <button type="button" class="btn" onClick={press}>
          {t("就这样更正")}
        </button>
      </div>
    </div>
  );
}
