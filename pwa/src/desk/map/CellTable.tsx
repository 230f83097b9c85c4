/** The map's twin: every cell in a table that can be sorted. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import type { CellCount, Town } from "./wire";

type Column = "name" | "town" | "households" | "count";

interface Props {
  /** What the table is called. */
  caption: string;
  cells: CellCount[];
  towns: Town[];
  chosen: string | null;
  pick: (code: string) => void;
}

const columns: readonly { key: Column; label: string }[] = [
  { key: "name", label: "网格" },
  { key: "town", label: "乡镇" },
  { key: "households", label: "户" },
  { key: "count", label: "件" },
];

/** The table; a figure's first press shows the largest first. */
export function CellTable({ caption, cells, towns, chosen, pick }: Props): JSX.Element {
  const [sort, set] = useState<{ by: Column; up: boolean }>({ by: "count", up: false });
  const names = new Map(towns.map(({ code, name }) => [code, name]));
  const rows = cells.map((cell) => ({ ...cell, town: names.get(cell.area_code.slice(0, 9)) ?? "" }));
  const sign = sort.up ? 1 : -1;
  rows.sort((a, b) => {
    const [left, right] = [a[sort.by], b[sort.by]];
    const order = typeof left === "number" ? left - Number(right) : left.localeCompare(String(right), "zh-CN");
    return sign * order || a.code.localeCompare(b.code);
  });
  const press = (by: Column): void => set({ by, up: sort.by === by ? !sort.up : by === "name" || by === "town" });
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ key, label }) => (
            <th key={key} scope="col" class={key === "name" || key === "town" ? "" : "num"} aria-sort={sort.by === key ? (sort.up ? "ascending" : "descending") : "none"}>
              <button type="button" onClick={() => press(key)}>
                {t(label)}
                <span aria-hidden="true">{sort.by === key ? (sort.up ? "▴" : "▾") : ""}</span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cell) => (
          <tr key={cell.code} class={cell.code === chosen ? "sel" : ""}>
            <th scope="row">
              <button type="button" class="cellpick" aria-pressed={cell.code === chosen} onClick={() => pick(cell.code)}>{cell.name}</button>
            </th>
            <td>{cell.town}</td>
            <td class="num" data-name={t("户")}>{cell.households}</td>
            <td class="num" data-name={t("件")}>{cell.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
