"""Taking turns: one transaction at a time at a thing that is named by words, where no row stands for it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def one_at_a_time(session: Session, what: str) -> None:
    """Wait until no other transaction changes `what`; held until this one ends. Every room that names the same thing waits for it."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))
