/** Sending photos from the desk: one after another, each under its digest, to be named by what they show. */
import type { Answer } from "../api/client";
import { ask } from "./live";

export const mostPhotos = 9;

/** The digests of the photos, or the answer that refused one. */
export async function sendPhotos(files: Iterable<File>): Promise<string[] | Exclude<Answer<never>, { kind: "ok" }>> {
  const photos: string[] = [];
  for (const file of Array.from(files).slice(0, mostPhotos)) {
    const bytes = await file.arrayBuffer();
    const sha = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const sent = await ask<never>(`/api/attachments/${sha}`, { method: "PUT", body: new Blob([bytes], { type: file.type }) });
    if (sent.kind !== "ok") return sent;
    photos.push(sha);
  }
  return photos;
}
