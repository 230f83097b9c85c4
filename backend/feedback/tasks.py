"""Carrying the news of a feedback sheet to browsers, one job a sheet fanning out to one job a browser, and to the gateway.

An attempt's row stands before the call is made, and carries the key (`Topic`) by which a push service and a
browser recognise the same news sent twice: a killed worker's attempt is made again under the same key.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from pywebpush import WebPusher
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.contacts import service as contacts
from backend.db import Context, Database
from backend.errors import Refusal
from backend.feedback import queries, service
from backend.feedback.queries import SheetView
from backend.feedback.service.endpoint import addresses_of, endpoint_of
from backend.feedback.service.sheets import announce
from backend.feedback.service.subscriptions import vapid
from backend.http.limits import turn
from backend.http.outbound import HTTPS, SERVER_FAULT, TOO_MANY, Endpoint, Outcome, Resolver, post, system_resolver
from backend.http.signed import signed
from backend.http.words import say
from backend.jobs import service as jobs
from backend.jobs.registry import RUNNING, Again, area_context, task
from backend.settings import Settings

log = logging.getLogger(__name__)
TARGETS = text("select follow_id from push_targets(:report, :person)")
TARGET = text("select * from push_target(:follow)")
GONE = text("select push_gone(:subscription, cast(:status as smallint))")
# Seconds to wait after the first, second … failed attempt: six tries within an hour.
WAITS = (30, 120, 300, 900, 2100)
LONGEST_WAIT = 3600
TIMEOUT = 10.0
TTL = 7 * 86400
VAPID_LASTS = 12 * 3600
UNSUBSCRIBED = frozenset({404, 410})
# Of the gateway: it has taken a message; so many bytes of its answer are read.
ACCEPTED, MOST_SAID = range(200, 300), 2048


@dataclass(frozen=True)
class Target:
    """One attempt that is to be made now."""

    attempt_id: UUID
    attempt: int
    sheet: SheetView
    subscription_id: UUID
    endpoint: str
    p256dh: str
    auth: str
    topic: str


@dataclass(frozen=True)
class Parcel:
    """What goes to one browser: `said` is what it shows, `topic` the key by which the same news sent twice is known."""

    subscription_id: UUID
    endpoint: str
    p256dh: str
    auth: str
    topic: str
    said: bytes


@task("feedback.push")
def push(database: Database, sheet: str, area: str) -> None:
    """Start one job for each browser that follows the report of a sheet or its author; run again it starts none twice."""
    with database.transaction(area_context("feedback.push", area)) as session:
        found = service.sheet(session, UUID(sheet))
        for follow in session.scalars(TARGETS, {"report": found.report_id, "person": found.author_id}):
            if queries.record(session, found.id, "push", "trying", follow_id=follow):
                jobs.defer(session, "feedback.push_one", sheet=sheet, follow=str(follow), area=area)


@task("feedback.push_one", attempts=len(WAITS) + 2)
def push_one(database: Database, sheet: str, follow: str, area: str) -> None:
    """Send the news of a sheet to one browser, try again later when its push service cannot take it now."""
    target = claim(database, UUID(sheet), UUID(follow), area)
    if target is None:
        return
    outcome = send(target, RUNNING["settings"])
    settle(database, target, outcome, area)
    if passing(outcome) and target.attempt <= len(WAITS):
        raise Again(min(max(WAITS[target.attempt - 1], outcome.retry_after), LONGEST_WAIT))


def claim(database: Database, sheet_id: UUID, follow_id: UUID, area: str) -> Target | None:
    """Return the attempt to make now, its row committed; None when there is nothing left to do."""
    with database.transaction(area_context("feedback.push", area)) as session:
        last = queries.last_attempt(session, sheet_id, follow_id)
        browser = session.execute(TARGET, {"follow": follow_id}).one_or_none()
        if last is None or last[2] in {"confirmed", "gone"}:
            return None
        attempt_id, attempt, state = last
        if browser is None:
            queries.settle(session, attempt_id, "gone", None)
            return None
        if wait := crowded(session, browser.endpoint):
            jobs.defer_for(session, wait, "feedback.push_one", sheet=str(sheet_id), follow=str(follow_id), area=area)
            return None
        if state == "failed":
            attempt += 1
            again = queries.record(session, sheet_id, "push", "trying", follow_id=follow_id, attempt=attempt)
            if again is None:
                return None
            attempt_id = again
        sheet = service.sheet(session, sheet_id)
        topic = topic_of(sheet_id, follow_id)
        return Target(
            attempt_id, attempt, sheet, browser.subscription_id, browser.endpoint, browser.p256dh, browser.auth, topic
        )


def topic_of(news: UUID, follow_id: UUID) -> str:
    """Return the key of one piece of news at one browser."""
    key = hashlib.sha256(f"{news}\n{follow_id}".encode()).digest()
    return base64.urlsafe_b64encode(key[:24]).decode()


def crowded(session: Session, endpoint: str) -> int:
    """Count one push to the service of `endpoint`; return the seconds it has to wait when that has got enough for now."""
    settings, host = RUNNING["settings"], urlsplit(endpoint).netloc
    return turn(session, settings, "push service", host, limit=settings.push_minute, seconds=60)


def send(target: Target, settings: Settings, resolve: Resolver = system_resolver) -> Outcome:
    """Push the news of a sheet to one browser."""
    said = message(target.sheet)
    parcel = Parcel(target.subscription_id, target.endpoint, target.p256dh, target.auth, target.topic, said)
    return deliver(parcel, settings, resolve)


def deliver(parcel: Parcel, settings: Settings, resolve: Resolver = system_resolver) -> Outcome:
    """Push to one browser: the endpoint is checked again, the connection pinned to the address that was checked."""
    try:
        endpoint = endpoint_of(parcel.endpoint, settings)
        addresses = addresses_of(endpoint, resolve)
    except Refusal:
        log.warning("push endpoint of %s is no longer allowed", parcel.subscription_id)
        return Outcome(0)
    if not addresses:
        return Outcome(None)
    claims = {"aud": endpoint.origin, "exp": int(time.time()) + VAPID_LASTS, "sub": settings.vapid_contact}
    headers = vapid(settings).sign(claims) | {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(TTL),
        "Topic": parcel.topic,
    }
    keys = {"p256dh": parcel.p256dh, "auth": parcel.auth}
    try:
        body = WebPusher({"endpoint": parcel.endpoint, "keys": keys}).encode(parcel.said)["body"]
    except ValueError:
        log.warning("keys of %s encrypt nothing", parcel.subscription_id)
        return Outcome(0)
    return post(endpoint, addresses[0], headers, body, seconds=TIMEOUT)


def message(sheet: SheetView) -> bytes:
    """Return what the browser shows: that something happened and where to look, never what it is about (T48)."""
    news = {
        "title": say("有进展了", lang=sheet.language),
        "body": say("点开查看", lang=sheet.language),
        "url": f"/t/{sheet.receipt}" if sheet.receipt else "/app/",
        "lang": sheet.language,
        "tag": str(sheet.id),
    }
    return json.dumps(news, ensure_ascii=False).encode()


def passing(outcome: Outcome) -> bool:
    """Return whether a failure may pass by itself: no answer, too many, or a fault of the push service."""
    return outcome.status is None or outcome.status == TOO_MANY or outcome.status >= SERVER_FAULT


def settle(database: Database, target: Target, outcome: Outcome, area: str) -> None:
    """Note what became of an attempt; the first that arrives is announced, a browser that is gone is not tried again."""
    with database.transaction(area_context("feedback.push", area)) as session:
        if outcome.status in UNSUBSCRIBED:
            queries.settle(session, target.attempt_id, "gone", outcome.status)
            session.execute(GONE, {"subscription": target.subscription_id, "status": outcome.status})
        elif outcome.good:
            queries.settle(session, target.attempt_id, "confirmed", outcome.status)
            announce(session, target.sheet.subject_kind, target.sheet.subject_id, area, target.sheet.id)
        else:
            queries.settle(session, target.attempt_id, "failed", outcome.status)
        audit.append(session, "push.attempted", "feedback_sheet", target.sheet.id, area=area, fields=("delivery",))


@task("feedback.push_notice")
def push_notice(database: Database, notice: str, person: int) -> None:
    """Start one job for each browser in which a person wants to hear of their messages; the inbox holds it in any case."""
    with database.transaction(Context(service="feedback.push")) as session:
        for follow in session.scalars(TARGETS, {"report": None, "person": person}):
            jobs.defer(session, "feedback.push_notice_one", notice=notice, follow=str(follow))


@task("feedback.push_notice_one", attempts=3)
def push_notice_one(database: Database, notice: str, follow: str) -> None:
    """Tell one browser that a message waits, never of what; again later when its push service cannot take it now."""
    with database.transaction(Context(service="feedback.push")) as session:
        browser = session.execute(TARGET, {"follow": UUID(follow)}).one_or_none()
        if browser is None:
            return
        if wait := crowded(session, browser.endpoint):
            jobs.defer_for(session, wait, "feedback.push_notice_one", notice=notice, follow=follow)
            return
    news = {
        "title": say("有事等您看"),
        "body": say("点开查看"),
        "url": "/desk/messages",
        "lang": "zh-CN",
        "tag": notice,
    }
    said = json.dumps(news, ensure_ascii=False).encode()
    topic = topic_of(UUID(notice), UUID(follow))
    outcome = deliver(
        Parcel(browser.subscription_id, browser.endpoint, browser.p256dh, browser.auth, topic, said),
        RUNNING["settings"],
    )
    if outcome.status in UNSUBSCRIBED:
        with database.transaction(Context(service="feedback.push")) as session:
            session.execute(GONE, {"subscription": browser.subscription_id, "status": outcome.status})
    elif passing(outcome):
        raise Again(max(WAITS[0], outcome.retry_after))


@dataclass(frozen=True)
class Asking:
    """What the gateway is asked to say, to whom, and that it may not say it twice: the key is the message's id at every try."""

    key: UUID
    sheet: SheetView
    phone: str | None


