"""Carrying the news of a feedback sheet, or that more is asked, to browsers (one job fans out to one a browser) and to the gateway.

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
from urllib.parse import urlsplit
from uuid import UUID

from pywebpush import WebPusher
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.contacts import service as contacts
from backend.db import Context, Database
from backend.errors import Refusal
from backend.feedback.queries import AskView, SheetView
from backend.feedback.service.endpoint import addresses_of, endpoint_of
from backend.feedback.service.ladder import ASKS, SHEETS, Ladder, News, arrived, kind_of
from backend.feedback.service.subscriptions import vapid
from backend.http.gateway import hand_in, passing
from backend.http.limits import turn
from backend.http.outbound import Outcome, Resolver, post, system_resolver
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
# Of the gateway: it has taken a message.
ACCEPTED = range(200, 300)


@dataclass(frozen=True)
class Target:
    """One attempt that is to be made now."""

    attempt_id: UUID
    attempt: int
    sheet: News
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
    fan_out(database, SHEETS, sheet, area)


@task("feedback.push_ask")
def push_ask(database: Database, ask: str, area: str) -> None:
    """Start one job for each browser that follows the report of which more is asked, or its author."""
    fan_out(database, ASKS, ask, area)


def fan_out(database: Database, ladder: Ladder, news: str, area: str) -> None:
    """Start one job a browser, its attempt recorded first."""
    with database.transaction(area_context("feedback.push", area)) as session:
        found = ladder.one(session, UUID(news))
        for follow in session.scalars(TARGETS, {"report": found.report_id, "person": found.author_id}):
            if ladder.record(session, found.id, "push", "trying", follow_id=follow):
                jobs.defer(session, ladder.errand, **{ladder.name: news, "follow": str(follow), "area": area})


@task("feedback.push_one", attempts=len(WAITS) + 2)
def push_one(database: Database, sheet: str, follow: str, area: str) -> None:
    """Send the news of a sheet to one browser, try again later when its push service cannot take it now."""
    carry(database, SHEETS, sheet, follow, area)


@task("feedback.push_ask_one", attempts=len(WAITS) + 2)
def push_ask_one(database: Database, ask: str, follow: str, area: str) -> None:
    """Tell one browser that more is asked, try again later when its push service cannot take it now."""
    carry(database, ASKS, ask, follow, area)


def carry(database: Database, ladder: Ladder, news: str, follow: str, area: str) -> None:
    """Make one attempt; asks for another try when the failure may pass."""
    target = claim(database, UUID(news), UUID(follow), area, ladder)
    if target is None:
        return
    outcome = send(target, RUNNING["settings"])
    settle(database, target, outcome, area, ladder)
    if passing(outcome) and target.attempt <= len(WAITS):
        raise Again(min(max(WAITS[target.attempt - 1], outcome.retry_after), LONGEST_WAIT))


def claim(database: Database, news_id: UUID, follow_id: UUID, area: str, ladder: Ladder = SHEETS) -> Target | None:
    """Return the attempt to make now, its row committed; None when there is nothing left to do."""
    with database.transaction(area_context("feedback.push", area)) as session:
        last = ladder.last(session, news_id, "push", follow_id)
        browser = session.execute(TARGET, {"follow": follow_id}).one_or_none()
        if last is None or last.state in {"confirmed", "gone"}:
            return None
        attempt_id, attempt = last.id, last.attempt
        if browser is None:
            ladder.settle(session, attempt_id, "gone", None)
            return None
        if wait := crowded(session, browser.endpoint):
            again = {ladder.name: str(news_id), "follow": str(follow_id), "area": area}
            jobs.defer_for(session, wait, ladder.errand, **again)
            return None
        if last.state == "failed":
            attempt += 1
            fresh = ladder.record(session, news_id, "push", "trying", follow_id=follow_id, attempt=attempt)
            if fresh is None:
                return None
            attempt_id = fresh
        topic = topic_of(news_id, follow_id)
        return Target(
            attempt_id, attempt, ladder.one(session, news_id), browser.subscription_id, browser.endpoint, browser.p256dh,
            browser.auth, topic,
        )  # fmt: skip


def topic_of(news: UUID | str, follow_id: UUID) -> str:
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


def message(sheet: News) -> bytes:
    """Return what the browser shows: that something happened and where to look, never what it is about (T48)."""
    home = "/app/tasks" if isinstance(sheet, AskView) else "/app/"
    news = {
        "title": say("有进展了", lang=sheet.language),
        "body": say("点开查看", lang=sheet.language),
        "url": f"/t/{sheet.receipt}" if sheet.receipt else home,
        "lang": sheet.language,
        "tag": str(sheet.id),
    }
    return json.dumps(news, ensure_ascii=False).encode()


def settle(database: Database, target: Target, outcome: Outcome, area: str, ladder: Ladder = SHEETS) -> None:
    """Note what became of an attempt; the first that arrives is announced, a browser that is gone is not tried again."""
    with database.transaction(area_context("feedback.push", area)) as session:
        if outcome.status in UNSUBSCRIBED:
            ladder.settle(session, target.attempt_id, "gone", outcome.status)
            session.execute(GONE, {"subscription": target.subscription_id, "status": outcome.status})
        elif outcome.good:
            ladder.settle(session, target.attempt_id, "confirmed", outcome.status)
            arrived(session, target.sheet, area)
        else:
            ladder.settle(session, target.attempt_id, "failed", outcome.status)
        audit.append(session, "push.attempted", kind_of(target.sheet), target.sheet.id, area=area, fields=("delivery",))


@task("feedback.push_notice")
def push_notice(database: Database, notice: str, person: int) -> None:
    """Start one job for each browser in which a person wants to hear of their messages; the inbox holds it in any case."""
    with database.transaction(Context(service="feedback.push")) as session:
        for follow in session.scalars(TARGETS, {"report": None, "person": person}):
            jobs.defer(session, "feedback.push_notice_one", notice=notice, follow=str(follow))


@task("feedback.push_notice_one", attempts=3)
def push_notice_one(database: Database, notice: str, follow: str) -> None:
    """Tell one browser that a message waits, never of what; again later when its push service cannot take it now."""
    news = {"title": say("有事等您看"), "url": "/desk/messages", "lang": "zh-CN", "tag": notice}
    if wait := push_plain(database, news, notice, follow):
        with database.transaction(Context(service="feedback.push")) as session:
            jobs.defer_for(session, wait, "feedback.push_notice_one", notice=notice, follow=follow)


@task("feedback.push_page_one", attempts=3)
def push_page_one(database: Database, page: str, turn: str, follow: str, language: str) -> None:
    """Tell one browser that there is something new on a public page; `turn` names the news, so that it shows once."""
    news = {"title": say("您关注的草案有新进展", lang=language), "url": page, "lang": language, "tag": f"{page} {turn}"}
    if wait := push_plain(database, news, f"{page} {turn}", follow):
        with database.transaction(Context(service="feedback.push")) as session:
            again = {"page": page, "turn": turn, "follow": follow, "language": language}
            jobs.defer_for(session, wait, "feedback.push_page_one", **again)


def push_plain(database: Database, news: dict[str, str], key: str, follow: str) -> int:
    """Push news that no row keeps to one browser, `key` naming it; return how many seconds to wait where its service is crowded.

    Raises Again when the push service cannot take it now.
    """
    with database.transaction(Context(service="feedback.push")) as session:
        browser = session.execute(TARGET, {"follow": UUID(follow)}).one_or_none()
        if browser is None:
            return 0
        if wait := crowded(session, browser.endpoint):
            return wait
    said = json.dumps(news | {"body": say("点开查看", lang=news["lang"])}, ensure_ascii=False).encode()
    topic = topic_of(key, UUID(follow))
    outcome = deliver(
        Parcel(browser.subscription_id, browser.endpoint, browser.p256dh, browser.auth, topic, said),
        RUNNING["settings"],
    )
    if outcome.status in UNSUBSCRIBED:
        with database.transaction(Context(service="feedback.push")) as session:
            session.execute(GONE, {"subscription": browser.subscription_id, "status": outcome.status})
    elif passing(outcome):
        raise Again(min(max(WAITS[0], outcome.retry_after), LONGEST_WAIT))
    return 0


@dataclass(frozen=True)
class Asking:
    """What the gateway is asked to say, to whom, and that it may not say it twice: the key is the message's id at every try."""

    key: UUID
    sheet: News
    phone: str | None


