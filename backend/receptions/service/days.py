"""Publishing a reception day, reading it, calling it off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.domain import Person, Plan
from backend.audit import service as audit
from backend.clock import CHINA, minute, today
from backend.commitments.domain import Keeper
from backend.db import one_at_a_time, past
from backend.deputies import service as deputies
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.plain import digest_of
from backend.receptions import queries
from backend.receptions.domain import MOST_SLOTS, TYPE, File, Host, NewReception, Shown
from backend.receptions.model import Reception, ReceptionHost
from backend.receptions.queries import Wanted
from backend.receptions.service.telling import Words, tell
from backend.stations import service as stations


def publish(session: Session, new: NewReception, keeper: Keeper, *, notice_days: int) -> File:
    """Publish a reception day, at least `notice_days` days before it. May be repeated.

    Raises NotFound, Forbidden for who calls no meetings there, Invalid naming what is wrong, Conflict when a deputy receives elsewhere at
    that time (naming where) or the id is taken.
    """
    station = stations.get(session, new.station_id)
    if station is None:
        raise Invalid("没有这个站点，请从名单里选", field="station_id", code="unknown_station")
    if not keeper.convenes(station.area_code):
        raise Forbidden("您的岗位不能做这一步")
    asked = digest_of(**vars(new))
    known = queries.shown(session, Wanted(), one=new.id, most=1)
    if known:
        if (known[0].asked, known[0].made_by) != (asked, keeper.id):
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return read(session, new.id, keeper)
    _check(new, notice_days)
    hosts = _hosts(session, new, station.area_code)
    plan = Plan(
        new.id,
        TYPE,
        new.title,
        station.area_code,
        new.place or station.address,
        new.starts_at,
        new.ends_at,
        new.station_id,
        # It is published on a page of its own.
        public=False,
    )
    activities.plan(session, plan, keeper, own=True)
    row = {
        "activity_id": new.id,
        "area_code": station.area_code,
        "station_id": new.station_id,
        "starts_at": new.starts_at,
    }
    row |= {"notice_days": notice_days, "slot_minutes": new.slot_minutes, "slots": new.slots, "asked": asked}
    session.execute(insert(Reception).values(**row).inline())
    during = Range(new.starts_at, new.ends_at)
    for nth, host in enumerate(hosts):
        of = {"activity_id": new.id, "nth": nth, "area_code": station.area_code, "during": during}
        session.execute(insert(ReceptionHost).values(**of, **vars(host)).inline())
    audit.append(session, "reception.published", "activity", new.id, area=station.area_code, fields=("hosts", "slots"))
    return read(session, new.id, keeper)


def _check(new: NewReception, notice_days: int) -> None:
    day = new.starts_at.astimezone(CHINA).date()
    if (day - today()).days < notice_days:
        raise Invalid("接待日至少提前{n}天公布", field="starts_at", code="too_late", n=notice_days)
    if new.ends_at <= new.starts_at or new.ends_at - new.starts_at > timedelta(hours=12):
        raise Invalid("结束要晚于开始，一次不超过12小时", field="ends_at")
    if not 1 <= new.slots <= MOST_SLOTS:
        raise Invalid("一次接待有1到{n}个时段", field="slot_minutes", n=MOST_SLOTS)
    if not new.hosts:
        raise Invalid("写明谁来接待", field="hosts")


def _hosts(session: Session, new: NewReception, area: str) -> list[Host]:
    """Return who receives, deputies by their names.

    Raises Invalid for a deputy of elsewhere, Conflict for one who receives, or is at an activity, at that time already.
    """
    ids = sorted({host.deputy_id for host in new.hosts if host.deputy_id is not None})
    for each in ids:
        one_at_a_time(session, f"deputy {each}")
    found, people = [], []
    for host in new.hosts:
        if host.deputy_id is None:
            found.append(host)
            continue
        known = deputies.get(session, host.deputy_id)
        if known is None or known.area_code[:2] != area[:2]:
            raise Invalid("没有这位代表，请从名单里选", field="hosts", code="unknown_deputy")
        found.append(Host("deputy", known.id, known.name))
        people.append(Person("deputy", known.name, known.account_id, known.id))
    for taken in queries.busy(session, ids, new.starts_at, new.ends_at):
        there = queries.shown(session, Wanted(), one=taken.activity_id, most=1)
        raise Conflict(
            "{name}代表{at}已有接待（{place}），请换时间", field="hosts", code="deputy_busy", name=taken.name,
            at=minute(there[0].starts_at), place=there[0].station_name,
        )  # fmt: skip
    try:
        activities.must_be_free(session, new.id, people, new.starts_at, new.ends_at)
    except Conflict as clash:
        raise Conflict(clash.title, field="hosts", code=clash.word, **clash.params) from clash
    return found


def shown(session: Session, activity_id: UUID) -> Shown:
    """Return a reception as everybody may read it.

    Raises NotFound.
    """
    found = queries.shown(session, Wanted(), one=activity_id, most=1)
    if not found:
        raise NotFound("没有找到")
    return found[0]


def listed(session: Session, *, prefix: str | None = None, deputy: int | None = None, station: int | None = None,
           since: datetime | None = None, most: int) -> list[Shown]:  # fmt: skip
    """Return receptions, the next first: of an area's prefix, a deputy, a station; from `since` on, without it from now."""
    low, high = (prefix, past([prefix])) if prefix else (None, None)
    return queries.shown(session, Wanted(deputy, station, low, high, since or datetime.now(UTC)), most=most)


def read(session: Session, activity_id: UUID, keeper: Keeper) -> File:
    """Return a reception with its appointments, as far as they are for this viewer.

    Raises NotFound for who neither reads its area nor receives there.
    """
    found = queries.shown(session, Wanted(), one=activity_id, most=1)
    hosting = activity_id in queries.hosted(session)
    reads = bool(found) and any(
        role != "deputy" and found[0].area_code.startswith(prefix) for role, prefix in keeper.roles
    )
    if not found or not (hosting or reads):
        raise NotFound("没有找到")
    may = keeper.convenes(found[0].area_code)
    return File(found[0], queries.appointments(session, activity=activity_id), may, hosting)


def cancel(session: Session, activity_id: UUID, keeper: Keeper, reason: str, words: Words) -> File:
    """Call a reception off; everybody who has an appointment is told by the ladder. May be repeated.

    Raises NotFound, Forbidden, Conflict when it was held.
    """
    file = read(session, activity_id, keeper)
    if not file.may_change:
        raise Forbidden("您的岗位不能做这一步")
    one_at_a_time(session, f"reception {activity_id}")
    file = read(session, activity_id, keeper)
    for each in file.appointments:
        if each.state == "booked":
            tell(session, file.reception, each, keeper, reason, words)
    activities.cancel(session, activity_id, keeper, reason, version=file.reception.version)
    return read(session, activity_id, keeper)