@task("feedback.gateway", attempts=8)
def gateway(database: Database, sheet: str, area: str) -> None:
    """Ask the gateway to tell whom nothing has reached yet; again later, under the same key, when it cannot take it now."""
    settings = RUNNING["settings"]
    asking = ask(database, UUID(sheet), area) if settings.gateway_url else None
    if asking is None:
        return
    outcome = call_gateway(asking, settings)
    note_gateway(database, asking, outcome, area)
    if not outcome.good and passing(outcome):
        raise Again(outcome.retry_after or None)


def ask(database: Database, sheet_id: UUID, area: str) -> Asking | None:
    """Return what is to be asked of the gateway, its row committed; None when there is nothing (left) to ask.

    A phone number goes out only of who chose to be called.
    """
    with database.transaction(area_context("feedback.gateway", area)) as session:
        sheet = service.sheet(session, sheet_id)
        if sheet.delivered_at is not None or sheet.receipt is None:
            return None
        queries.record(session, sheet_id, "gateway", "trying")
        attempt = queries.gateway_attempt(session, sheet_id)
        if attempt is None or attempt[1] != "trying" or attempt[2] in ACCEPTED:
            return None
        phone = None
        if sheet.reply_way == "phone":
            phone = contacts.reveal(session, sheet.report_id, "feedback.gateway").phone
        return Asking(attempt[0], sheet, phone)


