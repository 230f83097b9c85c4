"""Planning an activity, changing its plan, cancelling it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.activities import queries
from backend.activities.domain import ActivityFile, Head, Plan, State
from backend.activities.domain.repeat import occurrences
from backend.activities.domain.types import Kind, checked_numbers
from backend.activities.model import Activity, ActivityParticipant
from backend.activities.queries import kinds, record, venues
from backend.activities.service.agenda import move_on, reorder
from backend.activities.service.people import invite, must_be_free, resolved
from backend.activities.service.reading import file_of, kind_of, still, taken_up
from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.clock import CHINA, now, today
from backend.commitments.domain import Keeper
from backend.errors import Conflict, Forbidden, Invalid, Named
from backend.grid.service import cell_at
from backend.plain import digest_of
from backend.stations import service as stations

COUNTY = 6
# What the rules of a type of its own refuse, by the code the database gives: a published reception day.
REFUSED = {
    "ZT061": ("reception_published", "接待日已经公布，不能改时间；请取消后另行公布"),
    "ZT064": ("reception_booked", "这次接待已有人预约，请在接待日里取消，预约的人会收到通知"),
}
# Types that a room of their own plans, with more than a plan: a reception day has slots.
OF_THEIR_OWN = frozenset({"reception"})
# What is put right after an activity was held, too.
LATER = frozenset({"numbers", "tags", "public"})


def read(session: Session, activity_id: UUID, keeper: Keeper) -> ActivityFile:
    """Return an activity as far as it is for this viewer; see `file_of`."""
    return file_of(session, activity_id, keeper)


def listed(
    session: Session, wanted: queries.Wanted, *, last: tuple[datetime | None, UUID] | None, most: int
) -> list[Head]:
    """Return the activities `wanted`, those without a day first, then newest first; see `queries.listed`."""
    return queries.listed(session, wanted, last=last, most=most)


def plan(session: Session, given: Plan, keeper: Keeper, *, own: bool = False) -> ActivityFile:
    """Plan an activity. The same sent again by the same person is answered as it stands now.

    `own`: by the room that has the type (`OF_THEIR_OWN`).
    Raises Forbidden for who calls no meetings there, Invalid naming what is wrong, Conflict for an id that is taken.
    """
    if not keeper.convenes(given.area_code):
        raise Forbidden("您的岗位不能做这一步")
    asked = digest_of(**vars(given))
    if queries.one(session, given.id) is None:
        _make(session, given, keeper, asked, own=own)
    head = queries.one(session, given.id)
    if head is None or (head.asked, head.made_by) != (asked, keeper.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return file_of(session, given.id, keeper)


def _make(session: Session, given: Plan, keeper: Keeper, asked: bytes, *, own: bool) -> None:
    kind = kind_of(session, given.type)
    if given.type in OF_THEIR_OWN and not own:
        raise Invalid("接待日要连同时段一起公布，请到“接待日”里办", field="type", code="has_its_own_way")
    if queries.area_name(session, given.area_code) is None:
        raise Invalid("没有这个地方", field="area_code")
    _in_order(given.starts_at, given.ends_at)
    days = _days(given)
    _not_too_often(session, kind, given.area_code, days)
    callers = {given.body_id} - {None}
    _serving(session, given.area_code, {each for each in callers if each}, "body_id")
    _serving(session, given.area_code, given.bodies, "bodies")
    people = resolved(session, given.area_code, given.people)
    values = _where(session, given) | {"made_by": keeper.id}
    values |= {"public": kind.open if given.public is None else given.public}
    lasts = (given.ends_at - given.starts_at) if given.starts_at and given.ends_at else None
    for nth, starts in enumerate(days):
        key = given.id if nth == 0 else uuid5(given.id, str(starts))
        ends = starts + lasts if starts and lasts else None
        # The others of a row have an id of their own, by which the same sent again finds them.
        row = values | {"id": key, "starts_at": starts, "ends_at": ends, "asked": asked}
        must_be_free(session, key, people, starts, ends or (starts and starts + timedelta(minutes=kind.minutes)))
        made = upsert(Activity).values(**row).on_conflict_do_nothing().returning(Activity.id)
        if session.execute(made).one_or_none() is None:
            return
        _invite(session, key, given.area_code, given.bodies)
        invite(session, key, given.area_code, people)
        audit.append(session, "activity.planned", "activity", key, area=given.area_code, fields=("title", "bodies"))


def _days(given: Plan) -> list[datetime | None]:
    if not given.repeat:
        return [given.starts_at]
    if given.starts_at is None:
        raise Invalid("重复的活动要写明第一次的时间", field="starts_at")
    return [*occurrences(given.repeat, given.starts_at)]


def _not_too_often(session: Session, kind: Kind, area: str, days: Sequence[datetime | None]) -> None:
    if kind.a_year is None:
        return
    for year, n in Counter((each.astimezone(CHINA) if each else now()).year for each in days).items():
        if kinds.in_the_year(session, kind.type, area, year) + n > kind.a_year:
            raise Conflict(
                "{name}每年最多{n}次", field="type", code="enough", name=Named(kind.name, kind.name_en), n=kind.a_year
            )


def _where(session: Session, given: Plan) -> dict[str, Any]:
    """Return the columns of a plan that every activity of a row shares, with the place on the map."""
    values = {key: value for key, value in vars(given).items() if key not in {"bodies", "people", "point", "repeat"}}
    values |= {"tags": list(given.tags), "rule": given.repeat, "series_id": given.id if given.repeat else None}
    station = stations.get(session, given.station_id) if given.station_id is not None else None
    if given.station_id is not None and (station is None or station.area_code[:COUNTY] != given.area_code[:COUNTY]):
        raise Invalid("这个站点不在这里，请从名单里选", field="station_id")
    stands = stations.session_of(session, given.session_id) if given.session_id is not None else None
    if given.session_id is not None and (stands is None or stands.area_code[:COUNTY] != given.area_code[:COUNTY]):
        raise Invalid("没有找到这一场流动站点", field="session_id")
    venue = venues.one(session, given.venue_id) if given.venue_id is not None else None
    if given.venue_id is not None and (venue is None or venue.area_code[:COUNTY] != given.area_code[:COUNTY]):
        raise Invalid("没有找到这处普法阵地，请从名单里选", field="venue_id")
    values |= {"place": given.place or (venue.name if venue else "")}
    point = (
        given.point
        or (venue and (venue.lon, venue.lat))
        or (stands and (stands.lon, stands.lat))
        or (station and station.lon and (station.lon, station.lat))
        or None
    )
    if point is None or point[0] is None or point[1] is None:
        return values
    cell = cell_at(session, point[0], point[1], today())
    return values | {"geom": f"SRID=4326;POINT({point[0]} {point[1]})", "cell_id": cell.id if cell else None}


def change(
    session: Session, activity_id: UUID, keeper: Keeper, changes: Mapping[str, Any], *, version: int
) -> ActivityFile:
    """Change the plan: `title`, `place`, `starts_at`, `ends_at`, `bodies` (ids of those invited), `agenda` (ids of its points in order).

    What is so already stays. Raises NotFound, Forbidden, Conflict, Stale, Invalid naming what is wrong.
    """
    head = taken_up(session, activity_id, keeper)
    file = file_of(session, activity_id, keeper)
    present = vars(head) | {
        "bodies": sorted(each.body_id for each in file.participants),
        "agenda": [each.id for each in file.agenda],
        "people": list(file.people),
        "numbers": dict(head.numbers),
        "tags": list(head.tags),
    }
    wanted = dict(changes) | ({"bodies": sorted(set(changes["bodies"]))} if "bodies" in changes else {})
    if "people" in wanted:
        wanted["people"] = resolved(session, head.area_code, wanted["people"])
    if "numbers" in wanted:
        wanted["numbers"] = checked_numbers(file.kind, wanted["numbers"])
    new = {key: value for key, value in wanted.items() if present[key] != value}
    if not new:
        return file
    # What was counted, and whether people may read of it, is put right afterwards too.
    still(head, State.HELD if new.keys() <= LATER and head.state == State.HELD else State.PLANNED, version)
    starts, ends = new.get("starts_at", head.starts_at), new.get("ends_at", head.ends_at)
    _in_order(starts, ends)
    if new.keys() & {"people", "starts_at", "ends_at"}:
        lasts = ends or (starts and starts + timedelta(minutes=file.kind.minutes))
        must_be_free(session, activity_id, new.get("people", file.people), starts, lasts)
    if "people" in new:
        invite(session, activity_id, head.area_code, new["people"])
    if "bodies" in new:
        added = set(new["bodies"]) - set(present["bodies"])
        _serving(session, head.area_code, added, "bodies")
        gone = set(present["bodies"]) - set(new["bodies"])
        rule = (ActivityParticipant.activity_id == activity_id) & ActivityParticipant.body_id.in_(gone)
        session.execute(delete(ActivityParticipant).where(rule))
        _invite(session, activity_id, head.area_code, sorted(added))
    if "agenda" in new:
        reorder(session, file.agenda, new["agenda"])
    plain = {key: value for key, value in new.items() if key not in {"bodies", "agenda", "people"}}
    _store(session, activity_id, **plain)
    audit.append(session, "activity.changed", "activity", activity_id, area=head.area_code, fields=sorted(new))
    return file_of(session, activity_id, keeper)


def cancel(
    session: Session, activity_id: UUID, keeper: Keeper, reason: str, *, version: int, following: bool = False
) -> ActivityFile:
    """Cancel a planned activity; the cases on its agenda go to the next joint meeting. May be repeated.

    `following`: with it those of its row that come after. Raises NotFound, Forbidden, Conflict when it was held, Stale.
    """
    head = taken_up(session, activity_id, keeper)
    if (head.state, head.cancelled_reason) != (State.CANCELLED, reason):
        still(head, State.PLANNED, version)
        _cancel(session, head, keeper, reason)
    if following and head.series_id is not None and head.starts_at is not None:
        for other in record.series(session, head.series_id, head.starts_at):
            _cancel(session, taken_up(session, other, keeper), keeper, reason)
    return file_of(session, activity_id, keeper)


def _cancel(session: Session, head: Head, keeper: Keeper, reason: str) -> None:
    _store(session, head.id, state=State.CANCELLED.value, cancelled_reason=reason)
    audit.append(session, "activity.cancelled", "activity", head.id, area=head.area_code, fields=("reason",))
    move_on(session, queries.agenda(session, head.id), keeper.id)


def _store(session: Session, activity_id: UUID, **changed: object) -> None:
    try:
        queries.count_up(session, activity_id, **changed)
    except DBAPIError as error:
        code, words = REFUSED.get(getattr(error.orig, "pgcode", None) or "", ("", ""))
        if not code:
            raise
        raise Conflict(words, code=code) from error


def _in_order(starts: datetime | None, ends: datetime | None) -> None:
    if ends and (starts is None or ends < starts):
        raise Invalid("结束不能早于开始", field="ends_at")


def _serving(session: Session, area: str, ids: Collection[int], field: str) -> None:
    known = {body.id for body in bodies.serving(session, area)} if ids else set()
    if not set(ids) <= known:
        raise Invalid("这个单位不管这里，请从名单里选", field=field, code="another_place")


def _invite(session: Session, activity_id: UUID, area: str, ids: Collection[int]) -> None:
    for body in dict.fromkeys(ids):
        row = {"activity_id": activity_id, "body_id": body, "area_code": area}
        session.execute(insert(ActivityParticipant).values(**row).inline())
