/** What was promised, how it went on, and crossing it off. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, viewer } from "../live";
import { isoDay } from "../parts";
import type { Commitment } from "../wire";
import { Ask } from "./Ask";

const conveners = new Set(["liaison", "town_congress"]);

/** The list; `reread` after one was followed. */
export function Promises({ of, reread }: { of: Commitment[]; reread: () => void }): JSX.Element {
  return (
    <ul class="seats">
      {of.map((each) => <OnePromise key={each.id} of={each} reread={reread} />)}
    </ul>
  );
}

function OnePromise({ of, reread }: { of: Commitment; reread: () => void }): JSX.Element {
  const may = of.state === "open" && (of.mine || (viewer.value?.roles.some(({ role }) => conveners.has(role)) ?? false));
  const words = { key: "words", label: t("办得怎么样") };
  const follow = (to: string) => (texts: Record<string, string>) => send<Commitment>(`/api/commitments/${of.id}/transitions`, { to, words: texts["words"] ?? "" });
  return (
    <li>
      <b>{of.text}</b>
      <span class="meta">
        {of.body_name} {t("办理期限{day}", { day: of.due_on })}
      </span>
      <Tag tone={of.overdue || of.state === "broken" ? "bad" : of.state === "kept" ? "ok" : "idle"} icon={of.state === "kept" ? "ok" : of.overdue ? "bang" : "clock"}>
        {of.overdue ? t("已逾期") : of.label}
      </Tag>
      {of.notes.map((note) => (
        <span class="meta" key={note.at}>
          {isoDay(note.at)} {note.actor_name} {note.label} {note.words}
        </span>
      ))}
      {may && (
        <div class="acts noprint">
          <Ask label={t("销号：已兑现")} fields={[words]} send={follow("kept")} done={reread} />
          <Ask label={t("记一笔进展")} fields={[words]} send={follow("open")} done={reread} />
          <Ask label={t("未能兑现")} fields={[{ key: "words", label: t("原因") }]} send={follow("broken")} done={reread} />
        </div>
      )}
    </li>
  );
}
