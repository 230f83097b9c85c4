"""Importing rules from a file."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.bodies.model import Body
from backend.errors import Refusal
from backend.grid.service import lock_imports
from backend.imports.domain import Finding, Outcome, Row, Step, Table, day_or_none, quiet, refuse_if, text_fault
from backend.routing import queries
from backend.routing.domain import BODIES, COUNTY, MOST_POSITION, Wanted
from backend.routing.service.writing import check

COLUMNS = ("position", "area_code", "channel")
OPTIONAL = (
    "category", "body", "days", "from_day", "until_day", "weekdays", "from_hour", "until_hour", "note", "disabled",
)  # fmt: skip
# Column, least and most of what is a whole number.
NUMBERS = {"position": (1, MOST_POSITION), "days": (1, 365), "from_hour": (0, 23), "until_hour": (1, 24)}
YES = {"": False, "no": False, "yes": True}
Numbers = Mapping[str, int | None]


def import_rules(session: Session, rows: Table, step: Step = quiet) -> Outcome:
    """Store rules; all of the file or nothing. A rule that stands at a position of the file is written anew; equal ones stay.

    `rows`: see `COLUMNS`, `OPTIONAL`. Raises ImportRefused with every bad row, those that could not be read among them.
    """
    lock_imports(session)
    step("reading rules")
    findings, wanted = rows.refused(), list[tuple[int, Wanted]]()
    offices = {code: number for number, code in session.execute(select(Body.id, Body.code))}
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        place = (row.cells["area_code"][:COUNTY], row.cells["position"])
        if first.setdefault(place, row.number) != row.number:
            findings.append(Finding(row.where, place[1], f"duplicate position, also in row {first[place]}"))
        try:
            position, says = _rule_of(row, offices)
            check(session, says)
        except ValueError as error:
            findings.append(Finding(row.where, place[1], str(error)))
        except Refusal as refusal:
            findings.append(Finding(row.where, place[1], f"{refusal.field}: {refusal.title}"))
        else:
            wanted.append((position, says))
    refuse_if(findings)
    step("storing rules")
    added, changed = 0, 0
    for position, says in wanted:
        fresh, other = _store(session, position, says)
        added, changed = added + fresh, changed + other
    if added or changed:
        append(session, "routing.imported", "routing_rule", rows[0].cells["position"], area=rows[0].cells["area_code"])
    return Outcome({"rules": len(rows), "added": added, "changed": changed})


def _store(session: Session, position: int, says: Wanted) -> tuple[bool, bool]:
    """Store one rule at its position; return whether it is new, and whether one that stood there was changed."""
    there = queries.holder(session, says.area_code, position)
    if there is None:
        return queries.add(session, uuid4(), position, says), False
    known = queries.one(session, there)
    if known is None or known.says == says:
        return False, False
    return False, queries.change(session, there, position, says, known.version)


def _rule_of(row: Row, offices: Mapping[str, int]) -> tuple[int, Wanted]:
    """Return position and content of a rule; raises ValueError that says what is wrong."""
    cells = row.cells
    numbers = {name: _number(name, cells[name], *bounds) for name, bounds in NUMBERS.items()}
    position = numbers["position"]
    if position is None:
        raise ValueError("has no position")
    if cells["channel"] not in BODIES:
        raise ValueError(f"unknown channel {cells['channel']!r}, known are {', '.join(BODIES)}")
    if cells["body"] and cells["body"] not in offices:
        raise ValueError(f"unknown body {cells['body']!r}")
    if cells["disabled"] not in YES:
        raise ValueError("disabled is yes, no or empty")
    if fault := text_fault("note", cells["note"], 200):
        raise ValueError(fault)
    return position, Wanted(
        category=cells["category"] or None,
        area_code=cells["area_code"],
        from_day=day_or_none("from_day", cells["from_day"]),
        until_day=day_or_none("until_day", cells["until_day"]),
        weekdays=_weekdays(cells["weekdays"]),
        from_hour=numbers["from_hour"],
        until_hour=numbers["until_hour"],
        channel=cells["channel"],
        body_id=offices.get(cells["body"]),
        days=numbers["days"],
        note=cells["note"],
        disabled=YES[cells["disabled"]],
    )


def _number(name: str, text: str, least: int, most: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise ValueError(f"{name} {text!r} is no whole number from {least} to {most}")
    return int(text)


def _weekdays(text: str) -> tuple[int, ...] | None:
    parts = text.split()
    if not set(parts) <= set("1234567"):
        raise ValueError(f"weekdays {text!r} are not like 1 2 3 4 5")
    return tuple(sorted({int(part) for part in parts})) or None
