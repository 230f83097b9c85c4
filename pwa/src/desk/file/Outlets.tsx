/** What hangs on a case besides its moves: promises, meetings, and what becomes of it besides its answer. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead, type Reading } from "../live";
import { Ask } from "../meetings/Ask";
import { Promises } from "../meetings/Promises";
import type { ActivityHead, Commitment, Page, Term } from "../wire";
import type { Initiative } from "../initiatives/wire";

/** The cards; nothing of what there is none. */
export function Outlets({ id }: { id: string }): JSX.Element {
  const promises = useRead<Page<Commitment>>(`/api/commitments?subject=${id}`);
  const meetings = useRead<Page<ActivityHead>>(`/api/activities?case=${id}`);
  const initiatives = useRead<Page<Initiative>>(`/api/initiatives?case=${id}`);
  return (
    <>
      {promises.data !== null && promises.data.items.length > 0 && (
        <section class="card" aria-labelledby="promises">
          <h2 id="promises">{t("承诺事项")}</h2>
          <Promises of={promises.data.items} reread={promises.again} />
        </section>
      )}
      {meetings.data !== null && meetings.data.items.length > 0 && (
        <section class="card" aria-labelledby="meetings">
          <h2 id="meetings">{t("联席会议")}</h2>
          <ul class="seats">
            {meetings.data.items.map((each) => (
              <li key={each.id}>
                <a href={href(`/activities/${each.id}`)}>{each.title}</a> <span class="meta">{each.label}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <MadeOf id={id} reading={initiatives} />
    </>
  );
}

/** What was made of it, and making more; nothing where there is none and this person makes none. */
function MadeOf({ id, reading }: { id: string; reading: Reading<Page<Initiative>> }): JSX.Element | null {
  const may = useRead<{ kinds: Term[]; topics: Term[] }>(`/api/cases/${id}/initiatives`);
  const items = reading.data?.items ?? [];
  const kinds = may.data?.kinds ?? [];
  if (items.length === 0 && kinds.length === 0) return null;
  const make = (texts: Record<string, string>, fresh: string) =>
    send<Initiative>(`/api/cases/${id}/initiatives`, { id: fresh, kind: texts["kind"], title: texts["title"], text: texts["text"], topics: texts["topic"] ? [texts["topic"]] : [] });
  return (
    <section class="card" aria-labelledby="initiatives">
      <h2 id="initiatives">{t("由此提出的建议和线索")}</h2>
      {items.length === 0 && <p class="sub noprint">{t("还没有。提出以后，这一件照常办。")}</p>}
      <ul class="seats">
        {items.map((each) => (
          <li key={each.id}>
            <b>{each.kind_label}</b> <a href={href(`/initiatives/${each.id}`)}>{each.title}</a> {each.overdue && <Tag tone="bad" icon="bang">{t("已逾期")}</Tag>}
            <span class="meta">
              {each.number} {each.label} {each.by} {each.body_name} {each.due_on !== null && t("办理期限{day}", { day: each.due_on })}
            </span>
          </li>
        ))}
      </ul>
      {kinds.length > 0 && (
        <Ask label={t("提出建议或线索")} fields={[
          { key: "kind", label: t("哪一种"), kind: "choice", choices: kinds.map(({ code, name }) => ({ value: code, label: name })) },
          { key: "title", label: t("标题") }, { key: "text", label: t("写明情况和建议") },
          { key: "topic", label: t("监督主题"), kind: "choice", free: true, choices: (may.data?.topics ?? []).map(({ code, name }) => ({ value: code, label: name })) },
        ]} send={make} done={({ id: made }) => go(`/initiatives/${made}`)} />
      )}
    </section>
  );
}