@task("feedback.gateway", attempts=8)
def gateway(database: Database, sheet: str, area: str) -> None:
    """Ask the gateway to tell whom nothing has reached yet; again later, under the same key, when it cannot take it now."""
    by_gateway(database, SHEETS, sheet, area)


@task("feedback.gateway_ask", attempts=8)
def gateway_ask(database: Database, ask: str, area: str) -> None:
    """Ask the gateway to tell that more is asked, as it tells of an answer."""
    by_gateway(database, ASKS, ask, area)


def by_gateway(database: Database, ladder: Ladder, news: str, area: str) -> None:
    """Make one attempt by the gateway, if there is one; asks for another try when the failure may pass."""
    settings = RUNNING["settings"]
    asking = ask_gateway(database, UUID(news), area, ladder) if settings.gateway_url else None
    if asking is None:
        return
    outcome = call_gateway(asking, settings, ladder.template)
    note_gateway(database, asking, outcome, area, ladder)
    if not outcome.good and passing(outcome):
        raise Again(min(outcome.retry_after, LONGEST_WAIT) or None)


def ask_gateway(database: Database, news_id: UUID, area: str, ladder: Ladder) -> Asking | None:
    """Return what is to be asked of the gateway, its row committed; None when there is nothing (left) to ask.

    A phone number goes out only of who chose to be called.
    """
    with database.transaction(area_context("feedback.gateway", area)) as session:
        news = ladder.one(session, news_id)
        reached = news.delivered_at if isinstance(news, SheetView) else news.reached_at
        if reached is not None or news.receipt is None:
            return None
        ladder.record(session, news_id, "gateway", "trying")
        attempt = ladder.last(session, news_id, "gateway", None)
        if attempt is None or attempt.state != "trying" or attempt.status in ACCEPTED:
            return None
        phone = None
        if news.reply_way == "phone":
            phone = contacts.reveal(session, news.report_id, "feedback.gateway").phone
        return Asking(attempt.id, news, phone)


