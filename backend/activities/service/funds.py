"""公益台账: money in and out of charity funds, each with the balance after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, insert, select, true
from sqlalchemy.orm import Session

from backend.activities.model import FundEntry
from backend.audit import service as audit
from backend.clock import today
from backend.commitments.domain import Keeper
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid
from backend.grid.service import known_areas

MOST_FUNDS = 200


@dataclass(frozen=True)
class Entry:
    """Money in or out; `amount`: yuan; `party`: from whom or to whom, no name of who was helped."""

    id: UUID
    area_code: str
    fund: str
    day: date
    way: str
    amount: Decimal
    purpose: str
    party: str = ""


@dataclass(frozen=True)
class Fund:
    """A fund, what came in and went out of it, and what is left; yuan."""

    area_code: str
    name: str
    entries: int
    received: Decimal
    paid: Decimal

    @property
    def balance(self) -> Decimal:
        """What is left."""
        return self.received - self.paid


def enter(session: Session, given: Entry, keeper: Keeper) -> FundEntry:
    """Note money in or out, after what was noted before. May be repeated.

    Raises Forbidden for who calls no activities there, Invalid naming what is wrong, Conflict for an id that is taken or more
    than there is.
    """
    if not keeper.convenes(given.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if given.amount <= 0:
        raise Invalid("金额要大于零", field="amount")
    if given.area_code not in known_areas(session, [given.area_code]):
        raise Invalid("没有这个地方", field="area_code")
    one_at_a_time(session, f"fund {given.area_code} {given.fund}")
    asked = vars(given)
    known = session.get(FundEntry, given.id)
    if known is None:
        row = asked | _after(session, given) | {"noted_by": keeper.id, "noted_name": keeper.name}
        session.execute(insert(FundEntry).values(**row).inline())
        audit.append(
            session, "fund.entered", "fund_entry", given.id, area=given.area_code, fields=("amount", "purpose")
        )
        known = session.get_one(FundEntry, given.id)
    if {name: getattr(known, name) for name in asked} != asked or known.noted_by != keeper.id:
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return known


def _after(session: Session, given: Entry) -> dict[str, Any]:
    here = (FundEntry.area_code == given.area_code, FundEntry.fund == given.fund)
    last = session.scalars(select(FundEntry).where(*here).order_by(FundEntry.nth.desc()).limit(1)).one_or_none()
    if given.day > today():
        raise Invalid("日期不能在今天以后", field="day")
    if last and given.day < last.day:
        raise Invalid("日期不能早于上一笔（{day}）", field="day", code="before_the_last", day=str(last.day))
    left = (last.balance if last else Decimal(0)) + (given.amount if given.way == "in" else -given.amount)
    if left < 0:
        raise Conflict("结余不够，只有{left}元", field="amount", code="not_enough", left=str(left + given.amount))
    return {"nth": (last.nth if last else 0) + 1, "balance": left}


def funds(session: Session, area: str) -> list[Fund]:
    """Return the funds below `area` that the viewer sees, by area and name."""
    signed = [
        func.coalesce(func.sum(case((FundEntry.way == way, FundEntry.amount), else_=0)), 0) for way in ("in", "out")
    ]
    found = select(FundEntry.area_code, FundEntry.fund, func.count(), *signed).where(FundEntry.area_code.op("^@")(area))
    grouped = found.group_by(FundEntry.area_code, FundEntry.fund).order_by(FundEntry.area_code, FundEntry.fund)
    return [Fund(*row) for row in session.execute(grouped.limit(MOST_FUNDS))]


def entries(session: Session, area: str, fund: str, *, before: int | None, most: int) -> Sequence[FundEntry]:
    """Return the entries of a fund, the newest first, at most `most`; `before`: below this number."""
    rules = (FundEntry.area_code == area, FundEntry.fund == fund, true() if before is None else FundEntry.nth < before)
    return session.scalars(select(FundEntry).where(*rules).order_by(FundEntry.nth.desc()).limit(most)).all()