def call_gateway(asking: Asking, settings: Settings) -> Outcome:
    """Post one message to the gateway: which template, whose receipt, which phone, which language; nothing of the matter.

    Its address is the office's own setting, so it may lie inside.
    """
    parts = urlsplit(settings.gateway_url)
    plain = parts.scheme == "http"
    endpoint = Endpoint(
        settings.gateway_url, f"{parts.scheme}://{parts.netloc}", str(parts.hostname), parts.port or (80 if plain else HTTPS),
        parts.path or "/", plain=plain,
    )  # fmt: skip
    said = {"key": str(asking.key), "template": "feedback.issued", "receipt": asking.sheet.receipt}
    said |= {"language": asking.sheet.language} | ({"phone": asking.phone} if asking.phone else {})
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = signed([settings.gateway_secret], str(asking.key), datetime.now(UTC), body)
    return post(endpoint, endpoint.host, headers, body, seconds=TIMEOUT, read=MOST_SAID)


def note_gateway(database: Database, asking: Asking, outcome: Outcome, area: str) -> None:
    """Note what the gateway said: accepted is not reached, delivered is; a refusal is final."""
    with database.transaction(area_context("feedback.gateway", area)) as session:
        if outcome.good and said_delivered(outcome.body):
            queries.settle(session, asking.key, "confirmed", outcome.status)
            sheet = asking.sheet
            announce(session, sheet.subject_kind, sheet.subject_id, area, sheet.id)
        elif outcome.good and outcome.status is not None:
            queries.accepted(session, asking.key, outcome.status)
        elif not passing(outcome):
            queries.settle(session, asking.key, "failed", outcome.status)
        audit.append(session, "gateway.attempted", "feedback_sheet", asking.sheet.id, area=area, fields=("delivery",))


def said_delivered(body: bytes) -> bool:
    """Return whether the gateway says that the message has arrived already."""
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("status") == "delivered"
