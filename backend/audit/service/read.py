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


def entries(
    session: Session, *, within: str | None, before: int | None, most: int, action: str | None, actor_id: int | None
) -> list[Entry]:
    """Return entries of the areas whose record may be read here, the newest first.

    `within`: only below this prefix; `before`: older than the entry of this id; `action`, `actor_id`: only such.
    """
    areas = current_context(session).audit_areas
    if not areas:
        return []
    of = AuditEntry
    columns = (
        of.id, of.at, of.actor_id, of.actor, of.action, of.subject_kind, of.subject_id, of.area_code.label("area"), of.fields,
    )  # fmt: skip
    asked = select(*columns).where(of.area_code >= min(areas), of.area_code < past(areas))
    if within is not None:
        asked = asked.where(of.area_code >= within, of.area_code < past([within]), of.area_code.op("^@")(within))
    if before is not None:
        asked = asked.where(of.id < before)
    if action is not None:
        asked = asked.where(of.action == action)
    if actor_id is not None:
        asked = asked.where(of.actor_id == actor_id)
    return [Entry(**row) for row in session.execute(asked.order_by(of.id.desc()).limit(most)).mappings()]
