/** Shrinking photos before they are sent; drawing them anew also leaves out where they were taken. */
import { find, say } from "./page";
import { t } from "./words";

const longest = 1600;
const quality = 0.8;
const small = 300_000; // bytes: not worth the work

/** Shrink what is chosen; a photo the browser cannot read goes as it is, the server decides. */
export function shrinking(): void {
  const input = find<HTMLInputElement>("input[type=file][name=photo]");
  if (!input || typeof createImageBitmap !== "function" || typeof DataTransfer !== "function") return;
  const line = find("[data-photos]");
  say(line, t("上传前会去掉照片里的位置信息"));
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    if (!files.length) return;
    say(line, t("正在缩小照片…"));
    void Promise.all(files.map(shrink)).then((made) => {
      const list = new DataTransfer();
      made.forEach((file) => list.items.add(file));
      input.files = list.files;
      say(line, t("已选{n}张，按“下一步”上传", { n: made.length }));
    });
  });
}

async function shrink(file: File): Promise<File> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(image.width, image.height));
    if (scale === 1 && file.size < small && file.type === "image/jpeg") return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}
