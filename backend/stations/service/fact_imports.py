"""Importing the files of stations: facts as rows of a table; what changed becomes the next version."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.grid.service import lock_imports
from backend.imports.domain import Finding, Outcome, Row, Step, Table, day_or_none, quiet, refuse_if, text_fault
from backend.stations import queries
from backend.stations.domain.facts import KINDS, MOST_COUNT, MOST_NOTE, MOST_PLACE, MOST_WORDS, Said, fault
from backend.stations.model import Station

COLUMNS = ("station_code", "kind", "value")
OPTIONAL = ("words", "count", "place", "met", "since", "until", "note")
MOST = {"place": MOST_PLACE, "words": MOST_WORDS, "note": MOST_NOTE}
SPACE = UUID("5a1f3c1e-6f0e-5d53-9a4b-0d2a3e7b8c11")
TRUTH = {"": None, "true": True, "false": False}
BY = "导入"


def import_facts(session: Session, rows: Table, step: Step = quiet) -> Outcome:
    """Store facts of stations; all of the file or nothing. A fact is known again by station, kind, value, words, place and first day.

    May be repeated: what is there and equal stays. Raises ImportRefused with every bad row.
    """
    lock_imports(session)
    step("reading facts")
    stations = {row.code: row for row in session.execute(select(Station.code, Station.id, Station.area_code))}
    known = {(term.kind, term.value) for term in queries.terms(session)}
    findings, good = rows.refused(), []
    for row in rows:
        said, faults = _said(row, known)
        if row.cells["station_code"] not in stations:
            faults.append(f"unknown station {row.cells['station_code']!r}")
        findings += [Finding(row.where, row.cells["station_code"], what) for what in faults]
        if said is not None:
            good.append((row.cells["station_code"], said))
    refuse_if(findings)
    step("storing facts")
    changed = sum(_store(session, stations[code], code, said) for code, said in good)
    if changed:
        append(session, "station.facts_imported", "station", good[0][0], area=stations[good[0][0]].area_code)
    return Outcome({"facts": len(rows), "written": changed})


def _said(row: Row, known: set[tuple[str, str]]) -> tuple[Said | None, list[str]]:
    """Return what a row says, None with its faults."""
    cells, faults = row.cells, []
    if (cells["kind"], cells["value"]) not in known:
        return None, [f"unknown kind and value {cells['kind']!r} {cells['value']!r}"]
    faults += [what for name, most in MOST.items() if (what := text_fault(name, cells[name], most))]
    count = (
        int(cells["count"])
        if cells["count"].isascii() and cells["count"].isdigit() and len(cells["count"]) < 6
        else None
    )
    if cells["count"] and not (count and count <= MOST_COUNT):
        faults.append(f"count {cells['count']!r} is no whole number from 1 to {MOST_COUNT}")
    if cells["met"] not in TRUTH:
        faults.append(f"met {cells['met']!r} is neither true nor false")
    if KINDS[cells["kind"]].about:
        faults.append("an assessment is about somebody: it is written at the desk")
    days = []
    for name in ("since", "until"):
        try:
            days.append(day_or_none(name, cells[name]))
        except ValueError as wrong:
            days.append(None)
            faults.append(str(wrong))
    said = Said(
        cells["kind"], cells["value"], cells["words"], count, cells["place"], TRUTH.get(cells["met"]), None, days[0], days[1],
        cells["note"],
    )  # fmt: skip
    if not faults and (wrong_field := fault(said)):
        faults.append(f"{wrong_field[0]}: {wrong_field[1]}")
    return (None, faults) if faults else (said, [])


def _store(session: Session, station: Any, code: str, said: Said) -> bool:
    name = "\x1f".join((code, said.kind, said.value, said.words, said.place, str(said.from_day or "")))
    fact_id = uuid5(SPACE, name)
    versions = queries.fact_versions(session, station.id, fact_id)
    if versions and versions[0].said == said:
        return False
    row = {
        "id": fact_id,
        "version": len(versions) + 1,
        "station": station.id,
        "area": station.area_code,
        "person": 0,
        "name": BY,
    }
    return queries.write_fact(session, row | vars(said))
