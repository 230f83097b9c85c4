/** What the people of a place ask about, with the stories and lectures there are on it (分类): for who plans a lecture. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { useRead } from "../live";

interface Title {
  id: string;
  title: string;
}

interface Found {
  cell: string | null;
  topics: { category: string; label: string; cases: number; stories: Title[]; lectures: Title[] }[];
}

/** The list; `where`: `station:7`, `venue:3` or nothing for the whole area. */
export function Fitting({ area, where }: { area: string; where: string }): JSX.Element | null {
  const [kind, key] = where.split(":");
  const at = kind === "station" || kind === "venue" ? `&${kind}=${key}` : "";
  const found = useRead<Found>(area ? `/api/fitting?area=${area}${at}` : null).data;
  if (found === null) return null;
  return (
    <section class="fitting" aria-label={t("讲什么合适")}>
      <h3>{found.cell === null ? t("这里的人问得最多的") : t("{cell}的人问得最多的", { cell: found.cell })}</h3>
      {found.topics.length === 0 && <p class="sub">{t("件数太少，不显示，免得让人知道是谁。")}</p>}
      <ul class="plain">
        {found.topics.map((each) => (
          <li key={each.category}>
            <b>{each.label}</b> {t("{n}件", { n: each.cases })}
            {each.stories.map(({ id, title }) => <span key={id}>·<a href={`/stories/${id}`} target="_blank" rel="noopener">{title}</a></span>)}
            {each.lectures.map(({ id, title }) => <span key={id}>·<a href={`/activities/${id}`} target="_blank" rel="noopener">{title}</a></span>)}
          </li>
        ))}
      </ul>
    </section>
  );
}
