"""Importing stations."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import Any

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.errors import Invalid
from backend.geo.crs import Crs
from backend.geo.place import wgs84_place
from backend.grid.service import known_areas, lock_imports
from backend.imports.domain import Finding, Outcome, Step, Table, code_fault, day_or_none, quiet, refuse_if, text_fault
from backend.stations import queries
from backend.stations.domain import PARENTS
from backend.stations.service.attach import attach
from backend.stations.service.tree import tree_findings

COLUMNS = ("code", "name", "kind", "parent_code", "area_code", "lon", "lat")
OPTIONAL = ("address", "phone", "opening_hours", "mobile", "opened_on", "closed_on")
NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
PHONE = re.compile(r"[0-9 +()-]{3,30}")
# How many characters each text may have; the database holds the same.
MOST = {"name": 100, "address": 200, "opening_hours": 200}
TRUTH = {"": False, "false": False, "true": True}


def import_stations(session: Session, rows: Table, crs: Crs | None, on: date, step: Step = quiet) -> Outcome:
    """Store stations and attach the posts among them; all of the file or nothing.

    `rows`: see `COLUMNS`; `crs`: the system of `lon` and `lat`, needed as soon as one row has them.
    May be repeated: what is there and equal stays. Raises ImportRefused with every bad row, those
    that could not be read among them.
    """
    lock_imports(session)
    step("reading stations")
    findings = rows.refused()
    records, faults = _records(rows, crs)
    findings += faults + _code_findings(session, rows) + tree_findings(session, rows)
    placed = [
        {**record, "n": row.number} for row, record in zip(rows, records, strict=True) if record["lon"] is not None
    ]
    step("comparing places")
    where = {row.number: row.where for row in rows}
    for row in queries.outside_outline(session, placed):
        findings.append(Finding(where[row.n], row.code, f"lies outside {row.area} {row.name}", (row.lon, row.lat)))
    refuse_if(findings)
    step("storing stations")
    added = changed = 0
    for level in _levels(records):
        more, other = queries.upsert_stations(session, level)
        added, changed = added + more, changed + other
    step("attaching posts")
    attach(session, on)
    if added or changed:
        append(session, "stations.imported", "station", records[0]["code"], area=records[0]["area_code"])
    return Outcome({"stations": len(rows), "added": added, "changed": changed})


def _records(rows: Table, crs: Crs | None) -> tuple[list[dict[str, Any]], list[Finding]]:
    records, findings = [], []
    for row in rows:
        record: dict[str, Any] = {name: row.cells[name] for name in (*COLUMNS, *OPTIONAL)}
        faults = _faults(row.cells)
        try:
            record["lon"], record["lat"] = place_of(row.cells, crs)
        except ValueError as error:
            record["lon"] = record["lat"] = None
            faults.append(str(error))
        record["mobile"] = TRUTH.get(row.cells["mobile"], False)
        for name in ("opened_on", "closed_on", "parent_code"):
            record[name] = record[name] or None
        records.append(record)
        findings += [Finding(row.where, row.cells["code"], what) for what in faults]
    return records, findings


def place_of(cells: dict[str, str], crs: Crs | None) -> tuple[float | None, float | None]:
    """Return the row's place in WGS-84. Raises ValueError with what is wrong."""
    texts = (cells["lon"], cells["lat"])
    if texts == ("", ""):
        return None, None
    if not all(NUMBER.fullmatch(text) for text in texts):
        raise ValueError(f"lon {texts[0]!r}, lat {texts[1]!r}: both are numbers in degrees, or both empty")
    if crs is None:
        raise ValueError("has a place but nobody named its reference system: add --crs; it is never guessed")
    lon, lat = (float(text) for text in texts)
    if not (isfinite(lon) and isfinite(lat)):
        raise ValueError("place is not finite")
    try:
        return wgs84_place(lon, lat, crs)
    except Invalid as refusal:
        what = "is not in China" if refusal.field == "lon" and abs(lon) <= 180 else "is off the globe"
        raise ValueError(f"place {lon}, {lat} {what}; longitude comes first") from refusal


def _faults(cells: dict[str, str]) -> list[str]:
    faults = []
    if what := code_fault(cells["code"]):
        faults.append(what)
    if not cells["name"]:
        faults.append("has no name")
    faults += [what for name, most in MOST.items() if (what := text_fault(name, cells[name], most))]
    if cells["kind"] not in PARENTS:
        faults.append(f"unknown kind {cells['kind']!r}, known are {', '.join(PARENTS)}")
    if cells["phone"] and not PHONE.fullmatch(cells["phone"]):
        faults.append(f"phone {cells['phone']!r} is no phone number")
    if cells["mobile"] not in TRUTH:
        faults.append(f"mobile {cells['mobile']!r} is neither true nor false")
    days = []
    for name in ("opened_on", "closed_on"):
        try:
            days.append(day_or_none(name, cells[name]))
        except ValueError as fault:
            days.append(None)
            faults.append(str(fault))
    opened, closed = days
    if closed and closed <= (opened or date(2000, 1, 1)):
        faults.append("closed_on is not after opened_on")
    return faults


def _code_findings(session: Session, rows: Table) -> list[Finding]:
    findings = []
    known = known_areas(session, (row.cells["area_code"] for row in rows))
    first: dict[str, str] = {}
    for row in rows:
        code, area = row.cells["code"], row.cells["area_code"]
        if area not in known:
            findings.append(Finding(row.where, code, f"unknown area code {area!r}"))
        if first.setdefault(code, row.where) != row.where:
            findings.append(Finding(row.where, code, f"duplicate code, also in {first[code]}"))
    return findings


def _levels(records: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the records in layers, each after the layer its parents are in."""
    waiting = {record["code"]: record for record in records}
    layers = []
    while waiting:
        layer = [record for record in waiting.values() if record["parent_code"] not in waiting]
        layers.append(layer)
        for record in layer:
            del waiting[record["code"]]
    return layers
