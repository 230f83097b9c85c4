"""Importing deputies, their groups and cells from a file."""

from __future__ import annotations

import csv
import io
import re
from uuid import uuid4

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.clock import today
from backend.deputies import queries
from backend.deputies.domain import LEVELS
from backend.grid.service import known_areas, lock_imports
from backend.imports.domain import Finding, Outcome, Step, Table, code_fault, day_or_none, quiet, refuse_if, text_fault

COLUMNS = ("code", "name", "level", "area_code", "station_code")
OPTIONAL = ("term_to", "group_code", "group_name", "cells")
STORED = (*COLUMNS, "term_to")
# One row of each kind, as the file wants it; `cells`: codes divided by blanks, commas or semicolons.
EXAMPLE = (
    "DB-621124100-01",
    "王某某",
    "town",
    "621124100",
    "LT-100",
    "2027-12-31",
    "DX-100-1",
    "第一代表小组",
    "621124100005001 621124100005002",
)
DIVIDED = re.compile(r"[\s,;，；、]+")
MOST_NAME, MOST_GROUP = 40, 60


def import_deputies(session: Session, rows: Table, step: Step = quiet) -> Outcome:
    """Store deputies; all of the file or nothing. May be repeated: what is there and equal stays.

    `rows`: see `COLUMNS`; `station_code` may be empty. `group_code` and `group_name`: the group of that station in which the deputy
    is from today on, unless in one already; `cells`: the cells served from today on. Raises ImportRefused with every bad row, those
    that could not be read among them.
    """
    lock_imports(session)
    step("reading deputies")
    findings = rows.refused()
    areas = known_areas(session, (row.cells["area_code"] for row in rows))
    stations = queries.known_stations(session, (row.cells["station_code"] for row in rows))
    cells = queries.known_cells(session, (code for row in rows for code in _cells(row.cells)), today())
    first: dict[str, int] = {}
    groups: dict[str, tuple[str, str]] = {}
    for row in rows:
        code, area, station = (row.cells[name] for name in ("code", "area_code", "station_code"))
        faults = _faults(row.cells)
        if area not in areas:
            faults.append(f"unknown area code {area!r}")
        if station and station not in stations:
            faults.append(f"unknown station code {station!r}")
        if first.setdefault(code, row.number) != row.number:
            faults.append(f"duplicate code, also in row {first[code]}")
        faults += [f"unknown cell code {each!r}" for each in _cells(row.cells) if each not in cells]
        group = (row.cells["group_name"], station)
        if row.cells["group_code"] and groups.setdefault(row.cells["group_code"], group) != group:
            faults.append(f"group {row.cells['group_code']!r} has another name or station in an earlier row")
        findings += [Finding(row.where, code, what) for what in faults]
    refuse_if(findings)
    step("storing deputies")
    records = [{name: row.cells[name] or None for name in STORED} for row in rows]
    added, changed = queries.upsert_deputies(session, records)
    queries.store_groups(
        session, [{"code": code, "name": name, "station_code": at} for code, (name, at) in groups.items()]
    )
    placed = queries.place(session, [each for row in rows for each in _places(row.cells)], today())
    if added or changed or placed:
        append(session, "deputies.imported", "deputy", rows[0].cells["code"], area=rows[0].cells["area_code"])
    return Outcome({"deputies": len(rows), "added": added, "changed": changed, "placed": placed})


def template() -> str:
    """Return the file to fill in: its header and one row as an example (CSV)."""
    out = io.StringIO()
    csv.writer(out).writerows([(*COLUMNS, *OPTIONAL), EXAMPLE])
    return out.getvalue()


def _cells(cells: dict[str, str]) -> list[str]:
    return [each for each in DIVIDED.split(cells["cells"]) if each]


def _places(cells: dict[str, str]) -> list[dict[str, str]]:
    group = [{"group_code": cells["group_code"]}] if cells["group_code"] else []
    return [
        {"id": str(uuid4()), "code": cells["code"]} | each
        for each in (*group, *({"cell": one} for one in _cells(cells)))
    ]


def _faults(cells: dict[str, str]) -> list[str]:
    faults = []
    if what := code_fault(cells["code"]):
        faults.append(what)
    if what := text_fault("name", cells["name"], MOST_NAME) or ("" if cells["name"] else "has no name"):
        faults.append(what)
    if cells["level"] not in LEVELS:
        faults.append(f"unknown level {cells['level']!r}, known are {', '.join(LEVELS)}")
    if cells["group_code"]:
        faults += filter(
            None, (code_fault(cells["group_code"]), text_fault("group_name", cells["group_name"], MOST_GROUP))
        )
        faults += [] if cells["group_name"] and cells["station_code"] else ["a group has a name and a station"]
    try:
        day_or_none("term_to", cells["term_to"])
    except ValueError as fault:
        faults.append(str(fault))
    return faults
