"""What an import found wrong, or did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shapely.geometry import MultiPolygon, Polygon

# fromisoformat also takes 20251121 and 2025-W47-5.
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,39}")
# Told before each step of an import; the command line draws a bar from it.
Step = Callable[[str], None]
# What no page can show and a terminal may obey: controls, line and paragraph separators, halves of a surrogate pair …
UNSEEN = frozenset({"Cc", "Zl", "Zp", "Cs"})
# … and what turns the direction of the text after it.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def quiet(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong: where in the file, the code it is about, what, and a place (WGS-84 lon, lat) if there is one.

    `key` and `params`: the same for people who do not sit at the command line, as the catalogue of words has it.
    """

    where: str
    code: str
    what: str
    at: tuple[float, float] | None = None
    key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def line(self) -> str:
        """Return the finding as one line."""
        place = f" at {self.at[0]:.6f}, {self.at[1]:.6f}" if self.at else ""
        text = f"{self.where}: {self.code or '-'}: {self.what}{place}"
        return "".join(ascii(letter)[1:-1] if unseen(letter) else letter for letter in text)


class ImportRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The file is refused as a whole; nothing of it is stored."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(finding.line() for finding in findings))
        self.findings = findings


@dataclass
class Outcome:
    """What an import did: counts by name, and lines worth reading."""

    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One row of a table: its line number in the file (the header is line 1) and its cells by column.

    `called`: what it is in the file; a feature counts from 0.
    """

    number: int
    cells: dict[str, str]
    called: str = "row"

    @property
    def where(self) -> str:
        """Return where it stands."""
        return f"{self.called} {self.number}"


class Table(list[Row]):
    """The rows of a table that could be read, and what was found wrong with the others."""

    def __init__(self, rows: Iterable[Row] = (), findings: Iterable[Finding] = ()) -> None:
        super().__init__(rows)
        self.findings = list(findings)

    def refused(self) -> list[Finding]:
        """Return what was found wrong in reading, a new list: an empty file is wrong too."""
        return (
            list(self.findings)
            if self or self.findings
            else [Finding("row 1", "", "the file has no row", key="表格里没有一行内容")]
        )


@dataclass(frozen=True)
class Feature:
    """One feature of a file of shapes: its index from 0, properties, and its (Multi)Polygon in WGS-84.

    `geometry` is empty when it could not be read; `meant` is then the hull of the corners it has, if it has enough.
    """

    index: int
    properties: dict[str, object]
    geometry: MultiPolygon
    meant: Polygon = field(default_factory=Polygon)

    @property
    def where(self) -> str:
        """Return where it stands."""
        return f"feature {self.index}"


@dataclass(frozen=True)
class Features:
    """A file of shapes: its features, the canonical name of the system they came in, what could not be read.

    `notes`: what the file's text and places were taken for, worth reading.
    """

    features: list[Feature]
    crs: str
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def refuse_if(findings: list[Finding]) -> None:
    """Raise ImportRefused when anything was found."""
    if findings:
        raise ImportRefused(findings)


def unseen(letter: str) -> bool:
    """Return whether a character cannot be shown, or turns the direction of what follows."""
    return unicodedata.category(letter) in UNSEEN or letter in TURNS


def text_fault(name: str, value: object, most: int) -> str:
    """Return what is wrong with a text that people will read, "" when nothing is; it may be empty, see the caller."""
    if not isinstance(value, str):
        return f"{name} is no text"
    if len(value) > most:
        return f"{name} has {len(value)} characters, at most {most} are taken"
    if any(map(unseen, value)):
        return f"{name} holds a character that cannot be shown"
    return ""


def code_fault(code: str) -> str:
    """Return what is wrong with the code of something an office numbers itself, "" when nothing is."""
    return "" if CODE.fullmatch(code) else "a code has up to 40 letters and digits"


def day_or_none(name: str, text: str) -> date | None:
    """Return the day in the cell `name`, None when it is empty. Raises ValueError that says what is wrong."""
    try:
        return day_of(text) if text else None
    except ValueError:
        raise ValueError(f"{name} {text!r} is no day like 2026-11-21") from None


def day_of(text: str) -> date:
    """Return the day `text` names, YYYY-MM-DD. Raises ValueError."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)
