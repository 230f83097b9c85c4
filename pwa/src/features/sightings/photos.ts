/** Photos are made small on the phone, and made anew: nothing of what the camera wrote beside the picture goes along. */
import { sha256 } from "../../store/ids";
import type { Attachment } from "../../store/item";

const longestSide = 1600;
const quality = 0.8;

/** The picture in `file` as a JPEG of at most 1600 px, turned as it was held. Raises when it cannot be read as a picture. */
export async function shrink(file: Blob): Promise<ArrayBuffer> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d")!;
    // A transparent picture gets white paper below it, as a JPEG has none.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!blob) throw new Error("the picture could not be written");
    return await blob.arrayBuffer();
  } finally {
    picture.close();
  }
}

/** The photo in `file`, ready for the item `item`: small, named by its digest. */
export async function takePhoto(item: string, file: Blob): Promise<Attachment> {
  const data = await shrink(file);
  const digest = await sha256(data);
  return { key: `${item}/${digest}`, item, sha256: digest, type: "image/jpeg", data };
}
