"""What a person may say of an answer: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

VERDICTS: Mapping[str, str] = {"satisfied": "满意", "fair": "基本满意", "dissatisfied": "不满意"}
LEAST_REASON = 2
MOST_REASON = 500
# How it was said: behind the receipt, or to staff.
WAYS: Mapping[str, str] = {"receipt": "凭回执评价", "phone": "电话回访", "door": "上门回访"}
# Who writes down what a person told them; never who handled the case.
WRITERS = frozenset({"liaison", "verifier", "town_congress"})
# As a person's reasons are shown once their contents were erased.
ERASED = "——"


@dataclass(frozen=True)
class NewRating:
    """What a person says of the answer; `id` is made by the sender. `reopen`: they want it redone."""

    id: UUID
    verdict: str
    reason: str
    reopen: bool = False


@dataclass(frozen=True)
class Rating:
    """What was said of the answer on one sheet; `actor_name`: who wrote it down for the person, empty behind the receipt."""

    id: UUID
    sheet_id: UUID
    report_id: UUID
    at: datetime
    verdict: str
    reason: str
    way: str
    actor_name: str


@dataclass(frozen=True)
class Rated:
    """A sheet, of the present answer or a former one, with all that was said of it, newest first."""

    sheet_id: UUID
    number: str
    report_number: str
    issued_at: datetime
    present: bool
    said: tuple[Rating, ...]


@dataclass(frozen=True)
class OfCase:
    """What is said of the answers to a case.

    `may_write`: whether this person may write down what somebody told them; `content`: everybody who got the present answer is.
    """

    sheets: Sequence[Rated]
    may_write: bool
    content: bool


@dataclass(frozen=True)
class Figures:
    """How many people last said what of the answers of one station."""

    station_id: int
    station_name: str
    satisfied: int
    fair: int
    dissatisfied: int
    silent: int
