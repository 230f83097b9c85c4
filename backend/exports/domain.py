"""What may stand in a cell of a file that leaves the house, and what stands round its rows. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from backend.plain import visible

Kind = Literal["xlsx", "csv"]
KINDS: tuple[Kind, ...] = ("xlsx", "csv")
# Of these a table can also be drawn on paper.
Paper = Literal["xlsx", "csv", "pdf"]
PAPERS: tuple[Paper, ...] = ("xlsx", "csv", "pdf")
TYPES: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
# What a spreadsheet takes for the beginning of a formula, in every width that it folds to these.
FORMULA = frozenset("=+-@")
MINUS = "\u2212"
# Seven figures and more that stand together, with a blank, a point or a dash between them as people write phones and ID numbers.
NUMBER = re.compile(r"\d(?:[ \u3000.·_\-\u2010-\u2015\uff0d]?\d){6,}[xX]?")
DAY_OR_SUM = re.compile(r"(?:19|20)\d\d([-.])\d{1,2}\1\d{1,2}|\d{1,6}\.\d{1,2}")
MOBILE_DIGITS = 11
# More does not go into a cell of a spreadsheet.
LONGEST = 32_000
# A cell so short is likely a name.
NAME = 40


@dataclass(frozen=True)
class Frame:
    """What stands round the rows: `title`; `marks`: who took it, when, of what; `columns`: their names, with a width in characters."""

    title: str
    marks: Sequence[str]
    columns: Sequence[tuple[str, int]]
    made_by: str
    made_at: datetime


def plain_cell(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula: one line, seen as it is, never begun by = + - @.

    Their full-width and small forms count as well; a mark that shows the cell for text stands before them.
    """
    return _name(text) if len(text) <= NAME else _plain(text)


def _plain(text: str) -> str:
    line = " ".join(visible(text).split())[:LONGEST]
    first = unicodedata.normalize("NFKC", line[:1])
    return f"'{line}" if first[:1] in FORMULA or first == MINUS else line


# Names of places, kinds and offices come again on every row.
_name = lru_cache(maxsize=2048)(_plain)


def without_numbers(text: str) -> str:
    """Return `text` with the phones and ID numbers that somebody wrote into it masked: `138****8000`, else stars only."""
    return NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    if DAY_OR_SUM.fullmatch(found[0]):
        return found[0]
    digits = unicodedata.normalize("NFKC", re.sub(r"\D", "", found[0]))
    mobile = len(digits) == MOBILE_DIGITS and digits.startswith("1")
    return f"{digits[:3]}****{digits[-4:]}" if mobile else "****"
