"""Verifying on request: the errand does it, its result stands for the audit administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.audit.model import AuditCheck
from backend.audit.service.append import append
from backend.audit.service.seal import Anchors
from backend.audit.service.verify import links, verify
from backend.jobs import service as jobs

# Of the faults so many are kept in words, of the results so many are listed.
MOST_TOLD, MOST = 50, 30
# In words of its own: the worker writes results and reads none.
NOTE = text("insert into audit_check (links, faults, told) values (:links, :faults, cast(:told as text[]))")


@dataclass(frozen=True)
class Check:
    """What one verifying has found; `faults`: how many, the first of which `told` says."""

    at: datetime
    links: int
    faults: int
    told: Sequence[str]


def ask_check(session: Session) -> None:
    """Have the record verified soon."""
    jobs.defer(session, "audit.verify")
    append(session, "audit.verify_asked", "audit", "record")


def note_check(session: Session, anchors: Anchors) -> int:
    """Verify the record now and keep what was found; return the number of faults. Runs as the sealing service."""
    told: list[str] = []
    faults = 0
    for fault in verify(session, anchors):
        faults += 1
        if len(told) < MOST_TOLD:
            told.append(fault)
    session.execute(NOTE, {"links": links(session), "faults": faults, "told": told})
    return faults


def checks(session: Session) -> list[Check]:
    """Return what the last verifyings have found, the newest first."""
    of = AuditCheck
    rows = session.execute(select(of.at, of.links, of.faults, of.told).order_by(of.id.desc()).limit(MOST))
    return [Check(row.at, row.links, row.faults, row.told) for row in rows]
