"""From what the room reads to what stands on the wire, in the caller's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.bodies.domain import BodyRef
from backend.cases.domain import (
    AGREED,
    APART,
    BY_ID,
    HANDED,
    LABELS,
    LEVEL_LABELS,
    LEVELS,
    ROLE_LABELS,
    STAFF,
    Child,
    Evidence,
    Filters,
    Level,
    Move,
    Near,
    NextMove,
    State,
    level_of,
    urgency_of,
    working_days_left,
)
from backend.cases.domain.split import Topics
from backend.cases.queries import CaseFile, CaseRow, Event, Head, Page
from backend.clock import today
from backend.contacts.service import Person
from backend.http.paging import encode
from backend.http.words import language, say
from backend.reports.service import Told

# What stands in the place of words that were erased.
ERASED = {"citizen": "反映人已删除内容", "retention": "内容已到保存期限，已经清除"}


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
        "seats": [vars(each) | {"role_label": say(ROLE_LABELS.get(each.role, STAFF))} for each in file.seats],
        "promised_on": head.promised_on,
        "redos": head.redos,
        "urges": [
            vars(each) | {"label": say(LEVELS[each.level]), "role_label": say(ROLE_LABELS.get(each.actor_role, STAFF))}
            for each in file.urges
        ],
        "may_urge": file.may_urge,
        "suggested": file.suggested,
        "levels": [
            vars(each)
            | {
                "label": say(LEVEL_LABELS[Level(each.to_level)]),
                "role_label": say(ROLE_LABELS.get(each.actor_role, STAFF)),
            }
            for each in file.levels
        ],
        "may_level": [{"value": each, "label": say(LEVEL_LABELS[Level(each)])} for each in file.may_level],
        "parent": {"id": head.parent_id, "number": head.parent_number} if head.parent_number else None,
        "children": [child_of(each) for each in file.children],
        "part": file.part,
    }


def head_of(case: Head | CaseRow) -> dict[str, Any]:
    """Return the facts of a case that list and file share."""
    level = level_of(hidden=case.hidden, restricted=case.restricted)
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
        "station": {"id": case.station_id, "name": case.station_name} if case.station_id else None,
        "hidden": case.hidden,
        "level": level,
        "level_label": say(LEVEL_LABELS[level]),
        "opened_at": case.opened_at,
        "state_since": case.state_since,
        "due_on": case.due_on,
        "days_left": working_days_left(today(), case.due_on) if case.due_on else None,
        "urgency": urgency_of(case.state, case.due_on, today(), case.soon_days),
        "version": case.version,
        "channel": case.channel,
        "urged": case.urged,
        "elsewhere": case.elsewhere,
        "rated": case.rated,
    }


def child_of(child: Child) -> dict[str, Any]:
    """Return a child of a case as the wire has it."""
    name = child.category_name_en if language() == "en" else child.category_name
    return vars(child) | {"label": say(LABELS[State(child.state)]), "category": {"code": child.category, "name": name}}


def near_wire(found: Sequence[Near]) -> dict[str, Any]:
    """Return cases that may be the same matter as the wire has them."""
    return {
        "items": [
            vars(each)
            | {"label": say(LABELS[State(each.state)]), "area": {"code": each.area_code, "name": each.area_name}}
            for each in found
        ]
    }


def topics_wire(found: Topics) -> dict[str, Any]:
    """Return the topics of a case as the wire has them, in the caller's language."""
    items = [
        {
            "code": each.code, "name": each.name_en if language() == "en" else each.name,
            "on": each.on, "by_category": each.by_category,
        }
        for each in found.items
    ]  # fmt: skip
    return {"items": items, "may": found.may}


def row_of(row: CaseRow) -> dict[str, Any]:
    """Return a case in a list as the wire has it."""
    return head_of(row) | {"reports": row.reports, "opening": row.opening, "waiting_for_me": row.mine}


def report_of(told: Told, contact: Person | None) -> dict[str, Any]:
    """Return one report as the wire has it."""
    placed = told.lon is not None and told.lat is not None
    return vars(told) | {
        "text": say(ERASED[told.erased]) if told.erased and not told.body else told.body,
        "place": {"type": "Point", "coordinates": [told.lon, told.lat]} if placed else None,
        "deputy": told.deputy_name,
        "contact": contact,
        "contact_withheld": contact is None and told.contact_id is not None,
        "amended_as": say(ROLE_LABELS[told.amended_as]) if told.amended_as else None,
    }


def event_of(event: Event) -> dict[str, Any]:
    """Return one event as the wire has it."""
    arrow = BY_ID.get(event.move)
    label = arrow.label if arrow and arrow.stays else LABELS[State(event.to_state)]
    return vars(event) | {
        "role": event.actor_role,
        "role_label": say(ROLE_LABELS.get(event.actor_role, STAFF)),
        "source": event.from_state,
        "to": event.to_state,
        "label": say(label),
        "said": [said_of(arrow, key, text) for key, text in event.evidence.items()],
    }


def said_of(arrow: Move | None, key: str, text: str) -> dict[str, str]:
    """Return evidence as people read it: with its label, what was ticked in words."""
    need = next((each for each in (*arrow.needs, HANDED, AGREED, APART) if each.key == key), None) if arrow else None
    if need is None:
        return {"label": key, "text": text}
    if need.kind in {"choice", "choices"}:
        labels = dict(need.choices)
        text = "、".join(say(labels.get(part, part)) for part in text.split(","))
    return {"label": say(need.label), "text": text}


def move_of(next_move: NextMove) -> dict[str, Any]:
    """Return one possible move as the wire has it."""
    waiting = say(next_move.waiting_for) if next_move.waiting_for else None
    wire = own_move_wire(next_move.move, next_move.bodies, next_move.needs)
    return wire | {"id": next_move.move.id, "waiting_for": waiting}


def own_move_wire(
    move: Move, bodies: Sequence[BodyRef] = (), needs: Sequence[Evidence] | None = None
) -> dict[str, Any]:
    """Return a move with what it needs, by the table or `needs`; `bodies`: those that may be named."""
    needs = move.needs if needs is None else needs
    return {
        "to": move.to,
        "label": say(move.label),
        "needs": [need.key for need in needs if need.least],
        "fields_": [need_of(need, bodies) for need in needs],
        "reason_required": move.reason_required,
        "rests": move.rests,
    }


def need_of(need: Evidence, bodies: Sequence[BodyRef]) -> dict[str, Any]:
    """Return one thing that a move needs, with what may be chosen."""
    pairs = [(str(each.id), each.name) for each in bodies] if need.kind == "body" else need.choices
    return {
        "key": need.key,
        "label": say(need.label),
        "least": need.least,
        "kind": need.kind,
        "choices": [{"value": key, "label": name if need.kind == "body" else say(name)} for key, name in pairs],
    }
