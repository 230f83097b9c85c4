/** The map's twin: every cell in a table that can be sorted. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import type { Column } from "./columns";

interface Props<T> {
  /** What the table is called. */
  caption: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  cell: (row: T) => { code: string; name: string };
  /** The column by which the rows stand at first, the largest first. */
  by: string;
  chosen: string | null;
  pick: (code: string) => void;
}

/** The table; a figure's first press shows the largest first. */
export function CellTable<T>({ caption, rows, columns, cell, by, chosen, pick }: Props<T>): JSX.Element {
  const [sort, set] = useState<{ by: string; up: boolean }>({ by, up: false });
  const name: Column<T> = { key: "name", label: t("网格"), value: (row) => cell(row).name };
  const all = [name, ...columns];
  const sorted = all.find(({ key }) => key === sort.by) ?? all.find(({ key }) => key === by) ?? name;
  const textual = (column: Column<T>): boolean => column.key === "name" || column.key === "town";
  const press = (column: Column<T>): void => set({ by: column.key, up: sorted.key === column.key ? !sort.up : textual(column) });
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {all.map((column) => (
            <th key={column.key} scope="col" class={textual(column) ? "" : "num"} aria-sort={sorted === column ? (sort.up ? "ascending" : "descending") : "none"}>
              <button type="button" onClick={() => press(column)}>
                {t(column.label)}
                <span aria-hidden="true">{sorted === column ? (sort.up ? "▴" : "▾") : ""}</span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {inOrder(rows, sorted, sort.up, (row) => cell(row).code).map((row) => {
          const { code, name: called } = cell(row);
          return (
            <tr key={code} class={code === chosen ? "sel" : ""}>
              <th scope="row">
                <button type="button" class="cellpick" aria-pressed={code === chosen} onClick={() => pick(code)}>{called}</button>
              </th>
              {columns.map((column) => <td key={column.key} {...(textual(column) ? {} : { class: "num", "data-name": t(column.label) })}>{column.words?.(row) ?? column.value(row)}</td>)}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Rows by a column; what cannot be said goes last, and equals stand by their code. */
export function inOrder<T>(rows: readonly T[], { value }: Pick<Column<T>, "value">, up: boolean, code: (row: T) => string): T[] {
  const sign = up ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || code(a).localeCompare(code(b));
    const order = typeof left === "number" ? left - Number(right) : left.localeCompare(String(right), "zh-CN");
    return sign * order || code(a).localeCompare(code(b));
  });
}
