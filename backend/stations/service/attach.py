"""Attaching collection posts to cells: the cell that covers the post, else the nearest."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.grid.domain import StoredEdition
from backend.imports.domain import Finding, Outcome, refuse_if
from backend.jobs.service import emit
from backend.stations import queries

# A post may stand beside its area (a liaison point across the river), but not in another county.
FARTHEST_M = 5_000


def attach(session: Session, on: date) -> None:
    """Attach every post to a cell of each edition in force on or after `on` in whose area it lies."""
    queries.detach_posts(session)
    for edition, prefix in queries.open_editions(session, on):
        queries.attach_posts(session, edition, prefix)


def reattach(session: Session, edition: StoredEdition, prefix: str, outcome: Outcome) -> None:
    """Attach the posts of a new edition's area to its cells and add to `outcome` what moved.

    Raises ImportRefused when a post lies farther than `FARTHEST_M` from all of them: the cells are not those of its area.
    Emits `edition.stored`, on which open cases are mapped again.
    """
    queries.attach_posts(session, edition.id, prefix)
    far_off = queries.far_posts(session, edition.id, FARTHEST_M)
    refuse_if(
        [Finding("post", code, f"{metres:.0f} m outside the nearest cell, {cell}") for code, cell, metres in far_off]
    )
    moves = queries.moved_posts(session, edition.id)
    for move in moves:
        far = f", {move.distance_m:.0f} m outside it" if move.distance_m else ""
        outcome.notes.append(f"post {move.station_code} {move.name}: {move.before or 'no cell'} -> {move.after}{far}")
    for code, name in queries.unattached_posts(session, prefix):
        outcome.notes.append(f"post {code} {name}: has no place, stays without a cell")
    outcome.counts["posts moved"] = len(moves)
    if edition.ended:
        day, known = edition.in_force_from, f"zhitong cases moved --edition {edition.id}"
        outcome.notes.append(f"open cases follow by the worker, not before {day}; which ones: {known}")
    append(session, "posts.attached", "grid_edition", edition.id, area=edition.area_code)
    emit(session, "edition.stored", edition=edition.id)
