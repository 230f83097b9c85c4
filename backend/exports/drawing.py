"""A table on paper: A4 across, the names of the columns on each page, who took it and the page at the foot."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from backend.clock import minute
from backend.exports.domain import Frame
from backend.exports.service import Cell, Row, Total, Written
from backend.paper import PAGES, POINT, blank, folded
from backend.plain import visible

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTH, HEIGHT, SIDE, TOP, FOOT = 297.0, 210.0, 10.0, 12.0, 14.0  # mm
INNER = WIDTH - 2 * SIDE
# Points of the letters: as large as the columns allow; a character of the widths the columns have is about half as wide as high.
LEAST, MOST = 6.0, 9.0
# More lines of one cell do not stand on paper: it is for looking things up, the words are in the record.
LINES = 12
# Folded cells that are kept.
KEPT = 4096


def draw(language: str, frame: Frame, rows: Iterable[Row], total: Total, sums: Row = ()) -> Written:
    """Return a table as PDF: its marks, its rows, their `sums`, and at the end what `total(count)` says of them."""
    table = Table(frame, language)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is the number of rows
        table.row(row)
    if sums:
        table.row(sums)
    table.text(total(count), table.size + 1)
    return Written(io.BytesIO(bytes(table.pdf.output())), count)


class Table:
    """A document that is filled row by row."""

    def __init__(self, frame: Frame, language: str) -> None:
        self.frame = frame
        self._folded: dict[tuple[str, float], list[str]] = {}
        self.pdf = blank(frame.title, language, self._foot)
        self.pdf.set_creation_date(frame.made_at)
        self.pdf.set_author(frame.made_by)
        self.pdf.set_margins(SIDE, TOP, SIDE)
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.set_line_width(0.1)
        self.pdf.set_draw_color(140, 148, 158)
        asked = sum(width for _, width in frame.columns)
        self.widths = [INNER * width / asked for _, width in frame.columns]
        self.size = max(LEAST, min(MOST, INNER / asked / POINT * 2))
        self.pdf.add_page(orientation="landscape")
        self.text(frame.title, 16)
        for mark in frame.marks:
            self.text(mark, 8)
        self._heads()

    def text(self, words: str, size: float) -> None:
        """Write a line of its own."""
        self._room(size * POINT * 1.6)
        self.pdf.set_font("sans", size=size)
        for line in folded(visible(words), INNER - 2, self.pdf.get_string_width):
            self.pdf.cell(INNER, size * POINT * 1.5, line, new_x="LMARGIN", new_y="NEXT")

    def row(self, cells: Sequence[Cell]) -> None:
        """Write a row; on the next page, under the columns' names, where this one is full."""
        self.pdf.set_font("sans", size=self.size)
        lines = [self._lines(cell, wide) for cell, wide in zip(cells, self.widths, strict=True)]
        high = max(len(each) for each in lines) * self._leading + 1
        if self.pdf.get_y() + high > HEIGHT - FOOT:
            self.pdf.add_page(orientation="landscape")
            self._heads()
        self._write(lines, high)

    @property
    def _leading(self) -> float:
        return self.size * POINT * 1.35

    def _heads(self) -> None:
        self.pdf.set_font("sans", size=self.size)
        self.pdf.set_fill_color(232, 236, 241)
        lines = [self._lines(name, wide) for (name, _), wide in zip(self.frame.columns, self.widths, strict=True)]
        high = max(len(each) for each in lines) * self._leading + 1
        self.pdf.rect(SIDE, self.pdf.get_y(), INNER, high, style="F")
        self._write(lines, high)

    def _write(self, lines: Sequence[Sequence[str]], high: float) -> None:
        left, top = SIDE, self.pdf.get_y()
        for cell, wide in zip(lines, self.widths, strict=True):
            self.pdf.rect(left, top, wide, high)
            for nth, line in enumerate(cell):
                self.pdf.set_xy(left, top + 0.5 + nth * self._leading)
                self.pdf.cell(wide, self._leading, line)
            left += wide
        self.pdf.set_xy(SIDE, top + high)

    def _lines(self, cell: Cell, wide: float) -> list[str]:
        words = " ".join(visible(text_of(cell)).split())
        if (words, wide) not in self._folded:
            # The same names and days come again and again; measuring them is most of the work.
            if len(self._folded) >= KEPT:
                self._folded.clear()
            self._folded[words, wide] = folded(words, wide - 2, self.pdf.get_string_width)[:LINES] if words else [""]
        return self._folded[words, wide]

    def _room(self, high: float) -> None:
        if self.pdf.get_y() + high > HEIGHT - FOOT:
            self.pdf.add_page(orientation="landscape")

    def _foot(self, pdf: FPDF) -> None:
        pdf.set_font("sans", size=7)
        pdf.set_xy(SIDE, HEIGHT - FOOT + 4)
        pdf.cell(INNER - 30, 5, f"{self.frame.title}　{self.frame.made_by}　{minute(self.frame.made_at)}")
        pdf.cell(30, 5, f"{pdf.page_no()}/{PAGES}", align="R")


def text_of(cell: Cell) -> str:
    """Return a cell as it is read: a day as 2026-11-21, a figure without a decimal part that is nothing."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.2f}".removesuffix(".00") if isinstance(cell, float) else str(cell)
