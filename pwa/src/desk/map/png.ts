/** The map as a picture to keep: title, map or maps, legend and what stands below a map, on one sheet. */
import type { Still } from "./canvas";
import type { LegendOf } from "./meaning";
import { colours, hatchLine, ink, markInk, marks, type Shade } from "./palette";

export interface Drawing {
  /** Whose area, when, of what. */
  title: string;
  maps: readonly { caption: string | null; still: Still }[];
  legend: LegendOf;
  /** What must stand below a map, and when this was made. */
  foot: string;
}

const edge = 24;
const line = 22;
const legendWidth = 300;
const swatch = { width: 36, height: 18 };
const font = (size: number, weight = 400): string => `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;

/** Lay everything out at the size of the maps and draw it; black on white. */
export function drawSheet({ title, maps, legend, foot }: Drawing): HTMLCanvasElement {
  const tall = Math.max(...maps.map(({ still }) => still.image.height / still.ratio));
  const wide = maps.reduce((sum, { still }) => sum + still.image.width / still.ratio, 0) + edge * (maps.length - 1);
  const scale = maps[0]?.still.ratio ?? 1;
  const head = edge + 2 * line;
  const sheet = document.createElement("canvas");
  const pen = sheet.getContext("2d")!;
  pen.font = font(14);
  const width = Math.max(wide, 480) + legendWidth + 3 * edge;
  const body = Math.max(tall + line, legendHeight(pen, legend));
  [sheet.width, sheet.height] = [Math.ceil(width * scale), Math.ceil((head + body + 3 * line + edge) * scale)];
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, head + body + 3 * line + edge);
  pen.fillStyle = ink;
  pen.textBaseline = "middle";
  pen.font = font(20, 600);
  pen.fillText(title, edge, edge + line / 2, width - 2 * edge);
  let left = edge;
  for (const { caption, still } of maps) {
    drawStill(pen, still, left, head + line);
    if (caption !== null) label(pen, caption, left, head + line / 2);
    left += still.image.width / still.ratio + edge;
  }
  drawLegend(pen, legend, width - legendWidth - edge, head + line);
  pen.font = font(13);
  pen.fillStyle = ink;
  wrap(pen, foot, width - 2 * edge).forEach((text, nth) => pen.fillText(text, edge, head + body + line * (nth + 1.2)));
  return sheet;
}

/** Give the sheet to the person as a file. */
export function saveSheet(sheet: HTMLCanvasElement, name: string): void {
  sheet.toBlob((blob) => {
    if (!blob) return;
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${name}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }, "image/png");
}

function label(pen: CanvasRenderingContext2D, text: string, left: number, middle: number): void {
  pen.fillStyle = ink;
  pen.font = font(14, 600);
  pen.fillText(text, left, middle);
}

function drawStill(pen: CanvasRenderingContext2D, { image, names, ratio }: Still, left: number, top: number): void {
  const [width, height] = [image.width / ratio, image.height / ratio];
  pen.drawImage(image, left, top, width, height);
  pen.strokeStyle = hatchLine;
  pen.lineWidth = 1;
  pen.strokeRect(left, top, width, height);
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.font = font(11, 600);
  pen.textAlign = "center";
  pen.lineJoin = "round";
  for (const { text, x, y } of names) {
    pen.lineWidth = 3;
    pen.strokeStyle = "#ffffff";
    pen.strokeText(text, left + x / ratio, top + y / ratio);
    pen.fillStyle = ink;
    pen.fillText(text, left + x / ratio, top + y / ratio);
  }
  pen.restore();
}

const notesOf = ({ notes, outline }: LegendOf): string[] => [...(outline === null ? [] : [`▭ ${outline}`]), ...notes];

function legendHeight(pen: CanvasRenderingContext2D, legend: LegendOf): number {
  return (3 + legend.rows.length + notesOf(legend).flatMap((note) => wrap(pen, note, legendWidth)).length) * line;
}

function drawLegend(pen: CanvasRenderingContext2D, legend: LegendOf, left: number, top: number): void {
  label(pen, legend.title, left, top + line / 2);
  let y = top + 2 * line;
  for (const { shade, words, cells } of legend.rows) {
    drawSwatch(pen, shade, left, y - swatch.height / 2);
    pen.fillStyle = ink;
    pen.font = font(14);
    pen.fillText(words, left + swatch.width + 8, y);
    pen.textAlign = "right";
    pen.fillText(String(cells), left + legendWidth, y);
    pen.textAlign = "left";
    y += line;
  }
  pen.font = font(14);
  for (const text of notesOf(legend).flatMap((note) => wrap(pen, note, legendWidth))) pen.fillText(text, left, (y += line) - line / 2);
}

function drawSwatch(pen: CanvasRenderingContext2D, shade: Shade, left: number, top: number): void {
  const { width, height } = swatch;
  pen.fillStyle = colours[shade];
  pen.fillRect(left, top, width, height);
  if (shade === "unknown") {
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    pen.strokeStyle = hatchLine;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (let at = -height; at < width; at += 6) {
      pen.moveTo(left + at, top + height);
      pen.lineTo(left + at + height, top);
    }
    pen.stroke();
    pen.restore();
  }
  pen.strokeStyle = "#5f6b7a";
  pen.lineWidth = 0.5;
  pen.strokeRect(left, top, width, height);
  const mark = marks[shade];
  if (mark === undefined) return;
  pen.fillStyle = markInk(shade);
  pen.font = font(10);
  pen.textAlign = "center";
  pen.fillText(mark, left + width / 2, top + height / 2, width - 4);
  pen.textAlign = "left";
}

/** Lines of `text` that are not wider than `width` in the font that is set; Chinese breaks anywhere. */
function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines = [""];
  for (const sign of text) {
    const longer = lines.at(-1)! + sign;
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(sign);
  }
  return lines;
}
