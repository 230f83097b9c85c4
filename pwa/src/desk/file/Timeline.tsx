/** What happened, newest first; the originals close it. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { isoMinute } from "../parts";
import type { CaseFile, Happening } from "../wire";

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
  const { said } = event;
  return (
    <li {...(current ? { "aria-current": "step" as const } : {})}>
      <b>{event.label}</b>
      <span class="meta">
        {isoMinute(event.at)} {event.actor_name ? t("{name}（{role}）", { name: event.actor_name, role: event.role_label }) : event.role_label}
      </span>
      {(said.length > 0 || event.reason) && (
        <dl>
          {event.reason && <Said name={t("原因")} text={event.reason} />}
          {said.map(({ label, text }) => (
            <Said key={label} name={label} text={text} />
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
