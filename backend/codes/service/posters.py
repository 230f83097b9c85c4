"""The poster as PDF: A4, black on white, the QR 110 mm wide, fonts embedded, vector through and through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

from backend.codes.domain import spaced
from backend.paper import blank

if TYPE_CHECKING:
    from fpdf import FPDF

PAGE = 210.0
MARGIN = 20.0
QR_MM = 110.0
MOST_VERSION = 6
LONGEST_URL = 74  # bytes that version 6 holds at level Q
GREY = 74, 85, 99
ASK = "有话请扫码"


class PosterError(ValueError):
    """This poster can't be made; the text says why."""


@dataclass(frozen=True)
class Poster:
    """What stands on one poster. `url`: what the QR holds; `where`, `hours`, `phone` may be empty; `ask`: the large line."""

    name: str
    code: str
    url: str
    where: str
    hours: str
    phone: str
    ask: str = ASK


def qr_of(url: str) -> segno.QRCode:
    """Return the QR of a poster: level Q, version at most 6, so that a module is wide enough to read from afar.

    Raises PosterError when `url` is too long.
    """
    if len(url.encode()) > LONGEST_URL:
        raise PosterError(f"{url}: {len(url.encode())} bytes, at most {LONGEST_URL}; use a shorter public URL")
    made = segno.make(url, error="q", boost_error=False, micro=False)
    if not isinstance(made.version, int) or made.version > MOST_VERSION:
        raise PosterError(f"{url}: needs QR version {made.version}")
    return made


def draw(posters: Sequence[Poster]) -> bytes:
    """Return one A4 page for each of `posters` as a PDF."""
    pdf = blank(ASK)
    pdf.set_auto_page_break(auto=False)
    for poster in posters:
        _page(pdf, poster)
    return bytes(pdf.output())


def _page(pdf: FPDF, poster: Poster) -> None:
    pdf.add_page()
    _line(pdf, 13, 32, poster.name, least=18)
    _line(pdf, 31, 54, poster.ask, least=30)
    qr(pdf, poster.url, (PAGE - QR_MM) / 2, 67, QR_MM)
    pdf.set_font("Courier", style="B", size=24)
    pdf.set_xy(MARGIN, 188)
    pdf.cell(PAGE - 2 * MARGIN, 10, spaced(poster.code), align="C")
    _line(pdf, 201, 20, "不用登录，可匿名，有回执")
    pdf.set_draw_color(*GREY)
    pdf.line(MARGIN, 216, PAGE - MARGIN, 216)
    rows = (("送到", poster.where), ("开放时间", poster.hours), ("电话", poster.phone))
    top = 221.0
    for label, value in rows:
        if value:
            top = _fact(pdf, top, label, value)
    pdf.set_font("sans", size=9)
    pdf.set_text_color(*GREY)
    pdf.set_xy(MARGIN, 280)
    pdf.cell(PAGE - 2 * MARGIN, 5, poster.url, align="C")
    pdf.set_text_color(0, 0, 0)


def _line(pdf: FPDF, top: float, size: float, text: str, *, least: float | None = None) -> None:
    """Write one centred line at `top` mm; when too wide, smaller down to `least` points, then on several lines."""
    width = PAGE - 2 * MARGIN
    pdf.set_font("sans", size=size)
    while least and pdf.get_string_width(text) > width and size > least:
        size -= 1
        pdf.set_font_size(size)
    pdf.set_xy(MARGIN, top)
    pdf.multi_cell(width, size * 0.45, text, align="C")


def _fact(pdf: FPDF, top: float, label: str, value: str) -> float:
    pdf.set_font("sans", size=16)
    pdf.set_text_color(*GREY)
    pdf.set_xy(MARGIN, top)
    pdf.cell(32, 8, label)
    pdf.set_text_color(0, 0, 0)
    pdf.set_xy(MARGIN + 32, top)
    pdf.multi_cell(PAGE - 2 * MARGIN - 32, 8, value, align="L")
    return pdf.get_y() + 2


def qr(pdf: FPDF, url: str, left: float, top: float, size: float) -> None:
    """Draw the QR of `url`, `size` mm wide without its quiet zone of four modules, at `left`, `top` mm."""
    made = qr_of(url)
    rows = [list(row) for row in made.matrix]
    module = size / len(rows)
    pdf.set_fill_color(0, 0, 0)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                # a hair of overlap below, so that no printer leaves a white line between rows
                pdf.rect(left + x * module, top + y * module, width * module, module * 1.02, style="F")
            x += max(width, 1)
