/** What happened, newest first; the originals close it. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { isoMinute } from "../parts";
import type { CaseFile, Happening } from "../wire";

const words: Record<string, string> = {
  handling: "办理情况",
  check: "怎么核查的（实地或电话），看到什么",
  answer: "给群众的答复",
  consent: "群众怎么说",
};

/** The list of events. */
export function Timeline({ file }: { file: CaseFile }): JSX.Element {
  return (
    <ol class="timeline">
      {file.timeline.map((event, index) => (
        <Event key={event.version} event={event} current={index === 0} />
      ))}
      <li {...(file.timeline.length === 0 ? { "aria-current": "step" as const } : {})}>
        <b>{t("收到反映")}</b>
        <span class="meta">{isoMinute(file.opened_at)}</span>
      </li>
    </ol>
  );
}

function Event({ event, current }: { event: Happening; current: boolean }): JSX.Element {
  const said = Object.entries(event.evidence);
  return (
    <li {...(current ? { "aria-current": "step" as const } : {})}>
      <b>{event.label}</b>
      <span class="meta">
        {isoMinute(event.at)} {event.actor_name ? t("{name}（{role}）", { name: event.actor_name, role: event.role_label }) : event.role_label}
      </span>
      {(said.length > 0 || event.reason) && (
        <dl>
          {event.reason && <Said name={t("原因")} text={event.reason} />}
          {said.map(([key, text]) => (
            <Said key={key} name={t(words[key] ?? key)} text={text} />
          ))}
        </dl>
      )}
    </li>
  );
}

function Said({ name, text }: { name: string; text: string }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}
