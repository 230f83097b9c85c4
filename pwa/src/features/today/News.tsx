/** Answers to what the person reported, until they have been opened. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { read, unread, type News as Message } from "../../sync/news";
import { Tag } from "../../shell/parts";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { account } from "../live";

/** The list; nothing at all when there is no news. */
export function News(): JSX.Element | null {
  const [news, setNews] = useState<readonly Message[]>([]);
  const person = account.value?.id;
  useEffect(() => {
    if (person !== undefined) void unread(person).then(setNews);
  }, [person]);
  if (news.length === 0) return null;
  const opened = (id: string): void => {
    setNews(news.filter((message) => message.id !== id));
    void read(id);
  };
  return (
    <>
      <div class="sec">
        <h2>{t("新的答复")}</h2>
      </div>
      <ul class="list">
        {news.map((message) => (
          <li key={message.id}>
            <a class="row" href={message.url} target="_blank" rel="noopener" onClick={() => opened(message.id)}>
              <span class="t">{message.title}</span>
              <span class="meta">{moment(message.created_at)}</span>
              <Tag tone="ok" icon="ok">
                {t("有答复")}
              </Tag>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
