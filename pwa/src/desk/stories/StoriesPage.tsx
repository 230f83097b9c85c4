/** 案例和故事: written from cases, marked where they may tell whose they were, checked by a second person. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, frame, send, usePages } from "../live";
import { namesIn, useAudiences } from "../activities/audiences";
import { Ask, type Field, several } from "../meetings/Ask";
import { Heading, isoDay, Waiting } from "../parts";
import { areas } from "../rules/names";
import type { Stories, Story, StoryMark } from "./wire";
import "../admin/admin.css";


/** The page. */
export function StoriesPage(): JSX.Element {
  const { rows, more, reading } = usePages<Story>("/api/stories");
  const kinds = ((reading.data as unknown as Stories | null)?.kinds ?? []).map(({ code, label }) => ({ value: code, label }));
  const audiences = useAudiences();
  const places = areas().map(({ code, name }) => ({ value: code, label: name }));
  return (
    <>
      <div class="pagehead"><Heading title={t("案例和故事")}>{t("案例和故事")}</Heading></div>
      <div class="admin">
        <section class="card" aria-labelledby="new-story">
          <h2 id="new-story">{t("写一篇")}</h2>
          <p class="sub">{t("隐去姓名、电话、证件号和住处。由另一个人审核后公开，随时可以撤下。")}</p>
          <Ask<Story> label={t("写一篇")} start={{ area: places[0]?.value ?? "", kind: "case" }}
            fields={[{ key: "kind", label: t("类型"), kind: "choice", choices: kinds }, { key: "area", label: t("区域"), kind: "choice", choices: places }, { key: "cases", label: t("依据哪些事项（编号）"), hint: t("几个编号用逗号隔开，不会公开"), free: true }, ...wordsFields(), audiences]}
            send={(texts, id) => send("/api/stories", { id, ...texts, category: texts["category"] || null, cases: several(texts["cases"]), audiences: namesIn(texts["audiences"]) })} done={reading.again} />
        </section>
        <section class="card" aria-labelledby="stories">
          <h2 id="stories">{t("本辖区的案例和故事")}</h2>
          <Waiting reading={reading} />
          {rows?.length === 0 && <p>{t("还没有案例和故事，可以从办结的事项写起。")}</p>}
          <ul class="plain">{rows?.map((story) => <One key={story.id} story={story} audiences={audiences} reread={reading.again} />)}</ul>
          {more && <button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button>}
        </section>
      </div>
    </>
  );
}

function wordsFields(): Field[] {
  const categories = (frame.value?.categories ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return [{ key: "category", label: t("类别"), kind: "choice", choices: categories, free: true }, { key: "title", label: t("题目") }, { key: "body", label: t("内容"), kind: "long" }];
}

function One({ story, audiences, reread }: { story: Story; audiences: Field; reread: () => void }): JSX.Element {
  const [marks, mark] = useState<StoryMark[] | null>(null);
  const [silent, fail] = useState(false);
  const look = async (): Promise<void> => {
    const answer = await ask<{ items: StoryMark[] }>("/api/story-hints", { method: "POST", body: { body: `${story.title}\n${story.body}`, cases: story.cases } });
    fail(answer.kind !== "ok");
    if (answer.kind === "ok") mark(answer.data.items);
  };
  const at = `/api/stories/${story.id}`;
  return (
    <li class="card">
      <p><b>{story.title}</b> <Tag tone={story.state === "public" ? "ok" : story.state === "draft" ? "wait" : "idle"} icon={story.state === "draft" ? "clock" : "ok"}>{story.label}</Tag></p>
      <p class="meta">{[t("{name} {day}写", { name: story.written_name, day: isoDay(story.written_at) }), story.checked_name && t("{name}审核", { name: story.checked_name }), story.cases.join("、"), story.audiences.join("、"), story.withdrawn_reason].filter(Boolean).join("·")}</p>
      <p class="words">{story.body}</p>
      {silent && <Notice tone="bad">{t("连不上服务器，请检查网络再试。")}</Notice>}
      {marks !== null && <Notice tone={marks.length ? "wait" : "ok"}>{marks.length ? t("这些可能让人知道是谁，请看一看：{parts}", { parts: marks.map(({ text }) => text).join("、") }) : t("没有找到会让人知道是谁的字，还是请通读一遍。")}</Notice>}
      <div class="acts start noprint">
        {story.state === "draft" && <button type="button" class="btn second slim" onClick={() => void look()}>{t("查一查有没有漏隐去的")}</button>}
        {story.state === "draft" && !story.mine && <button type="button" class="btn slim" onClick={() => void send(`${at}/transitions`, { to: "public", reason: "" }, story.version).then(reread)}>{t("审核通过，公开")}</button>}
        {story.state === "draft" && story.mine && (
          <Ask<Story> label={t("修改")} start={{ title: story.title, body: story.body, category: story.category ?? "", audiences: story.audiences.join(",") }} fields={[...wordsFields(), audiences]}
            send={(texts) => ask<Story>(at, { method: "PUT", body: { title: texts["title"], body: texts["body"], category: texts["category"] || null, audiences: namesIn(texts["audiences"]) }, headers: { "If-Match": `"${story.version}"` } })} done={reread} />
        )}
        {story.state !== "withdrawn" && <Ask<Story> label={t("撤下")} fields={[{ key: "reason", label: t("理由") }]} send={(texts) => send(`${at}/transitions`, { to: "withdrawn", reason: texts["reason"] }, story.version)} done={reread} />}
      </div>
    </li>
  );
}
