"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.db import NamedSql

Q = NamedSql.beside(__file__)


@dataclass(frozen=True)
class Told:
    """One report of a case as its handlers read it.

    `lon`, `lat`: EPSG:4326 in degrees; `accuracy_m`: metres. `photos`: digests of what was sent, in order,
    also of what has not come yet; `recordings`: `sha256` and `duration_ms` (milliseconds) of each that has come.
    `corrects_id`: the report that its writer put right with this one; `erased`: why its words are gone (`citizen` or `retention`).
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
