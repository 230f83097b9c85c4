"""Typed callers of the room's named SQL."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.cases.domain import (
    AT_WORK,
    Actor,
    Change,
    Child,
    Filters,
    Last,
    Level,
    LevelChange,
    Limit,
    Near,
    NewChild,
    NextMove,
    Urge,
    Waits,
    level_of,
)
from backend.cases.domain.actors import Asking, OwnAsking, Suggested
from backend.clock import today
from backend.contacts.service import Person
from backend.db import NamedSql, current_context
from backend.feedback.queries import Attempt, SheetView
from backend.reports.service import Told

Q = NamedSql.beside(__file__)
WORK = [state.value for state in AT_WORK]
# The planner cannot know how many rows a policy leaves and guesses few: of a whole county it would then sort all open cases
# to show fifty. Who sees that much reads along the index of the order; who sees less finds the few by their area.
COUNTY = 6
IN_ORDER = text("set local enable_bitmapscan = off; set local enable_seqscan = off; set local enable_sort = off")


@dataclass(frozen=True)
class CaseRow:
    """A case in a list; `opening`: the first words of the report that opened it."""

    id: UUID
    number: str
    state: str
    category: str
    category_name: str
    category_name_en: str
    area_code: str
    area_name: str
    cell_code: str | None
    cell_name: str | None
    station_id: int | None
    station_name: str | None
    hidden: bool
    opened_at: datetime
    state_since: datetime
    due_on: date | None
    version: int
    channel: str | None
    urged: int
    restricted: bool
    elsewhere: str | None
    rated: str | None
    reports: int
    opening: str
    mine: bool
    soon_days: int


@dataclass(frozen=True)
class Head:
    """The head of a case file; `stood_at`: where work stood last; `approved`: passed by 主任会议 since it was sorted; `talked`: both sides sat."""

    id: UUID
    number: str
    state: str
    category: str
    category_name: str
    category_name_en: str
    skips_verification: bool
    area_code: str
    area_name: str
    cell_code: str | None
    cell_name: str | None
    station_id: int | None
    station_name: str | None
    hidden: bool
    opened_at: datetime
    state_since: datetime
    due_on: date | None
    handler_id: int | None
    version: int
    joined_to: UUID | None
    joined_number: str | None
    channel: str | None
    promised_on: date | None
    redos: int
    urged: int
    stood_at: str | None
    approved: bool
    restricted: bool
    elsewhere: str | None
    rated: str | None
    talked: bool
    parent_id: UUID | None
    parent_number: str | None
    open_children: int
    soon_days: int

    @property
    def level(self) -> Level:
        """Return how sensitive it is."""
        return level_of(hidden=self.hidden, restricted=self.restricted)

    @property
    def kept(self) -> bool:
        """Return whether what hangs on it is for its handlers only."""
        return self.hidden or self.restricted


@dataclass(frozen=True)
class SeatView:
    """A body at the table of a case; `mine`: the viewer acts for it."""

    seat: str
    role: str
    body_id: int
    body_name: str
    body_phone: str
    since: datetime
    mine: bool


@dataclass(frozen=True)
class Event:
    """Something that happened to a case: a move, or the signing of an answer."""

    version: int
    at: datetime
    actor_id: int | None
    actor_name: str
    actor_role: str
    move: str
    kind: str
    from_state: str
    to_state: str
    reason: str
    evidence: dict[str, Any]


@dataclass(frozen=True)
class CaseFile:
    """All that a handler sees of a case; `contacts` by report, masked; `may_urge`: the highest level the viewer may urge at.

    `may_level`: the levels of sensitivity to which the viewer may bring it. `part`: in which words it was split off its parent.
    """

    head: Head
    reports: Sequence[Told]
    timeline: Sequence[Event]
    sheets: Sequence[SheetView]
    attempts: dict[UUID, list[Attempt]]
    contacts: dict[UUID, Person]
    moves: Sequence[NextMove]
    seats: Sequence[SeatView]
    urges: Sequence[Urge]
    may_urge: int
    levels: Sequence[LevelChange]
    may_level: Sequence[str]
    children: Sequence[Child]
    part: str
    suggested: Suggested | None = None


@dataclass(frozen=True)
class Page:
    """A page of a list; `last`: where the next one goes on, None at the end."""

    rows: Sequence[CaseRow]
    last: Last | None


def list_cases(
    session: Session, filters: Filters, waits: Waits, viewer: int | None, *, last: Last | None, most: int,
    soon: date | None = None,
) -> list[CaseRow]:  # fmt: skip
    """Return at most `most` cases after `last`, newest or most urgent first; `waits`: where cases wait for the viewer.

    `soon`: the last deadline that counts as near, where `filters` ask for those.
    """
    asked = _asked(session, filters, waits, viewer, last, soon) | {"most": most}
    name = "list_by_code" if filters.by_code else "list_cases"
    return [CaseRow(*row) for row in session.execute(Q[name], asked)]


def every_case(
    session: Session, filters: Filters, waits: Waits, viewer: int | None, *, most: int, soon: date | None
) -> Iterator[CaseRow]:
    """Yield the same cases through a cursor of the server's, a few hundred at a time, at most `most`."""
    asked = _asked(session, filters, waits, viewer, None, soon) | {"most": most}
    rows = session.execute(Q["list_cases"], asked, execution_options={"stream_results": True, "yield_per": 500})
    return (CaseRow(*row) for row in rows)


