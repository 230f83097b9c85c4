"""Appending to the record, in the same transaction as the act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.audit.domain import Act, mac_of, roles_text
from backend.db import Bound, current_context

APPEND = text(
    "insert into audit_entry (actor_id, actor, action, subject_kind, subject_id, area_code, fields, mac)"
    " values (:actor_id, :actor, :action, :subject_kind, :subject_id, :area_code, :fields, :mac)"
)
_key: dict[str, bytes] = {}


def use_key(secret: bytes) -> None:
    """Take the MAC key of this process; called once at start."""
    _key["mac"] = secret


def key() -> bytes:
    """Return the MAC key of this process."""
    return _key["mac"]


def acts(
    session: Bound, action: str, subject_kind: str, subjects: Iterable[object], *, fields: Sequence[str] = ()
) -> list[tuple[Act, bytes]]:
    """Return an act by the person of the session's context on each of `subjects`, in their order, and its MAC."""
    context = current_context(session)
    actor = f"service:{context.service}" if context.service else roles_text(context.role_names)
    made = [Act(context.viewer, actor, action, subject_kind, str(each), tuple(fields)) for each in subjects]
    return [(each, mac_of(key(), each)) for each in made]


def append(
    session: Session,
    action: str,
    subject_kind: str,
    subject_id: object,
    *,
    area: str | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Append one entry: `action` on a subject by the person of the session's context.

    `fields`: names of what changed, never values.
    """
    ((made, mac),) = acts(session, action, subject_kind, [subject_id], fields=fields)
    session.execute(APPEND, made._asdict() | {"area_code": area, "fields": list(made.fields), "mac": mac})
