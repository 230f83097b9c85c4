"""Where several spoke and one wrote it down: a meeting, a box that was opened (意见箱开箱记录), an afternoon at the counter."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.codes import service as codes
from backend.errors import Conflict, Forbidden, Invalid
from backend.opinions import queries
from backend.opinions.domain import SITTING_CHANNELS, Sitting
from backend.opinions.domain.moves import STAFF
from backend.opinions.model import OpinionSitting
from backend.opinions.service.intake import TAKEN, nowhere
from backend.stations import service as stations

OLDEST_DAYS = 3650
LEAST_PEOPLE = 2


def sit(session: Session, actor: Actor, new: Sitting) -> tuple[OpinionSitting, bool]:
    """Keep a sitting at a station of one's own area, once; return it and whether it was there before.

    Raises Forbidden for who keeps none there, Invalid naming the field, Conflict when the id holds something else.
    """
    _check(actor, new)
    station = stations.get(session, new.station_id)
    if station is None or not STAFF & actor.roles_at(station.area_code):
        raise Invalid("选一个您辖区里的站点", field="station_id", code="another_place")
    digest = new.digest(codes.keys()("opinion digest"))
    row = vars(new) | {"noted_by": actor.id, "noted_name": actor.name, "digest": digest, "area_code": station.area_code}
    try:
        made = session.execute(insert(OpinionSitting).values(**row).on_conflict_do_nothing(index_elements=["id"]))
    except IntegrityError as error:
        raise nowhere(error) from error
    again = not made.rowcount  # type: ignore[attr-defined]
    found = session.get(OpinionSitting, new.id)
    if found is None or (found.noted_by, bytes(found.digest)) != (actor.id, digest):
        raise Conflict(TAKEN, field="id", code="id_taken")
    if not again:
        fields = ["channel", "held_on", "people", "papers"]
        audit.append(session, "opinion_sitting.kept", "opinion_sitting", new.id, area=station.area_code, fields=fields)
    return found, again


def _check(actor: Actor, new: Sitting) -> None:
    if not any(actor.has(role) for role in STAFF):
        raise Forbidden("您的岗位不能做这一步")
    if new.channel not in SITTING_CHANNELS:
        raise Invalid("选一个来源", field="channel", code="unknown_channel")
    if new.held_on > today():
        raise Invalid("日期不能在今天以后", field="held_on", code="day_to_come")
    if (today() - new.held_on).days > OLDEST_DAYS:
        raise Invalid("日期离今天超过十年，请核对", field="held_on", code="wrong_day")
    if new.channel == "box" and (new.papers is None or len(new.people.strip()) < LEAST_PEOPLE):
        raise Invalid("写下谁开的箱、里面有几份", field="papers" if new.papers is None else "people", code="box_needs")


def sittings(session: Session, last: tuple[date, UUID] | None, most: int) -> list[tuple[OpinionSitting, str, int]]:
    """Return the sittings that the viewer sees, newest first, each with its station and how many opinions were written down there."""
    return queries.sittings(session, last, most)


def written_at(session: Session, sitting_id: UUID) -> int:
    """Return how many opinions were written down of a sitting, of what the viewer sees."""
    return queries.written_at(session, sitting_id)
