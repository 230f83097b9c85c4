"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.reports.model import CaseReport, Registration, Report, ReportChannel
from backend.stations.model import Station

Q = NamedSql.beside(__file__)
REGISTERED_AS = text("select report_id from registered_as(:channel, :number, :area)")


@dataclass(frozen=True)
class Told:
    """One report of a case as its handlers read it.

    `lon`, `lat`: EPSG:4326 in degrees; `accuracy_m`: metres. `photos`: digests of what was sent, in order,
    also of what has not come yet; `recordings`: `sha256` and `duration_ms` (milliseconds) of each that has come.
    `corrects_id`: the report that its writer put right with this one; `erased`: why its words are gone (`citizen` or `retention`).
    Of what was said of a sighting later: `changes` names the fields it says anew, none when it adds; `amended_by`, `amended_as`: who, and whether
    as its author or as the liaison.
    A sighting has `author_id`, `noticed_by`, `risk`, `out_of_cell` and perhaps its reason; a submission `receipt`, `reply_way`, `language` and
    perhaps a contact and the deputy whose code it came by.
    """

    id: UUID
    number: str
    kind: str
    channel: str
    category: str
    category_name: str
    area_code: str
    hidden: bool
    author_id: int | None
    seen_at: datetime
    received_at: datetime
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    body: str
    place_words: str
    noticed_by: str | None
    risk: str | None
    out_of_cell: bool | None
    out_of_cell_reason: str | None
    receipt: str | None
    reply_way: str | None
    language: str | None
    contact_id: UUID | None
    deputy_id: int | None
    deputy_name: str | None
    deputy_account: int | None
    photos: list[str]
    recordings: list[dict[str, Any]]
    corrects_id: UUID | None
    erased: str | None
    changes: list[str] | None
    amended_by: str | None
    amended_as: str | None


@dataclass(frozen=True)
class Said:
    """What its writer said in a report, or put right in it (`corrects_id`). `lon`, `lat`: EPSG:4326 in degrees; `accuracy_m`: metres."""

    id: UUID
    number: str
    received_at: datetime
    corrects_id: UUID | None
    body: str
    place_words: str
    category: str
    cell_id: int | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    area_code: str
    hidden: bool


@dataclass(frozen=True)
class Erased:
    """One kind of contents that was erased: by whose wish, when."""

    what: str
    cause: str
    at: datetime


@dataclass(frozen=True)
class Arrived:
    """A photo or a recording (`duration_ms`: milliseconds) of a report that has come, by the digest of what was sent."""

    sha256: str
    media_type: str
    bytes: int
    duration_ms: int | None


@dataclass(frozen=True)
class Came:
    """How a report came that staff wrote down: channel, day, the other system's number, who wrote it in which role, at which station."""

    report_id: UUID
    report_number: str
    channel: str
    channel_name: str
    channel_name_en: str
    petition: bool
    came_on: date
    their_number: str
    account_name: str
    role: str
    station_name: str | None


def channels(session: Session) -> list[ReportChannel]:
    """Return the ways by which something comes to the office, in the order people see them."""
    return list(session.scalars(select(ReportChannel).order_by(ReportChannel.sort)))


def registrations(session: Session, case_id: UUID) -> list[Came]:
    """Return how those reports of a case came that staff wrote down, first to last."""
    return _came(session, Registration.report_id.in_(select(CaseReport.report_id).where(CaseReport.case_id == case_id)))


def how_it_came(session: Session, report_id: UUID) -> Came | None:
    """Return how one report came, None when nobody wrote it down; behind the receipt too."""
    return next(iter(_came(session, Registration.report_id == report_id)), None)


def number_known(session: Session, channel: str, number: str, area: str) -> UUID | None:
    """Return the report that has the number of another system already in the same city, whoever may see it."""
    found: UUID | None = session.scalar(REGISTERED_AS, {"channel": channel, "number": number, "area": area})
    return found


def _came(session: Session, which: ColumnElement[bool]) -> list[Came]:
    wanted = (
        select(
            Registration.report_id, Report.number, Registration.channel, ReportChannel.name, ReportChannel.name_en,
            ReportChannel.petition, Registration.came_on, Registration.their_number, Registration.account_name,
            Registration.role, Station.name,
        )
        .join(Report, Report.id == Registration.report_id)
        .join(ReportChannel, ReportChannel.code == Registration.channel)
        .outerjoin(Station, Station.id == Registration.station_id)
        .where(which)
        .order_by(Registration.came_on, Report.number)
    )  # fmt: skip
    return [Came(*row) for row in session.execute(wanted)]


def of_case(session: Session, case_id: UUID) -> list[Told]:
    """Return the reports of a case, the one that opened it first."""
    return [Told(*row) for row in session.execute(Q["of_case"], {"case_id": case_id})]


def contents(session: Session, report_id: UUID) -> list[Said]:
    """Return what a report said and what its writer put right, oldest first."""
    return [Said(*row) for row in session.execute(Q["contents"], {"report_id": report_id})]


def erased(session: Session, report_id: UUID) -> list[Erased]:
    """Return what of a report was erased, first to last."""
    return [Erased(*row) for row in session.execute(Q["erased"], {"report_id": report_id})]


def photos(session: Session, report_id: UUID) -> list[Arrived]:
    """Return the photos and recordings of a report that have come, in its order."""
    return [Arrived(*row) for row in session.execute(Q["photos"], {"report_id": report_id})]


def erase(session: Session, report_id: UUID, what: Sequence[str], cause: str) -> dict[str, int]:
    """Erase `what` of a report; return how many rows of which table went, none when all was gone."""
    counts: dict[str, int] = {}
    for row in session.execute(Q["erase"], {"report_id": report_id, "what": list(what), "cause": cause}):
        for table, n in row.gone.items():
            counts[table] = counts.get(table, 0) + n
    return counts
