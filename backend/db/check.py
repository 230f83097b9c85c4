"""What must hold of the server before anybody trusts it with a report (T03, T16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.settings import Roles

SETTING = text("select current_setting(:name, true)")
ROLE = text(
    "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty,"
    " has_database_privilege(rolname, current_database(), 'create')"
    " or has_schema_privilege(rolname, 'public', 'create') as may_create,"
    " exists (select from pg_class c where c.relowner = r.oid) as owns"
    " from pg_roles r where rolname = :role"
)
UNGUARDED = text(
    "select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid"
    " where not (c.relrowsecurity and c.relforcerowsecurity) group by 1 order by 1"
)
DEMO = text("select demo from installation")
# From here on the server's log tells that a statement failed, not what stood in it.
SILENT = frozenset({"fatal", "panic"})


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be; `fatal` ones refuse the start."""

    fatal: bool
    line: str


def check(session: Session, roles: Roles) -> Iterator[Finding]:
    """Yield what is wrong with the server behind `session` (the application's or the owner's); nothing when all is well.

    Fatal: a setting that loses acknowledged rows, a role that may do too much, a guarded table without its guard.
    """
    for name, why in (
        ("fsync", "a power cut loses acknowledged reports"),
        ("full_page_writes", "a power cut tears pages"),
    ):
        if session.scalar(SETTING, {"name": name}) != "on":
            yield Finding(fatal=True, line=f"{name} is off: {why}; set it on in postgresql.conf")
    if session.scalar(SETTING, {"name": "synchronous_commit"}) in {"off", "local"}:
        yield Finding(fatal=True, line="synchronous_commit is below on: an answer would go out before its row is safe")
    if session.scalar(SETTING, {"name": "data_checksums"}) != "on":
        yield Finding(fatal=False, line="data checksums are off: a rotten page is not noticed (pg_checksums --enable)")
    if session.scalar(SETTING, {"name": "log_min_error_statement"}) not in SILENT:
        yield Finding(
            fatal=False,
            line="the server's log keeps statements that failed, and with them people's words: as its superuser run"
            f' alter role "{roles.app}" set log_min_error_statement = panic, the same for "{roles.worker}"',
        )
    for role in (roles.app, roles.worker):
        row = session.execute(ROLE, {"role": role}).one_or_none()
        if row is None:
            yield Finding(fatal=True, line=f"the role {role} is missing: run zhitong migrate")
        elif row.mighty or row.may_create or row.owns:
            yield Finding(
                fatal=True, line=f"the role {role} may do more than it should: it must own and create nothing"
            )
    for table in session.scalars(UNGUARDED):
        yield Finding(fatal=True, line=f"{table}: row-level security is not enabled and forced")


def is_demo(session: Session) -> bool:
    """Return whether the demo was put into this installation: its accounts have passwords that everybody knows."""
    return bool(session.scalar(DEMO))
