"""From what the room reads to what stands on the wire, in the caller's language."""

from __future__ import annotations

from typing import Any

from backend.cases.domain import BY_ID, LABELS, ROLE_LABELS, STAFF, Move, NextMove, State, working_days_left
from backend.cases.queries import CaseFile, CaseRow, Event, Filters, Head, Page
from backend.clock import today
from backend.contacts.service import Person
from backend.http.paging import encode
from backend.http.words import language, say
from backend.reports.service import Told


def page_wire(page: Page, filters: Filters) -> dict[str, Any]:
    """Return a page of the list that `filters` name, with the cursor of the next."""
    last = page.last
    day = [last.due_on or ""] if last and filters.by_deadline else []
    return {
        "items": [row_of(row) for row in page.rows],
        "next": encode(*day, last.opened_at.isoformat(), last.id) if last else None,
    }


def file_wire(file: CaseFile) -> dict[str, Any]:
    """Return a case file as the wire has it."""
    head = file.head
    return head_of(head) | {
        "joined_to": {"id": head.joined_to, "number": head.joined_number} if head.joined_to else None,
        "reports": [report_of(each, file.contacts.get(each.id)) for each in file.reports],
        "timeline": [event_of(each) for each in file.timeline],
        "sheets": [vars(each) | {"attempts": file.attempts[each.id]} for each in file.sheets],
        "moves": [move_of(each) for each in file.moves],
    }


def head_of(case: Head | CaseRow) -> dict[str, Any]:
    """Return the facts of a case that list and file share."""
    return {
        "id": case.id,
        "number": case.number,
        "state": case.state,
        "label": say(LABELS[State(case.state)]),
        "category": {
            "code": case.category,
            "name": case.category_name_en if language() == "en" else case.category_name,
        },
        "area": {"code": case.area_code, "name": case.area_name},
        "cell": {"code": case.cell_code, "name": case.cell_name} if case.cell_code else None,
        "station": {"id": case.station_id, "name": case.station_name},
        "hidden": case.hidden,
        "opened_at": case.opened_at,
        "state_since": case.state_since,
        "due_on": case.due_on,
        "days_left": working_days_left(today(), case.due_on) if case.due_on else None,
        "version": case.version,
    }


def row_of(row: CaseRow) -> dict[str, Any]:
    """Return a case in a list as the wire has it."""
    return head_of(row) | {"reports": row.reports, "opening": row.opening, "waiting_for_me": row.mine}


def report_of(told: Told, contact: Person | None) -> dict[str, Any]:
    """Return one report as the wire has it."""
    placed = told.lon is not None and told.lat is not None
    return vars(told) | {
        "text": told.body,
        "place": {"type": "Point", "coordinates": [told.lon, told.lat]} if placed else None,
        "deputy": told.deputy_name,
        "contact": contact,
    }


def event_of(event: Event) -> dict[str, Any]:
    """Return one event as the wire has it."""
    arrow = BY_ID.get(event.move)
    label = arrow.label if arrow and arrow.signs else LABELS[State(event.to_state)]
    return vars(event) | {
        "role": event.actor_role,
        "role_label": say(ROLE_LABELS.get(event.actor_role, STAFF)),
        "source": event.from_state,
        "to": event.to_state,
        "label": say(label),
    }


def move_of(next_move: NextMove) -> dict[str, Any]:
    """Return one possible move as the wire has it."""
    waiting = say(next_move.waiting_for) if next_move.waiting_for else None
    return own_move_wire(next_move.move) | {"id": next_move.move.id, "waiting_for": waiting}


def own_move_wire(move: Move) -> dict[str, Any]:
    """Return a move with what it needs."""
    return {
        "to": move.to,
        "label": say(move.label),
        "needs": [need.key for need in move.needs],
        "fields_": [{"key": need.key, "label": say(need.label), "least": need.least} for need in move.needs],
        "reason_required": move.reason_required,
    }
