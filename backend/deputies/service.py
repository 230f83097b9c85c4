"""Looking up and importing deputies."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.deputies import queries
from backend.deputies.domain import LEVELS, DeputyRef
from backend.deputies.model import Deputy
from backend.grid.service import known_areas, lock_imports
from backend.imports.domain import Finding, Outcome, Step, Table, code_fault, day_or_none, quiet, refuse_if, text_fault

COLUMNS = ("code", "name", "level", "area_code", "station_code")
OPTIONAL = ("term_to",)
MOST_NAME = 40


def get(session: Session, deputy_id: int) -> DeputyRef | None:
    """Return a deputy, None when there is none with this id."""
    row = session.get(Deputy, deputy_id)
    return _ref(row) if row else None


def of_account(session: Session, account_id: int, on: date) -> DeputyRef | None:
    """Return the deputy who logs in by this account and is in office on the day, None when there is none."""
    in_office = or_(Deputy.term_to.is_(None), Deputy.term_to >= on)
    row = session.scalar(select(Deputy).where(Deputy.account_id == account_id, in_office).order_by(Deputy.id).limit(1))
    return _ref(row) if row else None


def _ref(row: Deputy) -> DeputyRef:
    return DeputyRef(row.id, row.code, row.name, row.level, row.area_code, row.station_id, row.account_id, row.term_to)


def import_deputies(session: Session, rows: Table, step: Step = quiet) -> Outcome:
    """Store deputies; all of the file or nothing. May be repeated: what is there and equal stays.

    `rows`: see `COLUMNS`; `station_code` may be empty. Raises ImportRefused with every bad row, those
    that could not be read among them.
    """
    lock_imports(session)
    step("reading deputies")
    findings = rows.refused()
    areas = known_areas(session, (row.cells["area_code"] for row in rows))
    stations = queries.known_stations(session, (row.cells["station_code"] for row in rows))
    first: dict[str, int] = {}
    for row in rows:
        code, area, station = (row.cells[name] for name in ("code", "area_code", "station_code"))
        faults = _faults(row.cells)
        if area not in areas:
            faults.append(f"unknown area code {area!r}")
        if station and station not in stations:
            faults.append(f"unknown station code {station!r}")
        if first.setdefault(code, row.number) != row.number:
            faults.append(f"duplicate code, also in row {first[code]}")
        findings += [Finding(row.where, code, what) for what in faults]
    refuse_if(findings)
    step("storing deputies")
    records = [{name: row.cells[name] or None for name in (*COLUMNS, *OPTIONAL)} for row in rows]
    added, changed = queries.upsert_deputies(session, records)
    if added or changed:
        append(session, "deputies.imported", "deputy", rows[0].cells["code"], area=rows[0].cells["area_code"])
    return Outcome({"deputies": len(rows), "added": added, "changed": changed})


def _faults(cells: dict[str, str]) -> list[str]:
    faults = []
    if what := code_fault(cells["code"]):
        faults.append(what)
    if what := text_fault("name", cells["name"], MOST_NAME) or ("" if cells["name"] else "has no name"):
        faults.append(what)
    if cells["level"] not in LEVELS:
        faults.append(f"unknown level {cells['level']!r}, known are {', '.join(LEVELS)}")
    try:
        day_or_none("term_to", cells["term_to"])
    except ValueError as fault:
        faults.append(str(fault))
    return faults
