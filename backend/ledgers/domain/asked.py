"""What is asked of a book, what it is when it is opened, and how a file of it is worded. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.exports.domain import Frame
from backend.exports.service import Cell, Row, Written
from backend.hotspots.domain import Period
from backend.ledgers.domain.columns import Book, Column, Narrow, Totals

# Who keeps a book for an office.
KEEPERS = ("liaison", "town_congress")


@dataclass(frozen=True)
class Wanted:
    """What is asked of a book: `area` None for the whole scope, `columns` none for all; `own`: whose name and columns it has."""

    source: str
    span: Period
    area: str | None
    by: dict[Narrow, Any]
    columns: tuple[str, ...] = ()
    own: UUID | None = None


@dataclass(frozen=True)
class Page:
    """A book opened: its columns, its first entries, its figures; `prefixes`: of the areas it is taken of."""

    book: Book
    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    totals: Totals
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """How a file is worded: what stands round the rows, a row's cells, the sums, what is said of the number of rows; `most`: rows."""

    frame: Callable[[Page], Frame]
    cells_of: Callable[[Sequence[Column], int, Any], list[Cell]]
    sums: Callable[[Page], list[Cell]]
    total: Callable[[int], str]
    asked: Sequence[str]
    most: int


@dataclass(frozen=True)
class Choices:
    """What books can be narrowed by, besides categories and areas: channels as (code, name, name_en), stations as (id, name)."""

    channels: Sequence[tuple[str, str, str]]
    stations: Sequence[tuple[int, str]]


Write = Callable[[Frame, Iterator[list[Cell]], Callable[[int], str], Row], Written]
