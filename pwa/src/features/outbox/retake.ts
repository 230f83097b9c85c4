/** A photo that the server could not open is taken anew. */
import { uuid7 } from "../../store/ids";
import type { Item } from "../../store/item";
import { dropAttachment, saveDraft } from "../../store/outbox";
import { go } from "../../shell/route";
import { t } from "../../shell/words";
import { changed } from "../live";
import { mostText } from "../sightings/form";
import { takePhoto } from "../sightings/photos";

/**
 * The report is at the server and never changed, so the new photo goes as a record of its own: begins one with the same
 * facts that names the first one's number, gives up the photo `sha256` and opens the form. Returns false, and changes
 * nothing, when `file` cannot be opened.
 */
export async function retake(owner: number, item: Item, sha256: string, file: File): Promise<boolean> {
  const id = uuid7();
  const photo = await takePhoto(id, file).catch(() => undefined);
  if (!photo) return false;
  const text = t("补拍照片，接编号{number}：{text}", { number: item.answer!.number, text: item.form.text });
  await saveDraft(owner, { id, form: { ...item.form, text: text.slice(0, mostText) }, attachments: [photo] });
  await dropAttachment(owner, item.id, sha256);
  await changed();
  go(`/file/${id}`, true);
  return true;
}
