"""What everybody may read: what is on, one activity, what was promised there and how it stands; and as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import NamedTuple
from uuid import UUID

from icalendar import Calendar, Event, vDatetime
from sqlalchemy.orm import Session

from backend.activities.domain import State
from backend.activities.queries import public
from backend.activities.queries.public import Asked, PublicFile, PublicHead, PublicPromise
from backend.clock import now
from backend.errors import NotFound

MOST, PAST, AHEAD = 500, timedelta(days=90), timedelta(days=400)


class PublicActivity(NamedTuple):
    """A public activity with what was promised there."""

    file: PublicFile
    promises: Sequence[PublicPromise]


def listed(session: Session, asked: Asked, most: int = 200) -> list[PublicHead]:
    """Return public activities by when they begin, at most `most`."""
    return public.listed(session, asked, most)


def shown(session: Session, activity_id: UUID) -> PublicActivity:
    """Return one public activity. Raises NotFound when there is none, or it is not public."""
    found = public.one(session, activity_id)
    if found is None:
        raise NotFound("没有找到")
    return PublicActivity(found, public.promises(session, activity_id))


def feed(session: Session, *, place: str, station: int | None, deputy: int | None, address: str, name: str) -> bytes:
    """Return the public activities of a place, a station or a deputy as iCalendar (RFC 5545), from three months ago on.

    `address`: what the installation is reached by; it stands in the ids and links. What was cancelled says so.
    """
    since = now() - PAST
    asked = Asked(since, since + PAST + AHEAD, place, station, deputy)
    calendar = Calendar()
    calendar.add("prodid", "-//Zhitong//activities//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for each in public.listed(session, asked, MOST):
        calendar.add_component(_event(each, address))
    return bytes(calendar.to_ical())


def _event(each: PublicHead, address: str) -> Event:
    event = Event()
    starts = (each.starts_at or now()).astimezone(UTC)
    ends = (each.ends_at or starts + timedelta(minutes=each.minutes)).astimezone(UTC)
    event.add("uid", f"{each.id}@{address.partition('://')[2]}")
    event.add("dtstamp", each.made_at.astimezone(UTC))
    event.add("dtstart", vDatetime(starts))
    event.add("dtend", vDatetime(ends))
    event.add("sequence", each.version)
    event.add("summary", f"{each.type_name}：{each.title}")
    event.add("location", " ".join(filter(None, (each.area_name, each.place))))
    event.add("contact", each.convener)
    event.add("url", f"{address}/activities/{each.id}")
    event.add("status", "CANCELLED" if each.state == State.CANCELLED else "CONFIRMED")
    if each.lon is not None and each.lat is not None:
        event.add("geo", (each.lat, each.lon))
    return event
