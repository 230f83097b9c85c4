"""What a book is: its columns, what narrows it, and what is asked of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from backend.errors import Invalid

# text: a name or a label; prose: what somebody wrote, numbers in it are masked; code: figures that stay text; money: yuan.
Kind = Literal["text", "prose", "code", "date", "number", "money"]
Narrow = Literal["category", "channel", "station"]
NARROWS: tuple[Narrow, ...] = ("category", "channel", "station")


@dataclass(frozen=True)
class Column:
    """A column: `key` as its statement names it, `name` its header, `width` in characters; `words`: what its codes are called.

    `adds`: its figures may be summed, over the whole book and by area.
    """

    key: str
    name: str
    width: int
    kind: Kind = "text"
    words: Mapping[str, str] = field(default_factory=dict)
    adds: bool = False


@dataclass(frozen=True)
class Book:
    """A ready-made book. `dated`: which day puts an entry into a period; `by`: what it can be narrowed by besides area and period.

    `keyed`: an entry is found by its id; one that is made up of several has no index.
    """

    code: str
    name: str
    dated: str
    columns: tuple[Column, ...]
    by: tuple[Narrow, ...] = ()
    keyed: bool = True

    def chosen(self, keys: Sequence[str]) -> tuple[Column, ...]:
        """Return the columns named, in the book's own order; all of them where none is named.

        Raises Invalid (field `columns`) for one the book does not have.
        """
        known = {column.key for column in self.columns}
        if unknown := [key for key in keys if key not in known]:
            raise Invalid("这本台账没有这一栏：{name}", field="columns", code="unknown_column", name=unknown[0])
        return tuple(column for column in self.columns if not keys or column.key in keys)

    def check(self, given: Mapping[Narrow, object]) -> None:
        """Refuse what the book cannot be narrowed by. Raises Invalid naming the field."""
        for name in NARROWS:
            if given.get(name) is not None and name not in self.by:
                raise Invalid("这本台账不能按这一项筛选", field=name, code="not_narrowed_by")


@dataclass(frozen=True)
class Own:
    """A book of one's own: a ready-made one with columns chosen, kept with a name for an area or a station.

    `ended`: nobody uses it any more.
    """

    id: UUID
    name: str
    source: str
    columns: tuple[str, ...]
    area: str
    category: str | None
    channel: str | None
    station: int | None
    span: str
    made_by: int = 0
    ended: bool = False


@dataclass(frozen=True)
class Sum:
    """How many entries an area has, how many of them hidden, and the sums of the columns that add up, by key."""

    code: str
    name: str
    rows: int
    hidden: int
    sums: Mapping[str, int | float]


@dataclass(frozen=True)
class Totals:
    """The figures of a book: of all, and by the areas one level below."""

    rows: int
    hidden: int
    sums: Mapping[str, int | float]
    areas: Sequence[Sum]
