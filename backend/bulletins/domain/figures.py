"""The figures of a bulletin as they are kept, and what is said of them. JSON as it stands, so that nothing is counted a second time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict


class Days(TypedDict):
    """Days from one to another, both counted, as texts."""

    first: str
    last: str
    days: int


class Whole(TypedDict):
    """Reports of the period, of the one before and of the same a year ago; None where there are no records of that time."""

    now: int
    before: int | None
    year: int | None


class Tally(TypedDict):
    """Reports of one kind in the period and in the one before."""

    code: str
    name: str
    name_en: str
    now: int
    before: int | None


class Hot(TypedDict):
    """A cell as the map's statistics had it; see `hotspots`."""

    id: int
    code: str
    name: str
    n: int
    rate: float | None
    z: float | None
    p: float | None
    fdr: bool
    significance: str
    trend: str


class Cells(TypedDict):
    """What is known of cells: why nothing could be said (empty otherwise), how many there are, and those that stand out.

    `drawn`: of every cell its id, its class of significance (empty: none) and its reports.
    """

    reason: str
    n: int
    hot: list[Hot]
    drawn: list[tuple[int, str, int]]
    synthetic: bool
    attributions: list[str]


class Work(TypedDict):
    """Handling: opened and answered in the period, of the answered those with a promised day and those kept by then; given back.

    `overdue`: open and past their day when the bulletin was made.
    """

    opened: int
    answered: int
    dated: int
    in_time: int
    returned: int
    overdue: int


class Voices(TypedDict):
    """Opinions received, reported, adopted and answered in the period, each by its own day."""

    raised: int
    reported: int
    adopted: int
    answered: int


class Warned(TypedDict):
    """Alerts of a kind raised in the period, and how many of them nobody has judged yet."""

    kind: str
    n: int
    open: int


class Rules(TypedDict):
    """The office's own bounds: from how many reports on figures are compared, how rare a difference must be, how many are named."""

    least: int
    odds: int
    named: int


class Said(TypedDict):
    """A sentence: of which section, the key of its words, what stands in it, and the figures it rests on.

    `numbers`: values by name; `names`: codes of what is named, in the section's own list; `against`: the key of what it is held against.
    """

    section: str
    words: str
    numbers: dict[str, int]
    rests: list[str]
    names: NotRequired[list[str]]
    against: NotRequired[str]


class Figures(TypedDict):
    """All that a bulletin knows; `open`: the period was not over yet."""

    span: Days
    open: bool
    before: Days | None
    year: Days | None
    total: Whole
    days: list[tuple[str, int]]
    categories: list[Tally]
    channels: list[Tally]
    cells: Cells
    work: Work
    voices: Voices
    alerts: list[Warned]
    unplaced: int
    former: int
    rules: Rules
    said: list[Said]


@dataclass(frozen=True)
class Rest:
    """A figure that a sentence rests on: what it is called (a key), of what, and how much."""

    label: str
    of: str
    value: int | None


SECTIONS: Sequence[str] = ("total", "categories", "channels", "cells", "work", "voices", "alerts", "unplaced")
