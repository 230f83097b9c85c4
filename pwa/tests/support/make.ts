/** Sightings for tests, filed as the form files them. */
import { sha256, uuid7 } from "../../src/store/ids";
import type { Attachment, Form } from "../../src/store/item";
import { fileItem } from "../../src/store/outbox";
import { bodyOf } from "../../src/features/sightings/form";

let last = 100;

/** An account that no other test uses. */
export function freshAccount(): number {
  last += 1;
  return last;
}

/** A form with nothing wrong in it. */
export function formOf(text: string): Form {
  const place = { way: "fix" as const, lon: 103.78, lat: 35.29, accuracyM: 12, at: "2026-11-22T01:00:00.000Z" };
  return { category: "land", noticedBy: "door_visit", hidden: false, risk: "low", text, place, reason: null, seenAt: "2026-11-22T01:00:00.000Z" };
}

/** A photo of `bytes` bytes. */
export async function photoOf(item: string, seed: string, bytes = 64): Promise<Attachment> {
  const data = new Uint8Array(bytes).map((_, index) => seed.charCodeAt(index % seed.length) + index).buffer;
  const digest = await sha256(data);
  return { key: `${item}/${digest}`, item, sha256: digest, type: "image/jpeg", data };
}

/** A recording of `seconds` seconds. */
export async function recordingOf(item: string, seed: string, seconds = 7.5): Promise<Attachment> {
  return { ...(await photoOf(item, seed, 96)), type: "audio/webm", seconds };
}

/** File one with `count` photos; returns its id. */
export async function file(account: number, text: string, count = 0): Promise<string> {
  const id = uuid7();
  const photos: Attachment[] = [];
  for (let nth = 0; nth < count; nth += 1) photos.push(await photoOf(id, `${text}${nth}`));
  const form = formOf(text);
  await fileItem(account, { id, form, attachments: photos }, bodyOf(id, form, photos.map((photo) => photo.sha256), undefined));
  return id;
}
