/**
 * The queue as one file, for a phone that will not find its way to the network.
 *
 * `{format: "zhitong-queue", version: 1, exported_at, account: {id, name}, items: [{state, filed, body, attachments:
 * [{sha256, type, base64}]}]}`: `body` is exactly what `POST /api/sightings` takes (of a draft: `form`, and no body); in its
 * place an `opinion` as an item of `POST /api/opinions/batch`, or a `correction` or an `addition` as `POST /api/sightings/{of}/corrections` or `…/additions` takes it, or a `visited` as `POST /api/visit-tasks/{of}/done`.
 * each `base64` decodes to bytes with that digest. Reading it in twice doubles nothing, as ids and digests are the same;
 * whoever reads it in must have the author's consent, as the file is readable by anybody who holds it.
 */
import { attachmentsOf, listItems } from "./outbox";
import { unsent, type Item } from "./item";
import { keep } from "./kept";

/** Everything unsent of `account` as a JSON file, made item by item so that many attachments do not stand in memory at once. */
export async function exportQueue(account: number, name: string): Promise<Blob> {
  const at = new Date().toISOString();
  const head = { format: "zhitong-queue", version: 1, exported_at: at, account: { id: account, name } };
  const parts: BlobPart[] = [`${JSON.stringify(head).slice(0, -1)},"items":[`];
  for (const [index, item] of unsent(await listItems(account)).entries()) {
    parts.push(index === 0 ? "\n" : ",\n", new Blob([JSON.stringify(await plain(account, item))]));
  }
  parts.push("\n]}\n");
  await keep(account, "exportedAt", at);
  return new Blob(parts, { type: "application/json" });
}

async function plain(account: number, item: Item): Promise<unknown> {
  const attachments = (await attachmentsOf(account, item)).map(({ sha256, type, data }) => ({ sha256, type, base64: base64(data) }));
  const { state, filed, body, later, form } = item;
  if (later) return { state, filed, [later.kind]: later.body, of: later.of, attachments };
  if (body && form.spoken) return { state, filed, opinion: body };
  return body ? { state, filed, body, attachments } : { state, filed, form, attachments };
}

function base64(data: ArrayBuffer): string {
  const bytes = new Uint8Array(data);
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
