"""Opinions in the shapes of the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.contacts.service import Person
from backend.http.paging import encode
from backend.http.words import say
from backend.opinions.domain import (
    Accepted,
)
from backend.opinions.domain.moves import CITIZEN_WORDS, LABELS, State
from backend.opinions.model import OpinionSitting
from backend.opinions.queries import Export, File, Followed, Row, Took
from backend.submissions.domain import ROLE_WORDS


def accepted_wire(accepted: Accepted) -> dict[str, Any]:
    """Return what is sent back; equal for every resend."""
    codes = {"id": str(accepted.id), "receipt": accepted.receipt, "query_code": accepted.query_code}
    return codes | dict(accepted.frozen) | ({"case_number": accepted.case} if accepted.case else {})


def row_wire(row: Row) -> dict[str, Any]:
    """Return an opinion as a list shows it."""
    opinion = row.opinion
    names = ("id", "number", "receipt", "state", "solicitation_id", "article_id", "unit_name", "channel", "said_at")
    return {name: getattr(opinion, name) for name in names} | {
        "state_label": say(LABELS[State(opinion.state)]), "draft": row.draft, "article": row.label, "text": row.said,
        "station": row.station, "received_at": opinion.received_at,
    }  # fmt: skip


def page_wire(rows: Sequence[Row], most: int) -> dict[str, Any]:
    """Return a page, and the cursor of the next one where there is more."""
    shown = rows[:most]
    last = shown[-1].opinion if len(rows) > most else None
    cursor = encode(last.received_at.isoformat(), str(last.id)) if last else None
    return {"items": [row_wire(each) for each in shown], "next": cursor}


def file_wire(file: File) -> dict[str, Any]:
    """Return one opinion as the desk reads it."""
    opinion = file.row.opinion
    return row_wire(file.row) | {
        "seen": article_wire(file.seen), "now": article_wire(file.now), "reply_way": opinion.reply_way,
        "contact": file.contact, "noted": opinion.noted_by is not None, "sitting_id": opinion.sitting_id,
        "erased_at": file.erased_at, "case": file.case, "thanked": file.thanked,
        "events": [
            {"at": each.at, "state": each.to_state, "label": say(LABELS[State(each.to_state)]), "words": each.words,
             "by": each.actor_name or say(ROLE_WORDS["citizen"])}
            for each in file.events
        ],
        "moves": [
            {"to": each.to.value, "label": say(LABELS[each.to]), "reason_required": each.reason_required} for each in file.moves
        ],
    }  # fmt: skip


def article_wire(article: tuple[str, str] | None) -> dict[str, str] | None:
    """Return an article as the wire has it."""
    return {"label": article[0], "text": article[1]} if article else None


def took_wire(took: Sequence[Took]) -> dict[str, Any]:
    """Return what stations took in."""
    return {"items": took}


def sitting_wire(sitting: OpinionSitting, station: str, opinions: int) -> dict[str, Any]:
    """Return a sitting as the wire has it."""
    names = ("id", "channel", "held_on", "people", "papers", "note", "noted_at")
    return {name: getattr(sitting, name) for name in names} | {
        "station": station, "noted_by": sitting.noted_name, "opinions": opinions,
    }  # fmt: skip


def sittings_wire(found: Sequence[tuple[OpinionSitting, str, int]], most: int) -> dict[str, Any]:
    """Return a page of sittings, and the cursor of the next one where there is more."""
    shown = found[:most]
    last = shown[-1][0] if len(found) > most else None
    cursor = encode(last.held_on.isoformat(), str(last.id)) if last else None
    return {"items": [sitting_wire(*each) for each in shown], "next": cursor}


def followed_wire(found: Followed) -> dict[str, Any]:
    """Return what became of it, in the words its person reads."""
    opinion = found.row.opinion
    return {
        "receipt": opinion.receipt, "number": opinion.number, "state": opinion.state, "words": say(CITIZEN_WORDS[State(opinion.state)]),
        "draft": found.row.draft, "solicitation_id": opinion.solicitation_id, "article": article_wire(found.article),
        "text": found.row.said, "unit_name": opinion.unit_name, "station": found.row.station, "received_at": opinion.received_at,
        "reason": found.reason, "erased_at": found.erased_at, "may_withdraw": found.may_withdraw, "may_be_thanked": found.may_be_thanked, "thanked": found.thanked,
        "steps": [
            {"at": each.at, "state": each.to_state, "words": say(CITIZEN_WORDS[State(each.to_state)])} for each in found.events
        ],
        "sheets": [
            {"number": each.number, "issued_at": each.issued_at, "body": each.body_name, "answer": each.answer} for each in found.sheets
        ],
    }  # fmt: skip


def export_wire(told: Export) -> dict[str, Any]:
    """Return an export as the wire has it."""
    opinion, person = told.followed.row.opinion, told.contact or Person(None, None)
    shown = followed_wire(told.followed)
    attempts = [told.attempts.get(each.id, []) for each in told.followed.sheets]
    return shown | {
        "made_at": told.made_at, "language": opinion.language, "reply_way": opinion.reply_way, "contact": person,
        "consents": [{"text": say(each.text), "given": each.given, "at": each.at} for each in told.consents],
        "sheets": [sheet | {"attempts": tried} for sheet, tried in zip(shown["sheets"], attempts, strict=True)],
    }  # fmt: skip