def call_gateway(asking: Asking, settings: Settings, template: str) -> Outcome:
    """Post one message to the gateway: which template, whose receipt, which phone, which language; nothing of the matter."""
    said = {"template": template, "receipt": str(asking.sheet.receipt), "language": asking.sheet.language}
    return hand_in(settings, asking.key, said | ({"phone": asking.phone} if asking.phone else {}))


def note_gateway(database: Database, asking: Asking, outcome: Outcome, area: str, ladder: Ladder) -> None:
    """Note what the gateway said: accepted is not reached, delivered is; a refusal is final."""
    with database.transaction(area_context("feedback.gateway", area)) as session:
        if outcome.good and said_delivered(outcome.body):
            ladder.settle(session, asking.key, "confirmed", outcome.status)
            arrived(session, asking.sheet, area)
        elif outcome.good and outcome.status is not None:
            ladder.settle(session, asking.key, "trying", outcome.status)
        elif not passing(outcome):
            ladder.settle(session, asking.key, "failed", outcome.status)
        audit.append(
            session, "gateway.attempted", kind_of(asking.sheet), asking.sheet.id, area=area, fields=("delivery",)
        )


def said_delivered(body: bytes) -> bool:
    """Return whether the gateway says that the message has arrived already."""
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("status") == "delivered"
