"""Reading opinions at the desk, and what may be spoken on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.cases import queries as cases
from backend.cases.domain import Actor
from backend.clock import today
from backend.contacts import service as contacts
from backend.errors import NotFound
from backend.opinions import queries
from backend.opinions.domain.moves import COUNTED, MOVES, OURS, STAFF, State
from backend.opinions.queries import DraftNow, File, OpenDraft, Row, Took, Wanted


def listed(session: Session, wanted: Wanted, last: tuple[datetime, UUID] | None, most: int) -> list[Row]:
    """Return the opinions that the viewer sees, newest first, after a cursor."""
    return queries.listed(session, wanted, last, most)


def read(session: Session, opinion_id: UUID, actor: Actor) -> File:
    """Return one opinion with its history and what this person may do with it now.

    Raises NotFound when there is none for this viewer.
    """
    row = queries.one(session, opinion_id)
    if row is None:
        raise NotFound("没有找到")
    opinion = row.opinion
    known = queries.articles(session, {each for each in (opinion.article_id, opinion.seen_article_id) if each})
    seen, now = (
        (known[each].label, known[each].text) if each and each in known else None
        for each in (opinion.seen_article_id, opinion.article_id)
    )
    roles = set(STAFF & actor.roles_at(opinion.area_code))
    if actor.has("liaison") and queries.leads(session, opinion.solicitation_id):
        roles.add("liaison")
    moves = [each for each in MOVES if each.source == opinion.state and each.to in OURS and each.by & roles]
    return File(
        row, seen, now, queries.events(session, opinion_id),
        contacts.masked_where_shown(session, opinion.contact_id) if opinion.contact_id else None,
        queries.erased_at(session, opinion_id),
        cases.head(session, opinion_id) if opinion.state == State.BECAME_CASE else None, moves,
        queries.thanks_of(session, opinion_id),
    )  # fmt: skip


def article(session: Session, solicitation: UUID, article_id: UUID) -> tuple[str, str]:
    """Return label and text of an article, of whichever version of the draft.

    Raises NotFound when it was never in it.
    """
    found = queries.articles(session, {article_id}).get(article_id)
    if found is None or found.solicitation_id != solicitation:
        raise NotFound("没有找到")
    return found.label, found.text


def draft_at(session: Session, solicitation: UUID, article: UUID | None) -> DraftNow:
    """Return a draft as it stands today, and what continues an article of it.

    Raises NotFound when there is none, or no such article was ever in it.
    """
    found = queries.draft_now(session, solicitation, article, today())
    if found is None or (article and not found.known):
        raise NotFound("没有找到")
    return found


def open_drafts(session: Session, areas: Sequence[str]) -> list[OpenDraft]:
    """Return what may be spoken on today in the areas named, the one that closes first before the others."""
    return queries.open_drafts(session, areas, today())


def field_drafts(session: Session, areas: Sequence[str]) -> dict[str, Any]:
    """Return what a phone holds to write opinions down without signal, with a `version` that changes when anything in it does."""
    items = [
        {"id": str(each.id), "title": each.title, "closes_on": each.closes_on.isoformat(), "articles": list(each.articles)}
        for each in open_drafts(session, areas)
    ]  # fmt: skip
    text = json.dumps(items, ensure_ascii=False, sort_keys=True)
    return {"version": hashlib.sha256(text.encode()).hexdigest()[:16], "items": items}


def participation(session: Session, solicitation: UUID) -> list[Took]:
    """Return what each station took in for a draft, of what the viewer sees."""
    found: dict[int, Took] = {}
    for row in queries.counts(session, solicitation):
        so_far = found.get(row["station_id"], Took(row["station_id"], row["station"], 0, 0))
        counted = so_far.counted + (row["n"] if State(row["state"]) in COUNTED else 0)
        found[row["station_id"]] = Took(so_far.station_id, so_far.station, so_far.received + row["n"], counted)
    return list(found.values())
