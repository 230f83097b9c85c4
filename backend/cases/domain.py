"""The table of allowed moves (workflows, table 1), what each needs, and the limits of time; pure.

API, buttons, the database's trigger and the tests all read `MOVES`. A later row of the workflows is one
more `Move` here and one more pair in `case_move`; a contract test holds the two together.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import chinese_calendar

log = logging.getLogger(__name__)
CHINA = ZoneInfo("Asia/Shanghai")
MONDAY_TO_FRIDAY = 5


class State(StrEnum):
    """Where a case stands; the values are what the wire and the database hold."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    ANSWERING = "answering"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


# What staff read, and what the citizen reads (interface guide, section 6).
LABELS = {
    State.PENDING: "待受理",
    State.ACCEPTED: "已受理",
    State.VERIFYING: "待核查",
    State.ANSWERING: "待反馈群众",
    State.ANSWERED: "已反馈",
    State.CLOSED: "已办结",
    State.REOPENED: "重新打开",
}
CITIZEN_WORDS = {
    State.PENDING: "已收到，等待受理",
    State.ACCEPTED: "已受理，正在确定由谁办",
    State.VERIFYING: "办完了，有人正在核实",
    State.ANSWERING: "正在写答复",
    State.ANSWERED: "已答复，请看反馈单",
    State.CLOSED: "已办结",
    State.REOPENED: "已重新打开，等待受理",
}
# Roles of the People's Congress: they forward, urge and supervise, they never close (workflows, first rule).
CONGRESS = frozenset({"deputy", "town_congress", "research_centre", "working_body", "chairpersons"})
CITIZEN, SYSTEM = "citizen", "system"


@dataclass(frozen=True)
class Evidence:
    """Something in words that a move needs.

    `key`: its name on the wire; `label` and `missing`: keys of the catalogue, the latter said when it lacks;
    `least`: the least length after stripping.
    """

    key: str
    label: str
    missing: str
    least: int


HANDLING = Evidence("handling", "办理情况", "写下办理情况，至少5个字", 5)
CHECK = Evidence("check", "怎么核查的（实地或电话），看到什么", "写下怎么核查的，至少2个字", 2)
ANSWER = Evidence("answer", "给群众的答复", "写下给群众的答复，至少5个字", 5)
CONSENT = Evidence("consent", "群众怎么说", "写下群众怎么说，至少2个字", 2)


@dataclass(frozen=True)
class Move:
    """One arrow of the table.

    `roles`: who may make it. `needs`: what must be given. `row`: the row of the workflows it comes from.
    `only_skipping`: open only where the category needs no verification. `not_handler`: not by who handled
    the case. `within`: name of the limit of days, since the present state began, after which it is shut.
    """

    source: State
    to: State
    label: str
    roles: frozenset[str]
    row: str
    needs: tuple[Evidence, ...] = ()
    reason_required: bool = False
    only_skipping: bool = False
    not_handler: bool = False
    within: str | None = None


def _move(source: State, to: State, label: str, roles: str, row: str, *needs: Evidence, **more: object) -> Move:
    return Move(source, to, label, frozenset(roles.split()), row, needs, **more)  # type: ignore[arg-type]


MOVES: tuple[Move, ...] = (
    _move(State.PENDING, State.ACCEPTED, "受理", "liaison town_congress", "7"),
    _move(State.ACCEPTED, State.VERIFYING, "办好了，请人核查", "liaison", "7a", HANDLING),
    _move(State.ACCEPTED, State.ANSWERING, "办好了，去答复", "liaison", "7a", HANDLING, only_skipping=True),
    _move(State.VERIFYING, State.ANSWERING, "核查属实", "verifier", "9", CHECK, not_handler=True),
    _move(State.ANSWERING, State.ANSWERED, "签发答复", "liaison deputy system", "11", ANSWER),
    _move(State.ANSWERED, State.CLOSED, "办结", "liaison system", "12", CONSENT),
    _move(
        State.ANSWERED,
        State.REOPENED,
        "重新打开",
        "citizen town_congress",
        "13",
        reason_required=True,
        within="objection",
    ),
    _move(
        State.CLOSED,
        State.REOPENED,
        "重新打开",
        "citizen town_congress",
        "13",
        reason_required=True,
        within="objection",
    ),
    _move(State.REOPENED, State.ACCEPTED, "重新受理", "liaison", "exit"),
)


def moves_from(state: State) -> tuple[Move, ...]:
    """Return the moves that leave `state`, in the order of the table."""
    return tuple(move for move in MOVES if move.source is state)


def find(state: State, to: str) -> Move | None:
    """Return the move from `state` to the state named `to`, or None when the table has none."""
    return next((move for move in moves_from(state) if move.to == to), None)


@dataclass(frozen=True)
class Actor:
    """Who acts: account id (None for a citizen or the system), name, and pairs of role and area prefix."""

    id: int | None
    name: str
    roles: tuple[tuple[str, str], ...]

    def roles_at(self, area: str) -> frozenset[str]:
        """Return the roles held at the area code `area`."""
        return frozenset(role for role, prefix in self.roles if area.startswith(prefix))

    def role_for(self, move: Move, area: str) -> str | None:
        """Return the role by which this person may make `move` at `area`, or None."""
        return min(move.roles & self.roles_at(area), default=None)

    def waits_at(self) -> tuple[list[str], list[str]]:
        """Return two lists side by side: a state with a move this person may make, and the prefix where."""
        pairs = sorted(
            {(str(move.source), prefix) for move in MOVES for role, prefix in self.roles if role in move.roles
             and move.source not in DONE}
        )  # fmt: skip
        return [state for state, _ in pairs], [prefix for _, prefix in pairs]


# A case that has been answered waits for the citizen, not for the staff.
DONE = frozenset({State.ANSWERED, State.CLOSED})
THE_CITIZEN = Actor(None, "", ((CITIZEN, ""),))
THE_SYSTEM = Actor(None, "", ((SYSTEM, ""),))


@dataclass(frozen=True)
class Limit:
    """How long a state may last: days of the plain calendar, or working days of the official one."""

    days: int
    working: bool

    def due(self, since: datetime) -> date:
        """Return the last day, in China, when it counts from `since`."""
        day = since.astimezone(CHINA).date()
        return working_days_after(day, self.days) if self.working else day + timedelta(days=self.days)


def working_days_after(day: date, count: int) -> date:
    """Return the day that is `count` working days after `day` (`day` itself does not count).

    Beyond the years of the calendar's data Monday to Friday are taken, and the log says so.
    """
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_left(today: date, due: date) -> int:
    """Return how many working days are left from `today` to `due`, that day counted; negative when it has passed."""
    sign, start, end = (1, today, due) if due >= today else (-1, due, today)
    days: Sequence[date] = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    return sign * sum(is_working_day(each) for each in days)


def is_working_day(day: date) -> bool:
    """Return whether people work on `day` by the official calendar, moved rest days included."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        log.warning(
            "no official calendar for %s: Monday to Friday taken as working days; update chinesecalendar", day.year
        )
        return day.weekday() < MONDAY_TO_FRIDAY
