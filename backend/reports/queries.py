"""Typed callers of the room's named SQL."""

from __future__ import annotations

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


def of_case(session: Session, case_id: UUID) -> list[Told]:
    """Return the reports of a case, the one that opened it first."""
    return [Told(*row) for row in session.execute(Q["of_case"], {"case_id": case_id})]
