"""Reading the record of an area, as its audit administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.audit.model import AuditEntry
from backend.db import current_context, past


@dataclass(frozen=True)
class Entry:
    """One act: ids and field names, no personal values. `actor`: the roles in which it was done."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    area: str
    fields: Sequence[str]


@dataclass(frozen=True)
class Search:
    """Which entries: below the prefix `within`; of an action or all that begin with it; of a person; about a subject; of some days.

    `since` and `until`: moments, the latter excluded.
    """

    within: str | None = None
    action: str | None = None
    actor_id: int | None = None
    subject_kind: str | None = None
    subject_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def entries(session: Session, search: Search, *, before: int | None, most: int) -> list[Entry]:
    """Return entries of the areas whose record may be read here, the newest first; `before`: older than the one of this id."""
    areas = current_context(session).audit_areas
    if not areas:
        return []
    of = AuditEntry
    columns = (
        of.id, of.at, of.actor_id, of.actor, of.action, of.subject_kind, of.subject_id, of.area_code.label("area"), of.fields,
    )  # fmt: skip
    asked = select(*columns).where(of.area_code >= min(areas), of.area_code < past(areas))
    if (within := search.within) is not None:
        asked = asked.where(of.area_code >= within, of.area_code < past([within]), of.area_code.op("^@")(within))
    if search.action is not None:
        asked = asked.where((of.action == search.action) | of.action.startswith(search.action + ".", autoescape=True))
    wanted = {
        of.actor_id: search.actor_id, of.subject_kind: search.subject_kind, of.subject_id: search.subject_id,
    }  # fmt: skip
    asked = asked.where(*(column == value for column, value in wanted.items() if value is not None))
    if before is not None:
        asked = asked.where(of.id < before)
    if search.since is not None:
        asked = asked.where(of.at >= search.since)
    if search.until is not None:
        asked = asked.where(of.at < search.until)
    return [Entry(**row) for row in session.execute(asked.order_by(of.id.desc()).limit(most)).mappings()]
