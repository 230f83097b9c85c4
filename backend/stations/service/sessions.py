"""Sessions of mobile stations: planning one, calling it off, what comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.clock import CHINA, now
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid.model import Area, GridCell
from backend.grid.service import cell_at
from backend.plain import digest_of
from backend.stations.domain.sessions import LONGEST, PLANNERS, MobileSession, NewSession
from backend.stations.model import Station, StationSession

Held = Sequence[tuple[str, str]]
ROW = StationSession
RUNNING = (ROW.cancelled_reason == "") & (ROW.starts_at <= func.now()) & (ROW.ends_at > func.now())
READ: Select[*tuple[Any, ...]] = (
    select(
        ROW.id, ROW.station_id, Station.name, ROW.area_code, Area.name, ROW.starts_at, ROW.ends_at, ROW.place, ROW.theme,
        func.st_x(ROW.geom), func.st_y(ROW.geom), GridCell.name, ROW.cancelled_reason, ROW.asked, ROW.made_by, RUNNING,
    )
    .join(Station, Station.id == ROW.station_id)
    .join(Area, Area.code == ROW.area_code)
    .outerjoin(GridCell, GridCell.id == ROW.cell_id)
)  # fmt: skip


def session_of(session: Session, session_id: UUID) -> MobileSession | None:
    """Return a session of a mobile station, None when there is none."""
    row = session.execute(READ.where(ROW.id == session_id)).one_or_none()
    return MobileSession(*row) if row else None


def coming(
    session: Session, area: str, *, since: datetime | None = None, station: int | None = None, most: int = 100
) -> list[MobileSession]:
    """Return the sessions that have not ended by `since` (None: now) in the areas below `area`, or of one station, the next first; none that was called off."""
    rules = (
        ROW.cancelled_reason == "",
        ROW.ends_at > (since or now()),
        ROW.area_code.op("^@")(area) if area else true(),
        true() if station is None else ROW.station_id == station,
    )
    return [
        MobileSession(*row) for row in session.execute(READ.where(*rules).order_by(ROW.starts_at, ROW.id).limit(most))
    ]


def plan_session(session: Session, given: NewSession, person: int, held: Held) -> MobileSession:
    """Say where and when a mobile station stands. The same sent again by the same person is answered as it stands now.

    `held`: pairs of role and area prefix of the person. Raises Invalid naming what is wrong, Forbidden for who plans nothing
    where it stands, Conflict for a station that stands elsewhere then, or an id that is taken.
    """
    there, asked = session_of(session, given.id), digest_of(**vars(given))
    if there is None:
        _make(session, given, person, held, asked)
        there = session_of(session, given.id)
    if there is None or (there.asked, there.made_by) != (asked, person):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return there


def _make(session: Session, given: NewSession, person: int, held: Held, asked: bytes) -> None:
    station = session.get(Station, given.station_id)
    if station is None or not station.mobile:
        raise Invalid("请选一个流动站点", field="station_id")
    if given.ends_at <= given.starts_at:
        raise Invalid("结束不能早于开始", field="ends_at")
    if given.ends_at - given.starts_at > LONGEST:
        raise Invalid("一场最长24小时，分几场写", field="ends_at")
    cell = cell_at(session, given.lon, given.lat, given.starts_at.astimezone(CHINA).date())
    area = cell.area_code if cell else station.area_code
    if not any(role in PLANNERS and area.startswith(prefix) for role, prefix in held):
        raise Forbidden("您的岗位不能做这一步")
    one_at_a_time(session, f"station {station.id} stands")
    other = session.scalar(
        select(ROW.place).where(
            ROW.station_id == station.id,
            ROW.cancelled_reason == "",
            ROW.starts_at < given.ends_at,
            ROW.ends_at > given.starts_at,
        )
    )
    if other is not None:
        raise Conflict("这段时间它在{place}", field="starts_at", code="elsewhere_then", place=other)
    values = {key: value for key, value in vars(given).items() if key not in {"lon", "lat"}}
    values |= {"geom": f"SRID=4326;POINT({given.lon} {given.lat})", "cell_id": cell.id if cell else None}
    made = upsert(StationSession).values(**values, area_code=area, made_by=person, asked=asked)
    if session.execute(made.on_conflict_do_nothing().returning(ROW.id)).one_or_none() is not None:
        audit.append(session, "session.planned", "station_session", given.id, area=area, fields=("place", "theme"))


def call_off(session: Session, session_id: UUID, reason: str, held: Held) -> MobileSession:
    """Call a session off, for a reason. May be repeated.

    Raises NotFound, Forbidden for who plans nothing there, Conflict for one that is over or was called off for another reason.
    """
    there = session_of(session, session_id)
    if there is None or not any(there.area_code.startswith(prefix) for _, prefix in held):
        raise NotFound("没有找到")
    if not any(role in PLANNERS and there.area_code.startswith(prefix) for role, prefix in held):
        raise Forbidden("您的岗位不能做这一步")
    if there.cancelled_reason != reason:
        if there.cancelled_reason or there.ends_at <= now():
            raise Conflict("这一场已经结束或取消", code="another_state")
        session.execute(update(StationSession).where(ROW.id == session_id).values(cancelled_reason=reason))
        audit.append(
            session, "session.cancelled", "station_session", session_id, area=there.area_code, fields=("reason",)
        )
    found = session_of(session, session_id)
    assert found is not None  # noqa: S101 - it was read above, and nothing removes one
    return found
