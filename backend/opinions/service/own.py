"""What a person does by receipt: see what became of the opinion, have all of it told, take it back, have it erased.

Each runs in the context of the opened receipt (`cases.service.context_of_held`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.codes.service import Held
from backend.contacts import service as contacts
from backend.contacts.service.consents import consents_of
from backend.errors import Conflict, NotFound
from backend.feedback import service as feedback
from backend.opinions import queries
from backend.opinions.domain.moves import CITIZEN, State
from backend.opinions.model import OpinionErasure
from backend.opinions.queries import Export, Followed
from backend.opinions.service.moving import Mover, move
from backend.stations import service as stations

OWN_EXPORT = "exported by the person"
HELD = "ZT030"


def follow(session: Session, held: Held) -> Followed:
    """Return what became of the opinion.

    Raises NotFound when the context opens nothing.
    """
    row = queries.one(session, held.report_id)
    if row is None:
        raise NotFound("回执号或查询码不对。两个号都在“已收到”那一页。")
    seen = row.opinion.seen_article_id
    article = queries.articles(session, {seen}).get(seen) if seen else None
    station = stations.get(session, row.opinion.station_id)
    return Followed(
        row, (article.label, article.text) if article else None, station.phone if station else "",
        queries.events(session, held.report_id), feedback.open_by_receipt(session, held.report_id),
        queries.erased_at(session, held.report_id), queries.thanks_of(session, held.report_id),
    )  # fmt: skip


def export(session: Session, held: Held) -> Export:
    """Return everything held about the person; name and phone as they were given, which goes into the record as a reveal."""
    followed = follow(session, held)
    contact_id = followed.row.opinion.contact_id
    audit.append(session, "opinion.exported", "opinion", held.report_id, area=held.area_code)
    return Export(
        datetime.now(UTC), followed, contacts.reveal(session, contact_id, OWN_EXPORT) if contact_id else None,
        consents_of(session, held.report_id), feedback.attempts_of(session, followed.sheets),
    )  # fmt: skip


def withdraw(session: Session, held: Held) -> None:
    """Take back what was not counted yet, and erase it. May be repeated.

    Raises Conflict once it is counted.
    """
    if follow(session, held).row.opinion.state != State.WITHDRAWN:
        move(session, [held.report_id], State.WITHDRAWN, Mover(None, "", CITIZEN))
    erase(session, held)


def erase(session: Session, held: Held) -> datetime:
    """Erase what the person said and how to reach them; the opinion counts on without its words. May be repeated.

    Returns since when they are gone. Raises Conflict while the law wants the case it became whole.
    """
    row = {"opinion_id": held.report_id, "cause": "citizen", "area_code": held.area_code}
    try:
        session.execute(insert(OpinionErasure).values(**row).on_conflict_do_nothing())
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) == HELD:
            raise Conflict("这件事依法要完整保留，现在不能删除内容。保留结束后可以再来删除。", code="held") from error
        raise
    audit.append(session, "contents.erased", "opinion", held.report_id, area=held.area_code, fields=["text", "contact"])
    return queries.erased_at(session, held.report_id) or datetime.now(UTC)


def erase_due(session: Session, days: int, most: int) -> list[tuple[UUID, Mapping[str, int]]]:
    """Erase the opinions whose words have been kept long enough, at most so many; return what went of each. In the retention's own context."""
    found = queries.due(session, days, most)
    return queries.erase_due(session, found) if found else []