def _asked(
    session: Session, filters: Filters, waits: Waits, viewer: int | None, last: Last | None, soon: date | None
) -> dict[str, Any]:
    columns = ("states", "prefixes", "not_handler", "only_skipping", "resumes")
    there: dict[str, Any] = {name: [row[n] for row in waits.there] for n, name in enumerate(columns)}
    there |= {f"seat_{name}": [row[n] for row in waits.by_seat] for n, name in enumerate(("states", "roles"))}
    mine = {"by_code": list(waits.by_code), "viewer": viewer, "today": today(), "at_work": WORK}
    if filters.cell is None and any(len(prefix) <= COUNTY for prefix in current_context(session).areas):
        session.execute(IN_ORDER)
    after = {f"last_{each.name}": getattr(last, each.name, None) for each in dataclasses.fields(Last)}
    held = {"by_deadline": filters.by_deadline, "still_open": filters.still_open, "soon": soon}
    return vars(filters) | held | there | mine | after


def head(session: Session, case_id: UUID) -> Head | None:
    """Return the head of a case, None when there is none for this viewer."""
    row = session.execute(Q["one_case"], {"case_id": case_id, "at_work": WORK}).one_or_none()
    return Head(*row) if row else None


def seats(session: Session, case_id: UUID) -> list[SeatView]:
    """Return the bodies at the table of a case that the viewer may see."""
    return [SeatView(*row) for row in session.execute(Q["seats"], {"case_id": case_id})]


def consents(session: Session, case_id: UUID) -> list[Asking]:
    """Return who of a case is asked about which body, and what they said last."""
    return [Asking(*row) for row in session.execute(Q["consents"], {"case_id": case_id})]


def own_handovers(session: Session) -> list[OwnAsking]:
    """Return the bodies that ask for the word of the person behind this context's receipt."""
    return [OwnAsking(*row) for row in session.execute(Q["own_handovers"])]


def urges(session: Session, case_id: UUID) -> list[Urge]:
    """Return what was urged of a case, newest first."""
    return [Urge(*row) for row in session.execute(Q["urges"], {"case_id": case_id})]


def urge(session: Session, case_id: UUID, area_code: str, hidden: bool, by: Urge, actor: int | None) -> None:
    """Note one urging."""
    place = {"case_id": case_id, "area_code": area_code, "hidden": hidden, "actor_id": actor}
    session.execute(Q["urge"], vars(by) | place)


def levels(session: Session, case_id: UUID) -> list[LevelChange]:
    """Return how the sensitivity of a case was judged, newest first."""
    return [LevelChange(*row) for row in session.execute(Q["levels"], {"case_id": case_id})]


def judge(session: Session, case: Head, made: LevelChange, actor: int) -> None:
    """Note a level; the trigger marks the case and all that hangs on it."""
    session.execute(Q["judge"], vars(made) | {"case_id": case.id, "area_code": case.area_code, "actor_id": actor})


def children(session: Session, case_id: UUID) -> list[Child]:
    """Return the children of a case that the viewer may see, oldest first."""
    return [Child(*row) for row in session.execute(Q["children"], {"case_id": case_id})]


def split(session: Session, parent: Head, new: NewChild, category: str, due_on: date, actor: Actor) -> str | None:
    """Open a child of `parent`; return its number, None when the id is taken."""
    place_of = new.reports[0] if new.reports else None
    place = {"category": category, "due_on": due_on, "parent": parent.id, "place_of": place_of}
    number: str | None = session.scalar(Q["split"], place | {"id": new.id})
    if number:
        by = {"actor_id": actor.id, "actor_name": actor.name, "area_code": parent.area_code, "hidden": parent.kept}
        session.execute(Q["note_split"], by | {"id": new.id, "words": new.text})
    return number


def split_words(session: Session, case_id: UUID) -> str:
    """Return in which words a case was split off, empty when it was not, or by reports."""
    return session.scalar(Q["split_words"], {"case_id": case_id}) or ""


def give_reports(session: Session, child: UUID, going: Sequence[UUID]) -> list[UUID]:
    """Give reports of a case to its child; return those that went."""
    return list(session.scalars(Q["give_reports"], {"child": child, "reports": list(going)})) if going else []


