/** The phone number of who has to be called: shown for a reason, and each time goes into the record. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FieldError } from "../../shell/parts";
import { t } from "../../shell/words";
import { bodies, send, viewer, wordsOf } from "../live";

const callers = new Set(["liaison", "verifier", "mediator"]);
// They see a contact at all only where its person agreed.
const byConsent = new Set(["court", "justice_office", "petition_office", "police", "department", "organ"]);

interface Contact {
  name: string | null;
  phone: string | null;
}

/** Whether one of the viewer's roles has to speak with people. */
export function maySeeNames(): boolean {
  return [...(viewer.value?.roles ?? []), ...bodies.value].some(({ role }) => callers.has(role ?? ""));
}

/** A button, then the question why, then the number; `agreed`: the person agreed that who handles the case gets it. */
export function Reveal({ path, id, agreed = false }: { path: string; id: string; agreed?: boolean }): JSX.Element | null {
  const [asking, ask] = useState(false);
  const [reason, write] = useState("");
  const [contact, show] = useState<Contact | null>(null);
  const [failure, fail] = useState<string | null>(null);
  if (!maySeeNames() && !(agreed && bodies.value.some(({ role }) => byConsent.has(role ?? "")))) return null;
  if (contact) return <p role="status">{[contact.name, contact.phone].filter(Boolean).join(" ")}</p>;
  if (!asking) {
    return (
      <button type="button" class="btn second slim noprint" onClick={() => ask(true)}>
        {t("查看手机号（会记入日志）")}
      </button>
    );
  }
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await send<Contact>(path, { reason });
    if (answer.kind === "ok") show(answer.data);
    fail(answer.kind === "ok" ? null : wordsOf(answer));
  };
  return (
    <form class="noprint" onSubmit={(event) => void submit(event)}>
      <div class="field">
        <label for={`why-${id}`}>
          {t("为什么要看")}<span class="need">{t("（必填）")}</span>
        </label>
        {failure !== null && <FieldError id={`why-${id}-error`}>{failure}</FieldError>}
        <input type="text" id={`why-${id}`} value={reason} maxLength={200} onInput={(event) => write(event.currentTarget.value)} {...(failure === null ? {} : { "aria-invalid": true, "aria-describedby": `why-${id}-error` })} />
      </div>
      <button class="btn slim">{t("查看")}</button>
    </form>
  );
}
