"""What an import found wrong, or did."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from shapely.geometry.base import BaseGeometry

# fromisoformat also takes 20251121 and 2025-W47-5.
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# Told before each step of an import; the command line draws a bar from it.
Step = Callable[[str], None]


def quiet(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong: where in the file, the code it is about, what, and a place (WGS-84 lon, lat) if there is one."""

    where: str
    code: str
    what: str
    at: tuple[float, float] | None = None

    def line(self) -> str:
        """Return the finding as one line."""
        place = f" at {self.at[0]:.6f}, {self.at[1]:.6f}" if self.at else ""
        return f"{self.where}: {self.code or '-'}: {self.what}{place}"


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
    """One row of a table: its line number in the file (the header is line 1) and its cells by column."""

    number: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """Return where it stands."""
        return f"row {self.number}"


@dataclass(frozen=True)
class Feature:
    """One feature of a GeoJSON file: its index from 0, properties, and its (Multi)Polygon in WGS-84."""

    index: int
    properties: dict[str, object]
    geometry: BaseGeometry

    @property
    def where(self) -> str:
        """Return where it stands."""
        return f"feature {self.index}"


@dataclass(frozen=True)
class Features:
    """A GeoJSON file: its features and the canonical name of the system they came in."""

    features: list[Feature]
    crs: str


def refuse_if(findings: list[Finding]) -> None:
    """Raise ImportRefused when anything was found."""
    if findings:
        raise ImportRefused(findings)


def day_of(text: str) -> date:
    """Return the day `text` names, YYYY-MM-DD. Raises ValueError."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)
