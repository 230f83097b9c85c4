"""Importing bodies from a file."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.bodies import queries
from backend.bodies.domain import KINDS
from backend.grid.service import known_areas, lock_imports
from backend.imports.domain import Finding, Outcome, Step, Table, code_fault, day_or_none, quiet, refuse_if, text_fault

COLUMNS = ("code", "name", "kind", "area_code")
OPTIONAL = ("phone", "address", "closed_on", "duties")
MOST = {"name": 60, "phone": 40, "address": 200, "duties": 2000}


def import_bodies(session: Session, rows: Table, step: Step = quiet) -> Outcome:
    """Store bodies; all of the file or nothing. May be repeated: what is there and equal stays.

    `rows`: see `COLUMNS`, `OPTIONAL`. Raises ImportRefused with every bad row, those that could not be read among them.
    """
    lock_imports(session)
    step("reading bodies")
    findings = rows.refused()
    areas = known_areas(session, (row.cells["area_code"] for row in rows))
    first: dict[str, int] = {}
    for row in rows:
        code, area = row.cells["code"], row.cells["area_code"]
        faults = _faults(row.cells)
        if area not in areas:
            faults.append(f"unknown area code {area!r}")
        if first.setdefault(code, row.number) != row.number:
            faults.append(f"duplicate code, also in row {first[code]}")
        findings += [Finding(row.where, code, what) for what in faults]
    refuse_if(findings)
    step("storing bodies")
    records = [{name: row.cells[name] or None for name in (*COLUMNS, *OPTIONAL)} for row in rows]
    added, changed = queries.upsert_bodies(session, records)
    if added or changed:
        append(session, "bodies.imported", "body", rows[0].cells["code"], area=rows[0].cells["area_code"])
    return Outcome({"bodies": len(rows), "added": added, "changed": changed})


def _faults(cells: dict[str, str]) -> list[str]:
    faults = [what for name, most in MOST.items() if (what := text_fault(name, cells[name], most))]
    if what := code_fault(cells["code"]):
        faults.append(what)
    if not cells["name"]:
        faults.append("has no name")
    if cells["kind"] not in KINDS:
        faults.append(f"unknown kind {cells['kind']!r}, known are {', '.join(KINDS)}")
    try:
        day_or_none("closed_on", cells["closed_on"])
    except ValueError as fault:
        faults.append(str(fault))
    return faults
