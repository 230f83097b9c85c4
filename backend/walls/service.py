"""The verbs of the room: hang up a station's screen, take its link back, show what stands on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.queries.public import Asked, PublicHead
from backend.audit import service as audit
from backend.clock import CHINA, now
from backend.db import current_context
from backend.errors import Conflict, Forbidden, NotFound
from backend.links.domain import digest_of_token, token_of
from backend.releases import service as releases
from backend.solicitations import service as solicitations
from backend.stations import service as stations
from backend.stations.domain import StationRef
from backend.walls import queries
from backend.walls.domain import DEAD, KEEPERS, Wall
from backend.walls.queries import Board

# How far ahead a screen looks, and how many of each fit on it.
AHEAD = timedelta(days=30)
MOST_ACTIVITIES, MOST_DRAFTS, MOST_ADOPTED, MOST_MONTHS = 4, 3, 3, 6


def listed(session: Session, station_id: int) -> list[Wall]:
    """Return the screens of a station, newest first. Raises NotFound, Forbidden for who keeps no screens there."""
    _keeps(session, _station(session, station_id))
    return queries.listed(session, station_id)


def issue(session: Session, station_id: int, wall_id: UUID, name: str, who: str, key: bytes) -> tuple[Wall, str]:
    """Make the link of a screen that hangs at `name`; return it and its token. The same again answers as the first time.

    `who`: the name of who makes it. Raises NotFound, Forbidden for who keeps no screens there, Conflict when the id is taken.
    """
    station = _station(session, station_id)
    person = _keeps(session, station)
    token = token_of(key, wall_id)
    new = {
        "id": wall_id, "station_id": station_id, "name": name, "token_hash": digest_of_token(token), "area_code": station.area_code,
        "issued_by": person, "issued_name": who,
    }  # fmt: skip
    fresh = queries.issue(session, new)
    made = queries.one(session, wall_id)
    if made is None or (made[0].station_id, made[0].name, made[1]) != (station_id, name, person):
        raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
    if fresh:
        audit.append(session, "wall.issued", "station", station_id, area=station.area_code, fields=("name",))
    return made[0], token


def revoke(session: Session, station_id: int, wall_id: UUID) -> None:
    """Take the link of a screen back; one that was taken back stays so. Raises NotFound, Forbidden."""
    station = _station(session, station_id)
    _keeps(session, station)
    made = queries.one(session, wall_id)
    if made is None or made[0].station_id != station_id:
        raise NotFound("没有找到")
    if queries.revoke(session, wall_id):
        audit.append(session, "wall.revoked", "station", station_id, area=station.area_code, fields=("revoked_at",))


def board(session: Session, token: str, at: datetime | None = None) -> Board:
    """Return what stands on the screen of a token, at `at` or now; nothing of it needs a context.

    Raises NotFound for a token that is none, Forbidden when its link opens nothing any more.
    """
    found = queries.found(session, digest_of_token(token))
    if found is None:
        raise NotFound("链接不完整或不对，请从站点工作人员处重新打开", field="token", code="no_such_wall")
    station_id, state = found
    if state in DEAD:
        raise Forbidden(DEAD[state], code=f"wall_{state}")
    station, at = _station(session, station_id), at or now()
    return Board(
        station, at,
        releases.months(session, station_id, at.date())[:MOST_MONTHS],
        _coming(session, station_id, at),
        solicitations.taking(session, station.area_code, at.date(), most=MOST_DRAFTS),
        releases.adopted(session, station_id)[:MOST_ADOPTED],
    )  # fmt: skip


def _coming(session: Session, station_id: int, at: datetime) -> list[PublicHead]:
    """Return what is on at a station today and in the days ahead, the next first; what was called off or is over not."""
    today = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    heads = activities.public(session, Asked(today, at + AHEAD, station=station_id), 50)
    left = [each for each in heads if each.state == "planned" and each.starts_at and _ends(each) >= at]
    return left[:MOST_ACTIVITIES]


def _ends(each: PublicHead) -> datetime:
    assert each.starts_at is not None  # noqa: S101 - what has no time is left out before
    return each.ends_at or each.starts_at + timedelta(minutes=each.minutes)


def _station(session: Session, station_id: int) -> StationRef:
    found = stations.get(session, station_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def _keeps(session: Session, station: StationRef) -> int:
    """Return who asks. Raises NotFound where it is another area's, Forbidden for another role."""
    context = current_context(session)
    held = {role for role, prefix in context.roles if station.area_code.startswith(prefix)}
    if context.viewer is None or not held & set(KEEPERS):
        raise Forbidden("站点大屏由本站的联络员、镇人大或乡镇长来管")
    return context.viewer
