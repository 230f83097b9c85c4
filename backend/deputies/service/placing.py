"""Placing deputies in groups and cells, and saying who holds a home station; each from a day to a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.clock import today
from backend.db import one_at_a_time
from backend.deputies import queries
from backend.deputies.domain import SEATS, NewOfficer, NewPlace, Placing
from backend.deputies.model import DeputyGroup, DeputyPlace, StationOfficer
from backend.deputies.service.lookup import get
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid.domain import level_of, prefix_of
from backend.stations import service as stations

TAKEN = "这个编号已经用在别的内容上"
NOT_YOURS = "您的岗位不能做这一步"


def place(session: Session, new: NewPlace, who: Placing) -> None:
    """Place a deputy in a group or at a cell from a day on. May be repeated.

    Raises NotFound, Forbidden for who calls no meetings there, Invalid naming what is wrong, Conflict when the deputy is in a group
    already, serves the cell already, or the id is taken.
    """
    deputy = get(session, new.deputy)
    if deputy is None:
        raise NotFound("没有找到")
    area = _where(session, new)
    if not who.at(area):
        raise Forbidden(NOT_YOURS)
    row = {"id": new.id, "deputy_id": new.deputy, "group_id": new.group, "cell_code": new.cell, "from_day": new.since}
    known = session.get(DeputyPlace, new.id)
    if known is not None:
        if any(getattr(known, name) != value for name, value in row.items()):
            raise Conflict(TAKEN, field="id", code="id_taken")
        return
    if not area.startswith(prefix_of(deputy.area_code, level_of(deputy.area_code) or "")):
        raise Invalid("这里不在这位代表的选举单位以内", field="cell" if new.cell else "group", code="another_place")
    one_at_a_time(session, f"deputy {new.deputy}")
    same = DeputyPlace.group_id.is_not(None) if new.group else DeputyPlace.cell_code == new.cell
    ahead = or_(DeputyPlace.until_day.is_(None), DeputyPlace.until_day >= new.since)
    if session.scalar(select(DeputyPlace.id).where(DeputyPlace.deputy_id == new.deputy, same, ahead).limit(1)):
        words = "这位代表已经编在一个小组里，先结束再改编" if new.group else "这位代表已经在服务这个网格"
        raise Conflict(words, field="group" if new.group else "cell", code="placed_already")
    session.execute(insert(DeputyPlace).values(**row, area_code=area, noted_by=who.id).inline())
    append(session, "deputy.placed", "deputy", new.deputy, area=area, fields=("group" if new.group else "cell", "from"))


def _where(session: Session, new: NewPlace) -> str:
    """Return the area of the group's station or of the cell."""
    if (new.group is None) == (new.cell is None):
        raise Invalid("选一个小组或一个网格", field="group")
    if new.cell is not None:
        cells = queries.known_cells(session, [new.cell], max(new.since, today()))
        if new.cell not in cells:
            raise Invalid("没有这个网格，请从名单里选", field="cell", code="unknown_cell")
        return cells[new.cell]
    group = session.get(DeputyGroup, new.group)
    station = stations.get(session, group.station_id) if group else None
    if station is None:
        raise Invalid("没有这个代表小组，请从名单里选", field="group", code="unknown_group")
    return station.area_code


def hold(session: Session, new: NewOfficer, who: Placing) -> None:
    """Say that somebody holds a home station from a day on: one head, at most two liaisons at a time. May be repeated.

    Raises NotFound, Forbidden, Conflict when all seats of the duty are taken, or the id is.
    """
    station = stations.get(session, new.station)
    if station is None:
        raise NotFound("没有找到")
    if not who.at(station.area_code):
        raise Forbidden(NOT_YOURS)
    row = {"id": new.id, "station_id": new.station, "duty": new.duty, "name": new.name, "from_day": new.since}
    known = session.get(StationOfficer, new.id)
    if known is not None:
        if any(getattr(known, name) != value for name, value in row.items()):
            raise Conflict(TAKEN, field="id", code="id_taken")
        return
    one_at_a_time(session, f"home {new.station}")
    of = (StationOfficer.station_id == new.station, StationOfficer.duty == new.duty)
    ahead = or_(StationOfficer.until_day.is_(None), StationOfficer.until_day >= new.since)
    taken = set(session.scalars(select(StationOfficer.seat).where(*of, ahead)))
    seat = next((each for each in range(1, SEATS[new.duty] + 1) if each not in taken), None)
    if seat is None:
        words = "负责人只设1名，先结束现任再登记" if new.duty == "head" else "联络员最多2名，先结束一位再登记"
        raise Conflict(words, field="duty", code="seats_taken")
    session.execute(
        insert(StationOfficer).values(**row, seat=seat, area_code=station.area_code, noted_by=who.id).inline()
    )
    append(session, "station.held", "station", new.station, area=station.area_code, fields=(new.duty, "name", "from"))


def end(session: Session, row_id: UUID, until: date, who: Placing) -> None:
    """End a place or an officer's time with a day, which still counts. May be repeated.

    Raises NotFound, Forbidden, Invalid (field `until`) for a day before the first, Conflict when it ended before.
    """
    row = session.get(DeputyPlace, row_id) or session.get(StationOfficer, row_id)
    if row is None:
        raise NotFound("没有找到")
    if not who.at(row.area_code):
        raise Forbidden(NOT_YOURS)
    if row.until_day == until:
        return
    if row.until_day is not None:
        raise Conflict("已经结束，不能再改", code="over")
    if until < row.from_day:
        raise Invalid("结束不能早于开始", field="until")
    table = type(row)
    session.execute(update(table).where(table.id == row_id).values(until_day=until))
    session.expire(row)
    kind, subject = ("deputy", row.deputy_id) if isinstance(row, DeputyPlace) else ("station", row.station_id)
    append(session, f"{kind}.ended", kind, subject, area=row.area_code, fields=("until",))
