/** The receipt as a picture on the phone: both numbers and the QR, so that nothing has to be copied by hand. */
import { find } from "./page";
import { t } from "./words";

const width = 720;
const height = 1000;
const edge = 400;

/** Make the button that saves the receipt work. */
export function saving(): void {
  const slip = find("[data-slip]");
  find("[data-save]")?.addEventListener("click", () => void (slip && picture(slip).then(keep)));
}

async function picture(slip: HTMLElement): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  const svg = find("svg", slip);
  if (!pen || !svg) return null;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#1b2430";
  pen.textAlign = "center";
  const write = (text: string, y: number, size: number): void => {
    pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    pen.fillText(text, width / 2, y, width - 60);
  };
  write(document.title, 80, 34);
  write(t("回执号"), 160, 30);
  write(find("[data-receipt]", slip)?.textContent ?? "", 220, 56);
  write(t("查询码"), 300, 30);
  write(find("[data-query]", slip)?.textContent ?? "", 360, 56);
  pen.drawImage(await drawn(svg), (width - edge) / 2, 410, edge, edge);
  write(find(".url")?.textContent ?? "", 880, 26);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function drawn(svg: Element): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as Element;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(edge));
  copy.setAttribute("height", String(edge));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  return image.decode().then(() => image);
}

function keep(blob: Blob | null): void {
  if (!blob) return;
  const receipt = find("[data-receipt]")?.dataset["receipt"] ?? "";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${receipt}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
