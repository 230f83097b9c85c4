/** Sends the photos and recordings that the server says it lacks; a report is sent when it lacks none. */
import { call } from "../api/client";
import { isRecording, type Attachment, type Item } from "../store/item";
import { attachmentsOf, listItems } from "../store/outbox";
import { refuseAttachment, requeue, settleAttachments } from "../store/settle";
import { setback, type Outcome, type Run } from "./run";

const unreadable = "照片{n}打不开，请重拍或删去这张。";
const unheard = "录音{n}打不开，请重录或删去这段。";
/** Statuses that are about the file itself. */
const aboutFile = new Set([400, 413, 415, 422]);

/** Send the attachments of every report that the server has. Returns undefined when none is left, else why it stopped. */
export async function sendAttachments(run: Run): Promise<Outcome | undefined> {
  const items = (await listItems(run.account)).filter((item) => item.state === "attachments");
  for (const item of items) {
    const stopped = await completeItem(run, item);
    if (stopped) return stopped;
    run.part(item.id, 1);
    run.changed();
  }
  return undefined;
}

async function completeItem(run: Run, item: Item): Promise<Outcome | undefined> {
  run.part(item.id, 0.2);
  const before = await missingOf(run, item);
  if (!Array.isArray(before)) return before;
  const attachments = await attachmentsOf(run.account, item);
  const wanted = item.attachments.filter((note) => !note.dropped && before.includes(note.sha256));
  for (const [index, note] of wanted.entries()) {
    const nth = item.attachments.indexOf(note) + 1;
    const stopped = await sendAttachment(run, item, attachments.find(({ sha256 }) => sha256 === note.sha256), nth);
    if (stopped === "refused") return undefined;
    if (stopped) return stopped;
    run.part(item.id, 0.2 + (0.7 * (index + 1)) / wanted.length);
  }
  const after = wanted.length > 0 ? await missingOf(run, item) : before;
  if (!Array.isArray(after)) return after;
  return (await settleAttachments(run.account, item.id, after)) ? undefined : { kind: "later", afterMs: 0 };
}

/** Digests that the server lacks of `item`, or why that is not known. */
async function missingOf(run: Run, item: Item): Promise<string[] | Outcome> {
  const answer = await run.heed(await call<{ missing?: unknown }>(`/api/sightings/${item.id}/missing`));
  if (answer.kind === "ok") {
    const missing = answer.data?.missing;
    const clear = Array.isArray(missing) && missing.every((digest) => typeof digest === "string");
    return clear ? (missing as string[]) : { kind: "later", afterMs: 0 };
  }
  if (answer.kind === "refused" && answer.status === 404) {
    await requeue(run.account, item.id);
    run.changed();
  }
  return setback(answer);
}

async function sendAttachment(run: Run, item: Item, attachment: Attachment | undefined, nth: number): Promise<Outcome | "refused" | undefined> {
  const text = isRecording(item.attachments[nth - 1]!) ? unheard : unreadable;
  if (!attachment) return refuse(run, item, text, 0, nth);
  const bytes = { data: attachment.data, type: attachment.type };
  const request = { method: "PUT", bytes, csrf: run.csrf, empty: true, timeoutMs: 180_000 } as const;
  const answer = await run.heed(await call(`/api/attachments/${attachment.sha256}`, request));
  if (answer.kind === "ok") return undefined;
  if (answer.kind !== "refused" || !aboutFile.has(answer.status)) return setback(answer);
  return refuse(run, item, text, answer.status, nth);
}

async function refuse(run: Run, item: Item, text: string, status: number, nth: number): Promise<"refused"> {
  await refuseAttachment(run.account, item.id, { text, status, nth });
  return "refused";
}