def near(session: Session, **asked: object) -> list[Near]:
    """Return open cases near a place or in a cell; see the statement."""
    return [Near(*row) for row in session.execute(Q["near"], asked)]


def late(session: Session, due_on: date, level: int, most: int) -> list[tuple[UUID, str, bool]]:
    """Return id, area code and secrecy of cases due at or before `due_on` that were not urged at `level` yet."""
    rows = session.execute(Q["late"], {"due_on": due_on, "level": level, "most": most})
    return [tuple(row) for row in rows]


def forewarn(session: Session, hands: Sequence[tuple[str, str]], last_day: date) -> list[tuple[UUID, int]]:
    """Tell who has a case in hand whose deadline comes by `last_day`; return id and account of each new message.

    `hands`: states, each with a role that a move of it waits for.
    """
    told = {"states": [state for state, _ in hands], "roles": [role for _, role in hands], "last_day": last_day}
    return [(row.notice_id, row.account_id) for row in session.execute(Q["forewarn"], told)]


def returns(session: Session, case_id: UUID, moves: Collection[str]) -> int:
    """Return how often a case came back by one of `moves` since it was accepted last."""
    return int(session.scalar(Q["returns"], {"case_id": case_id, "moves": sorted(moves)}) or 0)


def thresholds(session: Session) -> dict[str, int]:
    """Return the office's counts by name."""
    return {row.name: row.n for row in session.execute(Q["thresholds"])}


def by_number(session: Session, number: str) -> UUID | None:
    """Return the id of the case with `number`, None when there is none for this viewer."""
    return session.execute(Q["by_number"], {"number": number}).scalar_one_or_none()


def lock(session: Session, case_id: UUID) -> None:
    """Hold a case until the transaction ends."""
    session.execute(Q["lock_case"], {"case_id": case_id})


def timeline(session: Session, case_id: UUID) -> list[Event]:
    """Return what happened to a case, newest first."""
    return [Event(*row) for row in session.execute(Q["timeline"], {"case_id": case_id})]


def change(session: Session, case: Head, made: Change) -> bool:
    """Write a move or signing of `case` with its event and words; False when somebody else was first."""
    place = {"case_id": case.id, "version": case.version, "area_code": case.area_code, "hidden": case.kept}
    event = session.scalar(Q["event"], vars(made) | place)
    if made.reason or made.evidence:
        words = {"event_id": event, "reason": made.reason, "evidence": json.dumps(made.evidence, ensure_ascii=False)}
        session.execute(Q["words"], place | words)
    return session.execute(Q["change"], vars(made) | place).one_or_none() is not None


def notice_new(session: Session) -> None:
    """Tell the staff nearest to each new case, and the deputy whose code it came by."""
    session.execute(Q["notice_new"])


def limits(session: Session) -> dict[str, Limit]:
    """Return the office's limits of time by name."""
    return {row.name: Limit(row.days, row.working) for row in session.execute(Q["limits"])}


def unchanged(session: Session, state: str, before: datetime, most: int) -> list[tuple[UUID, str]]:
    """Return id and area code of cases that have been in `state` since before `before`, oldest first."""
    rows = session.execute(Q["unchanged"], {"state": state, "before": before, "most": most})
    return [(row.id, row.area_code) for row in rows]


def reports_held(session: Session, case_id: UUID) -> int:
    """Return how many reports a case holds, also those that who asks may not see."""
    return int(session.scalar(Q["reports_held"], {"case_id": case_id}) or 0)


def left_by_own_move(session: Session, case_id: UUID, version: int, to: str) -> bool:
    """Return whether the viewer's own move from `version` to the state `to` is the last one of a case, seen or not."""
    return bool(session.scalar(Q["left_by_own_move"], {"case_id": case_id, "version": version, "to": to}))


def undated_days(session: Session) -> list[date]:
    """Return the days in China on which cases were opened that have no deadline yet."""
    return list(session.scalars(Q["undated_days"]))


def give_deadline(session: Session, day: date, due_on: date) -> None:
    """Give the cases opened on `day` (in China) their deadline."""
    session.execute(Q["give_deadline"], {"day": day, "due_on": due_on})


def editions_due(session: Session, today: date, edition: int | None) -> list[int]:
    """Return the editions in force whose open cases are to be looked at: `edition`, and those not finished."""
    return list(session.scalars(Q["editions_due"], {"today": today, "edition": edition}))


def remap(session: Session, edition: int) -> list[tuple[UUID, str]]:
    """Bring open cases into the cells of an edition; return id and area code of those whose cell has another code now."""
    return [(row.id, row.area_code) for row in session.execute(Q["remap"], {"edition": edition})]


def remapped(session: Session, edition: int) -> list[tuple[str, str | None, str]]:
    """Return number, former and new code of the cell of each case that an edition brought into another one."""
    return [tuple(row) for row in session.execute(Q["remapped"], {"edition": edition})]
