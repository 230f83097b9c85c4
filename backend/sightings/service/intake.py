"""Recording sightings, and saying which attachments they still lack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.audit.domain import roles_text
from backend.clock import today
from backend.db import Trip, current_context
from backend.errors import NotFound
from backend.sightings import queries
from backend.sightings.domain import NewSighting, Outcome, refusal_for, utc_now


def known(trip: Trip, spellings: Sequence[tuple[str, bytes] | None]) -> dict[int, Outcome]:
    """Return what is stored already, by its place in a batch: the same spelling under the same id of the same person.

    `spellings`: id and `spelling_of` of each item. A phone that got no answer sends the whole batch again: so nothing of it has to be
    read, located or recorded once more. What is spelled otherwise is read, and `record` judges whether it says the same.
    """
    viewer = current_context(trip).viewer
    spelt = [(n, *each) for n, each in enumerate(spellings) if each]
    if viewer is None or not spelt:
        return {}
    return {item.n: _outcome(item) for item in queries.known(trip, spelt, viewer=viewer)}


def record(trip: Trip, new: Sequence[NewSighting], spellings: Sequence[bytes | None] = ()) -> list[Outcome]:
    """Store each of `new` exactly once, in the cell that covers its place, at the nearest station in scope.

    One statement for all of them; a bad one never holds up the others. A repeat gets the answer that was
    frozen when it was first stored; the same id with other content, or another person's, is refused alike.
    Returns one outcome an item, in the order of `new`. `spellings`: by which each is known when it comes again (`known`).
    The context must be a filing one (`Context.filing`): the statement reads back what it has just stored.
    """
    if not new:
        return []
    context = current_context(trip)
    viewer = context.viewer
    if viewer is None:
        raise NotFound("没有找到")
    now = utc_now()
    acts = audit.acts(trip, "sighting.recorded", "report", [one.id for one in new])
    each = zip(new, acts, spellings or repeat(None, len(new)), strict=True)
    rows = [one.row(n, now, mac, spelling) for n, (one, (_, mac), spelling) in enumerate(each)]
    actor, scopes = roles_text(context.role_names), context.file_areas
    done = queries.record(trip, rows, viewer=viewer, actor=actor, scopes=scopes)
    lost = [item.n for item in done if item.status == "lost_race"]
    if lost:  # the winner has committed by now: its row is read like any stored one
        again = queries.record(trip, [rows[n] for n in lost], viewer=viewer, actor=actor, scopes=scopes)
        for n, item in zip(lost, again, strict=True):
            done[n] = item
    return [_outcome(item) for item in done]


def near(session: Session) -> list[dict[str, Any]]:
    """Return the worker's own open matters and those of the worker's cells that are open to all, places rounded to some 50 m."""
    viewer = current_context(session).viewer
    return queries.near(session, viewer, today()) if viewer is not None else []


def missing(session: Session, report: UUID) -> list[str]:
    """Return the digests of attachments that the viewer's own report names and that have not arrived.

    Raises NotFound when there is no such report of theirs.
    """
    viewer = current_context(session).viewer
    found = queries.missing(session, report, viewer) if viewer is not None else None
    if found is None:
        raise NotFound("没有找到")
    return found


def _outcome(item: queries.Recorded) -> Outcome:
    if item.status in {"new", "same"}:
        return Outcome(item.id, item.answer, new=item.status == "new")
    return Outcome(item.id, refusal=refusal_for(item.status))
