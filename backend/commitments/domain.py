"""What a commitment may become, and by whom: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID


class State(StrEnum):
    """What became of a commitment."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


LABELS: Mapping[State, str] = {
    State.OPEN: "未兑现",
    State.KEPT: "已兑现",
    State.BROKEN: "未能兑现",
    State.WITHDRAWN: "已撤销",
}
SUBJECTS: Mapping[str, str] = {"case": "事项", "activity": "活动"}
# Who calls meetings at a place follows what was promised there; these alone may let it drop.
CONVENERS = frozenset({"liaison", "town_congress"})


@dataclass(frozen=True)
class Keeper:
    """Who follows a commitment: account, name, and pairs of role and area prefix."""

    id: int
    name: str
    roles: tuple[tuple[str, str], ...]

    def convenes(self, area: str) -> bool:
        """Return whether the person calls meetings at the area code `area`."""
        return any(role in CONVENERS and area.startswith(prefix) for role, prefix in self.roles)


@dataclass(frozen=True)
class Promise:
    """Something promised by the body `body_id` until `due_on`; `subject_name`: how its subject was called that day.

    `asked_case`, `asked_by`: the case whose people, or the account that asked for it, and hears what becomes of it.
    """

    id: UUID
    subject_kind: Literal["case", "activity"]
    subject_id: UUID
    subject_name: str
    text: str
    body_id: int
    due_on: date
    area_code: str
    hidden: bool
    asked_case: UUID | None = None
    asked_by: int | None = None


def may_become(to: State, *, owner: bool, convener: bool) -> bool:
    """Return whether somebody may note that an open commitment became `to` (open: a note on how it goes on)."""
    return convener or (owner and to != State.WITHDRAWN)
