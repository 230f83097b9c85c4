"""Writing a table row by row into a file on disk: no more of it is ever held than a few rows."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Generic, TypeVar, cast
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from backend.clock import minute
from backend.exports.domain import Frame, Kind, plain_cell

# Text stays text: nothing is made a formula, a link or a number because it looks like one.
STRICT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# What a spreadsheet's header and footer hold at most beside their own signs, and how such a sign stands there.
LINE, SIGN = 240, ("&", "&&")
Cell = str | int | float | date | None
Total = Callable[[int], str]
Row = Sequence[Cell]
T = TypeVar("T")


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """How a file is worded: what stands round the rows, the cells of a row, what is said of their number.

    `asked`: the filters as they go into the record; `prefixes`: of the areas it is taken of; `most`: rows at most.
    """

    frame: Frame
    cells_of: Callable[[T], list[Cell]]
    total: Total
    asked: Sequence[str]
    prefixes: tuple[str, ...]
    most: int


@dataclass(frozen=True)
class Written:
    """A file that stands at its beginning, and how many rows it has; who closes it removes it."""

    file: IO[bytes]
    rows: int


class WordSheet(Worksheet):  # type: ignore[misc]  # a class of a library without types
    """A sheet in whose cells words stay words.

    The library's own writes a text that begins and ends like its rich text as it stands, tags and all: who is let write a word could
    write cells and formulas with it. It is also asked about every cell again what is known of all of ours, which takes half the time.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        text = getattr(cell, "string", None)
        if text is None:
            super()._write_cell(row, col, cell)
            return
        how = cell.format or (self.col_info[col].column_format if col in self.col_info else None)
        style = f' s="{how._get_xf_index()}"' if how else ""  # noqa: SLF001 - as the library's own cells do
        if not text.isprintable() or "_x" in text:
            text = self._escape_control_characters(text)
        at = xl_rowcol_to_cell_fast(row, col)
        self.fh.write(f'<c r="{at}"{style} t="inlineStr"><is><t>{escape(text)}</t></is></c>')


def write(kind: Kind, frame: Frame, rows: Iterable[Row], total: Total, sums: Row = ()) -> Written:
    """Write a table: its marks, the names of its columns, its rows, their `sums`, and at the end what `total(count)` says of them."""
    file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - handed on to who sends it
    try:
        count = (_xlsx if kind == "xlsx" else _csv)(file, frame, rows, total, sums)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Written(file, count)


def _csv(file: IO[bytes], frame: Frame, rows: Iterable[Row], total: Total, sums: Row) -> int:
    """UTF-8 with the mark by which office programs know it."""
    words = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(words, quoting=csv.QUOTE_ALL)
    for mark in (frame.title, *frame.marks):
        sheet.writerow([plain_cell(mark)])
    sheet.writerow([plain_cell(name) for name, _ in frame.columns])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is the number of rows
        sheet.writerow([plain_cell(cell) if isinstance(cell, str) else cell for cell in row])
    if sums:
        sheet.writerow([plain_cell(cell) if isinstance(cell, str) else cell for cell in sums])
    sheet.writerow([plain_cell(total(count))])
    words.flush()
    words.detach()
    return count


def _xlsx(file: IO[bytes], frame: Frame, rows: Iterable[Row], total: Total, sums: Row) -> int:
    """One sheet; who took it and when stands in its first lines, on each printed page and in its properties."""
    with tempfile.TemporaryDirectory() as folder, xlsxwriter.Workbook(file, STRICT | {"tmpdir": folder}) as book:
        mark = plain_cell(" ".join(frame.marks))
        made = {"title": frame.title, "author": frame.made_by, "created": frame.made_at.replace(tzinfo=None)}
        book.set_properties(made | {"comments": mark})
        sheet = book.add_worksheet(worksheet_class=WordSheet)
        strong, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        last = len(frame.columns) - 1
        for nth, (_, width) in enumerate(frame.columns):
            sheet.set_column(nth, nth, width, wrapped)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_line_of(f'{frame.made_by} {minute(frame.made_at)}　{mark}')}")
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        for nth, line in enumerate((frame.title, *frame.marks)):
            if last:
                sheet.merge_range(nth, 0, nth, last, "")
            _line(sheet, nth, [line], None if nth else title)
        heads = len(frame.marks) + 1
        _line(sheet, heads, [name for name, _ in frame.columns], strong)
        sheet.repeat_rows(heads)
        sheet.freeze_panes(heads + 1, 0)
        count = 0
        for count, row in enumerate(rows, 1):
            _line(sheet, heads + count, row, day=day)
        _line(sheet, heads + count + 1, sums, strong)
        said = plain_cell(total(count))
        _line(sheet, heads + count + 1 + bool(sums), [said], strong)
        sheet.print_area(0, 0, heads + count + 1 + bool(sums), last)
        sheet.set_footer(f"&L{_line_of(said)}&R&P/&N")
    return count


def _line_of(words: str) -> str:
    """Return words as a printed page's header has them: cut by what they need there, as the library leaves out one that is too long."""
    line = plain_cell(words)[:LINE]
    while len(line.replace(*SIGN)) > LINE:
        line = line[:-1]
    return line.replace(*SIGN)


def _line(sheet: Any, nth: int, cells: Row, how: Any = None, day: Any = None) -> None:
    for at, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(nth, at, plain_cell(cell), how)
        elif isinstance(cell, date):
            sheet.write_datetime(nth, at, cell, day)
        elif cell is not None:
            sheet.write_number(nth, at, cell, how)
