"""Who a deputy is, and who serves where."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.clock import today
from backend.deputies import queries
from backend.deputies.domain import DeputyRef
from backend.deputies.model import Deputy
from backend.deputies.queries import Home, Placed, Wanted
from backend.errors import NotFound

MOST_OF_CONGRESS = 1000


def get(session: Session, deputy_id: int) -> DeputyRef | None:
    """Return a deputy, None when there is none with this id."""
    row = session.get(Deputy, deputy_id)
    return _ref(row) if row else None


def of_account(session: Session, account_id: int, on: date) -> DeputyRef | None:
    """Return the deputy who logs in by this account and is in office on the day, None when there is none."""
    in_office = or_(Deputy.term_to.is_(None), Deputy.term_to >= on)
    row = session.scalar(select(Deputy).where(Deputy.account_id == account_id, in_office).order_by(Deputy.id).limit(1))
    return _ref(row) if row else None


def of_congress(session: Session, one: DeputyRef, on: date) -> list[DeputyRef]:
    """Return the deputies of the same congress who are in office on the day and log in, by name."""
    in_office = or_(Deputy.term_to.is_(None), Deputy.term_to >= on)
    same = (Deputy.area_code == one.area_code, Deputy.account_id.is_not(None), in_office)
    rows = session.scalars(select(Deputy).where(*same).order_by(Deputy.name, Deputy.id).limit(MOST_OF_CONGRESS))
    return [_ref(row) for row in rows]


def _ref(row: Deputy) -> DeputyRef:
    return DeputyRef(row.id, row.code, row.name, row.level, row.area_code, row.station_id, row.account_id, row.term_to)


def listed(session: Session, wanted: Wanted, *, after: int, most: int) -> list[Placed]:
    """Return the deputies `wanted` who are in office today, with where they are placed; see `queries.listed`."""
    return queries.listed(session, wanted, today(), after=after, most=most)


def placed(session: Session, deputy_id: int) -> Placed:
    """Return a deputy in office with where they are placed today.

    Raises NotFound when there is none.
    """
    found = listed(session, Wanted(one=deputy_id), after=0, most=1)
    if not found:
        raise NotFound("没有找到")
    return found[0]


def levels(session: Session, prefix: str | None) -> dict[str, int]:
    """Return how many deputies of each level an area has today; None for all areas."""
    return queries.levels(session, prefix, today())


def homes(session: Session, prefix: str) -> list[Home]:
    """Return the stations of an area at which deputies are at home, with their groups and who holds them today."""
    return queries.homes(session, prefix, today())
