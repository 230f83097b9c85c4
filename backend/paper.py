"""The office's paper as PDF: A4, black, the font embedded, each page numbered. What stands on it, the rooms say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pylopdf_fonts_zh_cn import sans_path

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTH, HEIGHT = 210.0, 297.0  # mm
TOP, SIDE, FOOT = 25.0, 20.0, 20.0
INNER = WIDTH - 2 * SIDE
GREY = 74, 85, 99
POINT = 25.4 / 72  # mm
LABEL_MM = 28.0
# Between the longest label and the values, in mm.
GAP_MM = 4.0
# Stands for how many pages there are in all, as wide as three figures: no text that is stored holds it, so nobody's words are taken for it.
PAGES = "\x00\x00\x00"
# What stands for a character that the font has none of, as printers in China do it.
GAP = "□"
# What a line may break before or after: a run of letters and figures stays whole, no line begins with what closes or ends with
# what opens.
PIECES = re.compile(r"[(（《“‘「【]*(?:[!-~]+|[^!-~])[,.;:!?)，。；：！？、）》”’」】…]*")


def blank(title: str, language: str = "zh-CN", foot: Callable[[FPDF], None] | None = None) -> FPDF:
    """Return an A4 document without a page, its one font ("sans") embedded; `foot` draws below each page."""
    from fpdf import FPDF  # noqa: PLC0415 - takes longer to load than all the rest; every command loads this module

    pdf = FPDF(format="A4")
    if foot:
        pdf.footer = lambda: foot(pdf)  # type: ignore[method-assign] # the library asks for a subclass, of which one function needs no more
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.add_font("sans", "", str(sans_path()))
    pdf.alias_nb_pages(PAGES)
    drawn, plain = Drawn(getattr(pdf.fonts["sans"], "cmap")), pdf.normalize_text  # noqa: B009 - fonts of the library's own have none
    pdf.normalize_text = lambda text: plain(text.translate(drawn))  # type: ignore[method-assign] # see above
    return pdf


class Drawn(dict[int, str | None]):
    """What is drawn for a character, by its code: itself, or `GAP` where the font has no glyph.

    The library leaves such a character out without a word: a name, a number or a whole sentence would be gone from the paper.
    """

    def __init__(self, glyphs: Container[int]) -> None:
        super().__init__({ord(PAGES[0]): PAGES[0], ord("\n"): "\n", ord("\t"): " "})
        self._glyphs = glyphs

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        self[code] = sign if code in self._glyphs else None if _is_shapeless(sign) else GAP
        return self[code]


def _is_shapeless(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf"} or "VARIATION SELECTOR" in unicodedata.name(sign, "")


class Paper:
    """A document that is written from top to bottom and goes on over as many pages as it needs.

    `running`: stands small at the left foot of every page, the page's number at the right. `made`: when it says it was made; the
    same words with the same time are the same bytes.
    """

    def __init__(self, title: str, running: str, made: datetime, language: str) -> None:
        self.pdf = blank(title, language, self._foot)
        self.pdf.set_creation_date(made)
        self._running = running
        self.pdf.set_margins(SIDE, TOP, SIDE)
        self.pdf.set_auto_page_break(auto=True, margin=FOOT + 5)
        self.pdf.add_page()

    def _foot(self, pdf: FPDF) -> None:
        pdf.set_y(-FOOT + 4)
        self._write(9, GREY)
        pdf.cell(INNER - 30, 5, self._running)
        pdf.cell(30, 5, f"{pdf.page_no()}/{PAGES}", align="R")

    def bytes(self) -> bytes:
        """Return the whole as PDF."""
        return bytes(self.pdf.output())

    def title(self, text: str, number: str = "") -> None:
        """Write the number at the right and the title below it, centred."""
        if number:
            self._lines(number, 12, align="R")
        self._lines(text, 22, align="C", leading=1.35)
        self.gap(4)

    def heading(self, text: str) -> None:
        """Write a heading, never at the foot of a page."""
        self.room(22)
        self.gap(4)
        self._lines(text, 14, leading=1.35)
        self.gap(1)

    def facts(self, rows: Sequence[tuple[str, str]], *, columns: int = 1) -> None:
        """Write labels and values in one or two columns; rows without a value are left out, in two columns values are short."""
        wide, given = INNER / columns, [row for row in rows if row[1]]
        self._write(12, GREY)
        # As wide as the longest label needs, that none runs into its value.
        indent = max(LABEL_MM, *(self.pdf.get_string_width(label) + GAP_MM for label, _ in given), 0)
        for n, (label, value) in enumerate(given):
            left = SIDE + n % columns * wide
            if left == SIDE:
                self.room(8)
                top = self.pdf.get_y()
            self.pdf.set_xy(left, top)
            self._write(12, GREY)
            self.pdf.cell(indent, 12 * POINT * 1.6, label)
            self.pdf.set_left_margin(left + indent)
            self._lines(value, 12, wide=wide - indent)
            self.pdf.set_left_margin(SIDE)
            self.pdf.set_x(SIDE)

    def words(self, text: str, size: float = 12, leading: float = 1.6) -> None:
        """Write running text, `size` in points; its own line ends stay."""
        self._lines(text, size, leading=leading)

    def note(self, text: str) -> None:
        """Write small and grey."""
        self._lines(text, 10, colour=GREY)

    def boxed(self, text: str) -> None:
        """Write what somebody said in a frame, which may go over pages."""
        self._write(12)
        self.pdf.multi_cell(
            0, 12 * POINT * 1.6, self._folded(text, INNER - 8), align="L", border=1, padding=4, new_x="LMARGIN", new_y="NEXT"
        )  # fmt: skip
        self.gap(2)

    def signed(self, lines: Sequence[str], seal: str) -> float:
        """Write who signed at the right, beside 45 mm for the seal; return where its top is (mm), for what stands left of it."""
        self.room(52)
        self.gap(4)
        top, side = self.pdf.get_y(), 45.0
        left = WIDTH - SIDE - side
        self.pdf.set_draw_color(*GREY)
        self.pdf.set_dash_pattern(dash=1, gap=1)
        self.pdf.rect(left, top, side, side)
        self.pdf.set_dash_pattern()
        self._write(10, GREY)
        self.pdf.set_xy(left, top + side / 2 - 3)
        self.pdf.cell(side, 6, seal, align="C")
        self._write(12)
        wide = left - SIDE - 8
        for n, line in enumerate(
            part for each in lines for part in folded(each, wide - 2.5, self.pdf.get_string_width)
        ):
            self.pdf.set_xy(SIDE, top + 12 + n * 8)
            self.pdf.cell(wide, 8, line, align="R")
        self.pdf.set_xy(SIDE, top + side + 3)
        return top

    def blanks(self, labels: Sequence[str]) -> None:
        """Write a line of labels with room to write behind each."""
        self.room(14)
        self.gap(4)
        each = INNER / len(labels)
        top = self.pdf.get_y()
        self._write(11)
        self.pdf.set_draw_color(0, 0, 0)
        for n, label in enumerate(labels):
            left = SIDE + n * each
            self.pdf.set_xy(left, top)
            self.pdf.cell(each, 7, label)
            self.pdf.line(left + self.pdf.get_string_width(label) + 3, top + 6.5, left + each - 4, top + 6.5)
        self.pdf.set_xy(SIDE, top + 9)

    def tear(self) -> None:
        """Draw the line along which the stub is torn off."""
        self.room(25)
        self.gap(3)
        self.pdf.set_draw_color(0, 0, 0)
        self.pdf.set_dash_pattern(dash=2, gap=1.5)
        self.pdf.line(SIDE, self.pdf.get_y(), WIDTH - SIDE, self.pdf.get_y())
        self.pdf.set_dash_pattern()
        self.gap(3)

    def pictures(self, images: Sequence[Any], high: float = 60.0) -> None:
        """Draw photos (as Pillow opens them), two in a row, `high` mm at most."""
        wide = (INNER - 6) / 2
        for n in range(0, len(images), 2):
            self.room(high + 6)
            top = self.pdf.get_y() + 2
            for column, image in enumerate(images[n : n + 2]):
                self.pdf.image(image, SIDE + column * (wide + 6), top, wide, high, keep_aspect_ratio=True)
            self.pdf.set_xy(SIDE, top + high + 2)

    def gap(self, high: float) -> None:
        """Leave `high` mm free."""
        self.pdf.ln(high)

    def room(self, high: float) -> None:
        """Go to the next page unless `high` mm are left on this one."""
        if self.pdf.will_page_break(high):
            self.pdf.add_page()

    def _write(self, size: float, colour: tuple[int, int, int] = (0, 0, 0)) -> None:
        self.pdf.set_font("sans", size=size)
        self.pdf.set_text_color(*colour)

    def _lines(
        self, text: str, size: float, *, align: str = "L", leading: float = 1.6, wide: float = INNER,
        colour: tuple[int, int, int] = (0, 0, 0),
    ) -> None:  # fmt: skip
        self._write(size, colour)
        self.pdf.multi_cell(
            0, size * POINT * leading, self._folded(text, wide), align=align, new_x="LMARGIN", new_y="NEXT"
        )

    def _folded(self, text: str, wide: float) -> str:
        """Return `text` with an end of line wherever `wide` mm are full, in the font that is set."""
        return "\n".join(
            line for part in text.split("\n") for line in folded(part, wide - 2.5, self.pdf.get_string_width)
        )


def folded(text: str, wide: float, measure: Callable[[str], float]) -> list[str]:
    """Return `text` in lines no wider than `wide`, as Chinese is set; a run that is too long for a line is cut."""
    lines, line, filled = [], "", 0.0
    for piece in PIECES.findall(text):
        for each in [piece] if measure(piece) <= wide else piece:
            more = measure(each)
            if line and filled + more > wide:
                lines.append(line.rstrip())
                line, filled = "", 0.0
                if each == " ":
                    continue
            line, filled = line + each, filled + more
    return [*lines, line]
