"""Who reaches a case by a code, not by a role at its place: its citizen, and the deputy it came through."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from backend.cases import queries
from backend.cases.domain import CITIZEN, DEPUTY, Actor
from backend.codes.service import Held
from backend.db import Context, apply_context, current_context
from backend.reports import service as reports


def meet(session: Session, case_id: UUID, actor: Actor) -> Actor:
    """Return the person as this case knows them, and widen the transaction's context to what their code opens.

    A deputy has no scope of area, but what came by the deputy's own code: that report and its case. Who acts for a body
    at the case's table acts in its role.
    """
    own = [seat for seat in queries.seats(session, case_id) if seat.mine] if actor.id else []
    if own:
        seats = frozenset(seat.role for seat in own)
        actor = replace(actor, seats=seats, handles=any(seat.seat == "handler" for seat in own))
    report = reports.of_deputy(session, case_id, actor.id) if actor.id and actor.has(DEPUTY) else None
    if report is None:
        return actor
    apply_context(session, replace(current_context(session), receipt=report, case=case_id, holder=DEPUTY))
    return replace(actor, holds=frozenset({DEPUTY}))


def context_of_held(held: Held) -> Context:
    """Return the context of a citizen who has opened a receipt: that one report and its case."""
    return Context(receipt=held.report_id, case=held.case_id, holder=CITIZEN)


def own_seats(session: Session, case_id: UUID) -> frozenset[int]:
    """Return the ids of the viewer's bodies at the table of a case."""
    return frozenset(seat.body_id for seat in queries.seats(session, case_id) if seat.mine)
