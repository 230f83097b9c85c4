/** The topics of supervision that a case carries, by its category or by hand. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, useRead, wordsOf } from "../live";
import type { CaseTopic } from "../wire";

interface Topics {
  items: CaseTopic[];
  may: boolean;
}

/** The card: boxes for who may tick them, names for others; nothing where there is nothing to show. */
export function TopicsCard({ id }: { id: string }): JSX.Element | null {
  const path = `/api/cases/${id}/topics`;
  const reading = useRead<Topics>(path);
  const [failure, fail] = useState<string | null>(null);
  const topics = reading.data;
  if (topics === null || (!topics.may && !topics.items.some(({ on }) => on))) return null;
  const set = async (code: string, on: boolean): Promise<void> => {
    const wanted = topics.items.filter((each) => (each.code === code ? on : each.on && !each.by_category)).map((each) => each.code);
    const answer = await ask<Topics>(path, { method: "PUT", body: { topics: wanted } });
    if (answer.kind === "ok") reading.put(answer.data);
    else reading.again();
    fail(answer.kind === "ok" ? null : wordsOf(answer));
  };
  return (
    <section class="card" aria-labelledby="topics">
      <h2 id="topics">{t("监督主题")}</h2>
      {failure !== null && <FieldError id="topics-error">{failure}</FieldError>}
      <ul class="seats">
        {topics.items.filter(({ on }) => on || topics.may).map((each) => (
          <li key={each.code}>
            {topics.may ? (
              <label class="tick">
                <input type="checkbox" checked={each.on} disabled={each.by_category} onChange={(event) => void set(each.code, event.currentTarget.checked)} /> {each.name}
              </label>
            ) : each.name}{" "}
            {each.by_category && <span class="meta">{t("随类别")}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
