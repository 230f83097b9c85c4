"""By when: the days of a state, those that were promised, and what a limit that has passed brings about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from backend.cases import queries
from backend.cases.domain import DUE, PERFORM, PROMISED, Move, State, working_days_after
from backend.cases.queries import Head
from backend.clock import CHINA, today
from backend.errors import Conflict


def promised(session: Session, head: Head, arrow: Move, given: Mapping[str, str]) -> date | None:
    """Return by when who handles it has to be done once `arrow` is made.

    Raises Conflict when the day that an extension asked for has passed.
    """
    if arrow.source == State.REDOING and arrow.lands in PROMISED:
        return queries.limits(session)[arrow.lands].due(datetime.now(UTC))
    if not arrow.promises:
        return None if arrow.lands == State.TRIAGE else head.promised_on
    if DUE.key in given:
        return date.fromisoformat(given[DUE.key])
    asked = date.fromisoformat(queries.timeline(session, head.id)[0].evidence[DUE.key])
    if asked < today():
        raise Conflict("申请延到的日子已经过了，请不同意并写明理由", code="past_day")
    return asked


def due(session: Session, head: Head, arrow: Move, given: Mapping[str, str], until: date | None) -> date | None:
    """Return the deadline of the state that `arrow` leads to; `until`: what was promised."""
    if arrow.stays:
        return head.due_on
    if PERFORM.key in given:
        return date.fromisoformat(given[PERFORM.key])
    if arrow.lands in PROMISED and until:
        return until
    limit = queries.limits(session).get(arrow.lands)
    return limit.due(datetime.now(UTC)) if limit else None


def too_late(session: Session, limit: str, head: Head) -> bool:
    """Return whether the named limit has passed since the present state began: in working days that is its deadline."""
    allowed = queries.limits(session)[limit]
    if allowed.working:
        return head.due_on is not None and today() > head.due_on
    return datetime.now(UTC) > head.state_since + timedelta(days=allowed.days)


def soon_until(session: Session) -> date:
    """Return the last deadline that counts as near today: so many working days ahead who has a case in hand is told."""
    return working_days_after(today(), queries.limits(session)["forewarn"].days)


def accept_by(session: Session, opened: datetime, limit: str = State.PENDING) -> date:
    """Return the day, in China, by which a case opened at that moment has to be accepted or refused; `limit`: by which of the limits."""
    return queries.limits(session)[limit].due(opened)


def give_deadlines(session: Session) -> None:
    """Give each new case of a sighting the day by which it has to be accepted; that intake does not look at calendars."""
    for day in queries.undated_days(session):
        queries.give_deadline(session, day, accept_by(session, datetime.combine(day, time(12), CHINA)))


def lapsing_before(session: Session, arrow: Move) -> datetime:
    """Return the moment before which a case must have come into its state for `arrow` to be due."""
    return datetime.now(UTC) - timedelta(days=queries.limits(session)[arrow.after or ""].days)
