/** What hangs on a case besides its moves: promises, meetings, and what becomes of it besides its answer. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { Promises } from "../meetings/Promises";
import type { ActivityHead, Commitment, Initiative, Page } from "../wire";

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
                <a href={href(`/meetings/${each.id}`)}>{each.title}</a> <span class="meta">{each.label}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {initiatives.data !== null && initiatives.data.items.length > 0 && (
        <section class="card" aria-labelledby="initiatives">
          <h2 id="initiatives">{t("由此提出的建议和线索")}</h2>
          <ul class="seats">
            {initiatives.data.items.map((each) => (
              <li key={each.id}>
                <b>{each.kind_label}</b> {each.title}
                <span class="meta">
                  {each.number} {each.label} {each.by} {each.body_name} {each.due_on !== null && t("办理期限{day}", { day: each.due_on })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
