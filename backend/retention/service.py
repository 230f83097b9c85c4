"""Deleting what has been kept long enough, writing down what went, and holding back what the law wants whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from backend.attachments import service as attachments
from backend.attachments.store import Store
from backend.audit import service as audit
from backend.cases import service as cases
from backend.cases.domain import Actor, State
from backend.clock import today
from backend.db import Context
from backend.errors import Conflict, Forbidden
from backend.jobs.registry import everywhere
from backend.opinions import service as opinions
from backend.receptions import queries as receptions
from backend.retention import queries
from backend.retention.domain import OF_RECEPTIONS, OF_REPORTS, OTHERS, Batch, Due, digest
from backend.retention.model import CaseHold, DeletionRecord
from backend.retention.queries import Line

__all__ = ["Batch", "CaseHold", "Due", "Line", "context", "due", "held", "lift", "place", "register", "run"]
MOST = 200
HOLDERS = frozenset({"liaison", "town_congress"})
Begin = Callable[[], AbstractContextManager[Session]]


def context() -> Context:
    """Return the context in which the retention works: everywhere."""
    return everywhere("retention")


def due(session: Session) -> list[Due]:
    """Return what a run would erase of reports now, by rule."""
    days = queries.rules(session)
    return [queries.due(session, kind, days[kind]) for kind in OF_REPORTS]


def run(begin: Begin, files: Store, backup_days: int) -> Iterator[Batch]:
    """Delete all that is due and yield each batch when it is committed. May be repeated: what is gone is not due.

    `begin` opens a transaction in `context()`, one for each batch; `backup_days`: how long a backup is kept.
    """
    this_run, until = uuid4(), today() + timedelta(days=backup_days)
    with begin() as session:
        days = queries.rules(session)
    for kind in (*OF_REPORTS, *OTHERS):
        found = MOST
        while found >= MOST:
            with begin() as session:
                queries.one_at_a_time(session)
                batch = _delete(session, files, kind, days[kind])
                _note(session, this_run, batch, until)
            found = len(batch.subjects)
            if batch.counts:
                yield batch


def _delete(session: Session, files: Store, kind: str, days: int) -> Batch:
    """Delete one batch of a kind; what lies on disk goes with it, and what an earlier transaction has left there."""
    if kind in OF_REPORTS:
        batch = queries.erase_due(session, kind, days, MOST)
        gone = attachments.remove(session, files, MOST) if kind in {"photos", "recordings"} else 0
        return Batch(kind, days, batch.subjects, {**batch.counts, **_count("files", gone)})
    if kind == "opinions" or kind in OF_RECEPTIONS:
        erased = (
            opinions.erase_due(session, days, MOST)
            if kind == "opinions"
            else receptions.erase_due(session, kind, days, MOST)
        )
        total = Counter[str]()
        for _, each in erased:
            total.update(each)
        return Batch(kind, days, [subject for subject, _ in erased], dict(+total))
    if kind == "orphans":
        lost = attachments.forget(session, days, MOST)
        gone = attachments.remove(session, files, MOST) + attachments.strays(session, files, days, MOST)
        return Batch(kind, days, lost, _count("attachment", len(lost)) | _count("files", gone))
    ended = queries.forget_sessions if kind == "sessions" else queries.forget_counters
    return Batch(kind, days, [], _count("session" if kind == "sessions" else "throttle", ended(session, days)))


def _count(name: str, n: int) -> dict[str, int]:
    return {name: n} if n else {}


def _note(session: Session, this_run: UUID, batch: Batch, until: date) -> None:
    """Write down what went, sealed by an entry of the audit; nothing when nothing went."""
    if not batch.counts:
        return
    row = DeletionRecord(
        run=this_run, kind=batch.kind, days=batch.days, counts=batch.counts, subjects=list(batch.subjects),
        backups_until=until,
    )  # fmt: skip
    session.add(row)
    session.flush()
    seal = digest(this_run, batch, until)
    audit.append(session, "retention.deleted", "deletion_record", row.id, fields=(batch.kind, seal))


def register(session: Session, most: int) -> list[tuple[Line, bool]]:
    """Return the newest rows of the register, each with whether the audit bears it out; as the owner."""
    return [
        (line, digest(line.run, line.batch, line.backups_until) in line.sealed)
        for line in queries.register(session, most)
    ]


def held(session: Session, case_id: UUID, actor: Actor) -> CaseHold | None:
    """Return the hold of a case, None when nothing holds it.

    Raises NotFound when there is no such case for this viewer, Forbidden for who may not place one.
    """
    file = cases.read(session, case_id, actor)
    if not HOLDERS & actor.roles_at(file.head.area_code):
        raise Forbidden("您的岗位不能做这一步")
    return session.get(CaseHold, case_id)


def place(session: Session, case_id: UUID, actor: Actor, reason: str) -> tuple[CaseHold, bool]:
    """Keep a case whole until the hold is lifted; return the hold and whether it is new. May be repeated.

    Raises as `held`; Conflict when the case has joined another, whose reports these are now, or is held for another reason.
    """
    standing = held(session, case_id, actor)
    if standing and standing.reason == reason:
        return standing, False
    if standing:
        raise Conflict("这件事已经因为别的理由保留着，先解除再改", field="reason", code="held_already")
    head = cases.read(session, case_id, actor).head
    if head.state == State.JOINED:
        raise Conflict("这件事已经并入另一件，请到那一件上保留", code="joined")
    hold = CaseHold(case_id=case_id, reason=reason, placed_by=actor.id, area_code=head.area_code, hidden=head.hidden)
    session.add(hold)
    session.flush()
    session.refresh(hold)
    audit.append(session, "case.held", "case", case_id, area=head.area_code, fields=("reason",))
    return hold, True


def lift(session: Session, case_id: UUID, actor: Actor) -> None:
    """Let a case be erased again when its time comes. May be repeated. Raises as `held`."""
    standing = held(session, case_id, actor)
    if standing:
        session.delete(standing)
        session.flush()
        audit.append(session, "case.released", "case", case_id, area=standing.area_code)
