"""Telling partners: an event becomes a delivery for each of them, and each delivery an errand of its own.

A try is counted before the call is made and its message keeps its id, so a killed worker's is made again and the
receiver acts on it once. Errands of one partner run one after the other, those of different partners side by side.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.db import Context, Database
from backend.errors import Invalid
from backend.exchange import queries, service
from backend.exchange.domain import GONE, body_of, granted, wait_after
from backend.exchange.model import Partner
from backend.exchange.queries import Claimed
from backend.http.outbound import TOO_MANY, Outcome, Resolver, post, system_resolver
from backend.http.signed import signed
from backend.jobs.registry import RUNNING, area_context, task
from backend.settings import Settings

log = logging.getLogger(__name__)
SERVICE = "exchange"
# Seconds a try is left alone beyond the time its call may take.
SPARE = 5
MOST_DUE = 2000


@dataclass(frozen=True)
class Sending:
    """One try that is to be made now: its delivery, what is said, and the names of what was granted of it."""

    claimed: Claimed
    body: bytes
    fields: tuple[str, ...]


@task("exchange.publish")
def publish(database: Database, case: str, area: str, version: int) -> None:
    """A case has moved."""
    with database.transaction(area_context(SERVICE, area)) as session:
        service.targets(session, "case.moved", f"case.moved {case} {version}", UUID(case), version)


@task("exchange.publish_feedback")
def publish_feedback(database: Database, kind: str, subject: str, area: str, sheet: str) -> None:
    """An answer has reached somebody; by however many rungs, it is told once for each sheet."""
    if kind != "case":
        return
    with database.transaction(area_context(SERVICE, area)) as session:
        service.targets(session, "feedback.delivered", f"feedback.delivered {sheet}", UUID(subject), None)


@task("exchange.due", every="* * * * *", attempts=1)
def due(database: Database) -> None:
    """Send off what is to be tried again."""
    with database.transaction(Context(service=SERVICE)) as session:
        service.send_off(session, queries.due(session, MOST_DUE))


# What breaks off by a fault is taken up by the sweep above, so that it does not hold the partner's other errands.
@task("exchange.deliver", attempts=1)
def deliver(database: Database, delivery: str, done: int) -> None:
    """Make the try of a delivery after `done` of them, if it is due and nobody has made it."""
    settings = RUNNING["settings"]
    sending = claim(database, UUID(delivery), done, settings)
    if sending is not None:
        settle(database, sending, send(sending, settings), settings)


def claim(database: Database, delivery: UUID, done: int, settings: Settings) -> Sending | None:
    """Return the try to make now, counted and committed; None when it is not due, or no longer granted."""
    with database.transaction(Context(service=SERVICE)) as session:
        claimed = queries.claim(session, delivery, done, settings.webhook_seconds + SPARE)
    if claimed is None:
        return None
    data: Mapping[str, Any] = {}
    if claimed.subject_id is not None:
        with database.transaction(area_context(SERVICE, claimed.prefix)) as session:
            opening = "opening" in claimed.fields
            facts = queries.facts(session, claimed.subject_id, claimed.version, opening=opening)
            if facts is None or (facts["hidden"] and not claimed.hidden):
                queries.settle(session, claimed.id, "dead", None)
                return None
        data = granted(facts, claimed.fields, hidden=facts["hidden"])
        data = {name: str(value) if name == "id" else value for name, value in data.items()}
    return Sending(claimed, body_of(claimed.event, claimed.created_at, data, claimed.vocabulary), tuple(data))


def send(sending: Sending, settings: Settings, resolve: Resolver = system_resolver) -> Outcome:
    """Post one message: the endpoint is checked again, the connection pinned to the address that was checked."""
    claimed = sending.claimed
    try:
        endpoint, addresses = service.check_endpoint(claimed.endpoint, settings, resolve)
    except Invalid:
        log.warning("the endpoint of partner %s is not allowed", claimed.partner_id)
        return Outcome(0)
    if not addresses:
        return Outcome(None)
    headers = signed(service.opened(settings, claimed), str(claimed.id), datetime.now(UTC), sending.body)
    return post(endpoint, addresses[0], headers, sending.body, seconds=settings.webhook_seconds)


def settle(database: Database, sending: Sending, outcome: Outcome, settings: Settings) -> None:
    """Note what became of a try: delivered, tried again later, or given up; who is gone is not sent to any more."""
    claimed = sending.claimed
    with database.transaction(Context(service=SERVICE)) as session:
        wait = wait_after(claimed.attempts, settings.webhook_waits, outcome.retry_after)
        if outcome.good:
            queries.settle(session, claimed.id, "delivered", outcome.status)
        elif wait is None or outcome.status == GONE:
            queries.settle(session, claimed.id, "dead", outcome.status)
        else:
            queries.settle(session, claimed.id, "waiting", outcome.status, wait)
        if outcome.status == GONE:
            let_go(session, claimed)
        elif wait and (outcome.status is None or outcome.status == TOO_MANY):
            queries.rest(session, claimed.partner_id, wait)
        done = "partner.delivered" if outcome.good else "partner.failed"
        audit.append(session, done, "partner_delivery", claimed.id, area=claimed.area_code, fields=sending.fields)


def let_go(session: Session, claimed: Claimed) -> None:
    """Send nothing more to a partner that says it is gone."""
    gone = update(Partner).where(Partner.id == claimed.partner_id).values(disabled_at=datetime.now(UTC))
    session.execute(gone)
    audit.append(session, "partner.gone", "partner", claimed.partner_id, area=claimed.area_code)
