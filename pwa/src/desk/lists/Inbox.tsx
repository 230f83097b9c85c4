/** The inbox: what waits for this person, what is overdue in their area, all of it, messages. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { call } from "../../api/client";
import { href } from "../../shell/route";
import { moment } from "../../shell/time";
import { t } from "../../shell/words";
import { bodies, holds, mayNote, onlyByCode, send, useRead, waitingCount } from "../live";
import { Heading, Waiting } from "../parts";
import type { CaseRow, Message, Page } from "../wire";
import type { Initiative } from "../initiatives/wire";
import { CaseTable } from "./CaseTable";
import { Unreached } from "../sheets/Unreached";

const countLimit = 200;

/** Read again how many cases wait for the viewer; shown beside the inbox. */
export async function recount(): Promise<void> {
  const answer = await call<Page<CaseRow>>(`/api/cases?waiting=me&limit=${countLimit}${onlyByCode() ? "&by_code=1" : ""}`);
  if (answer.kind === "ok") waitingCount.value = `${answer.data.items.length}${answer.data.next === null ? "" : "+"}`;
}

const always = (): boolean => true;
const ofAnArea = (): boolean => !onlyByCode();

/** The tabs of the inbox: path, name, and for whom. */
export const tabs = [
  { to: "/", label: "待我办", when: always },
  { to: "/code", label: "代表码来件", when: () => holds("deputy") },
  { to: "/soon", label: "即将到期", when: ofAnArea },
  { to: "/overdue", label: "已逾期", when: ofAnArea },
  { to: "/unreached", label: "待送达", when: mayNote },
  { to: "/all", label: "全部", when: ofAnArea },
  { to: "/messages", label: "消息", when: always },
];

/** The page; `tab` is its path. */
export function Inbox({ tab }: { tab: string }): JSX.Element {
  useEffect(() => void recount(), [tab]);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("收件箱")}>{t("收件箱")}</Heading>
      </div>
      <nav class="tabs" aria-label={t("收件箱")}>
        {tabs.filter(({ when }) => when()).map(({ to, label }) => (
          <a key={to} href={href(to)} {...(to === tab ? { "aria-current": "page" as const } : {})}>
            {t(label)}
          </a>
        ))}
      </nav>
      {tab === "/" && bodies.value.length > 0 && <Addressed />}
      {tab === "/messages" ? <Messages /> : tab === "/unreached" ? <Unreached /> : <Listed list={lists[tab] ?? lists["/"]!} />}
    </>
  );
}

/** What was sent to one's body and waits for its answer; nothing where nothing does. */
function Addressed(): JSX.Element | null {
  const items = useRead<Page<Initiative>>("/api/initiatives?waiting=me&limit=20").data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section class="pad" aria-labelledby="addressed">
      <h2 id="addressed">{t("送交本单位、待回复")}</h2>
      <ul class="messages">
        {items.map((each) => (
          <li key={each.id}>
            <a href={href(`/initiatives/${each.id}`)}>{each.title}</a>{" "}
            <span class="meta">
              {each.kind_label} {each.number} {each.overdue ? t("已逾期") : t("办理期限{day}", { day: each.due_on ?? "" })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface List {
  name: string;
  query: Record<string, string>;
  empty: string;
}

const lists: Record<string, List> = {
  "/": { name: "待我办", query: { waiting: "me" }, empty: "没有等您办的事。" },
  "/code": { name: "代表码来件", query: { by_code: "1" }, empty: "还没有人扫您的码反映。海报上的码可以请站点打印。" },
  "/soon": { name: "即将到期", query: { soon: "1" }, empty: "没有快到期的事项。" },
  "/overdue": { name: "已逾期", query: { overdue: "1" }, empty: "没有逾期的事项。" },
  "/all": { name: "全部", query: {}, empty: "这里还没有事项。" },
};

function Listed({ list }: { list: List }): JSX.Element {
  const narrowed = ["waiting", "soon", "overdue"].some((name) => name in list.query);
  const empty = (
    <div class="empty">
      <p>{t(list.empty)}</p>
      {narrowed && <a class="btn second" href={href(onlyByCode() ? "/code" : "/all")}>{t("看全部事项")}</a>}
    </div>
  );
  return <CaseTable caption={t(list.name)} query={new URLSearchParams({ ...list.query, ...(onlyByCode() ? { by_code: "1" } : {}) })} older={narrowed ? t("再看后面的") : t("再看更早的")} empty={empty} />;
}

function Messages(): JSX.Element {
  const reading = useRead<Page<Message>>("/api/notices");
  if (reading.data === null) return <Waiting reading={reading} />;
  if (reading.data.items.length === 0) return <div class="empty"><p>{t("没有消息。")}</p></div>;
  return (
    <ul class="messages">
      {reading.data.items.map((message) => (
        <li key={message.id}>
          <a href={message.url} onClick={() => message.read_at === null && void send(`/api/notices/${message.id}/read`, {})}>
            {message.read_at === null ? <b>{message.title}</b> : message.title}
          </a>{" "}
          <span class="meta">{moment(message.created_at)}</span>
        </li>
      ))}
    </ul>
  );
}
