"""普法阵地: listing them, importing them from a table."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from backend.activities.domain.venues import Venue
from backend.activities.queries import venues as queries
from backend.audit import service as audit
from backend.clock import today
from backend.geo.crs import Crs
from backend.grid.service import cell_at, known_areas, lock_imports
from backend.imports.domain import Finding, Outcome, Step, Table, code_fault, day_or_none, quiet, refuse_if, text_fault
from backend.stations import service as stations
from backend.stations.service.imports import place_of

COLUMNS = ("code", "kind", "name", "area_code", "lon", "lat")
OPTIONAL = ("address", "holds", "opening_hours", "note", "closed_on")
# How many characters each text may have; the database holds the same.
MOST_TEXT = {"name": 100, "address": 200, "holds": 200, "opening_hours": 200, "note": 200}
MOST = 500


def listed(session: Session, area: str) -> list[Venue]:
    """Return the venues below `area` that are there today, by kind and name."""
    return queries.listed(session, area, today(), MOST)


def cell_of(session: Session, station_id: int | None, venue_id: int | None) -> int | None:
    """Return the id of the grid cell in which a venue, else a station, stands today; None without one or without a place on the map."""
    venue = queries.one(session, venue_id) if venue_id is not None else None
    station = stations.get(session, station_id) if station_id is not None else None
    for lon, lat in ((each.lon, each.lat) for each in (venue, station) if each):
        if lon is not None and lat is not None:
            found = cell_at(session, lon, lat, today())
            return found.id if found else None
    return None


def import_venues(session: Session, rows: Table, crs: Crs | None, step: Step = quiet) -> Outcome:
    """Store venues; all of the file or nothing. May be repeated: what is there and equal stays.

    `rows`: see `COLUMNS`; `crs`: the system of `lon` and `lat`, needed as soon as one row has them. Raises ImportRefused
    with every bad row.
    """
    lock_imports(session)
    step("reading venues")
    findings, records = rows.refused(), []
    kinds, areas = queries.known_kinds(session), known_areas(session, (row.cells["area_code"] for row in rows))
    first: dict[str, int] = {}
    for row in rows:
        cells, code = row.cells, row.cells["code"]
        record, faults = _record(cells, crs)
        if cells["kind"] not in kinds:
            faults.append(f"unknown kind {cells['kind']!r}, known are {', '.join(sorted(kinds))}")
        if cells["area_code"] not in areas:
            faults.append(f"unknown area code {cells['area_code']!r}")
        if first.setdefault(code, row.number) != row.number:
            faults.append(f"duplicate code, also in row {first[code]}")
        records.append(record)
        findings += [Finding(row.where, code, what) for what in faults]
    refuse_if(findings)
    step("storing venues")
    there = queries.stored(session, [record["code"] for record in records])
    fresh = [record for record in records if record["code"] not in there]
    changed = [record for record in records if record["code"] in there and there[record["code"]] != record]
    for record in fresh:
        queries.store(session, record, fresh=True)
    for record in changed:
        queries.store(session, record, fresh=False)
    if fresh or changed:
        audit.append(session, "venues.imported", "venue", records[0]["code"], area=records[0]["area_code"])
    return Outcome({"venues": len(records), "added": len(fresh), "changed": len(changed)})


def _record(cells: dict[str, str], crs: Crs | None) -> tuple[dict[str, Any], list[str]]:
    record: dict[str, Any] = {name: cells[name] for name in (*COLUMNS, *OPTIONAL)}
    record |= {"lon": None, "lat": None, "closed_on": None}
    faults = [what for what in (code_fault(cells["code"]),) if what]
    faults += [] if cells["name"] else ["has no name"]
    faults += [what for name, most in MOST_TEXT.items() if (what := text_fault(name, cells[name], most))]
    try:
        record["closed_on"] = day_or_none("closed_on", cells["closed_on"])
    except ValueError as fault:
        faults.append(str(fault))
    try:
        record["lon"], record["lat"] = place_of(cells, crs)
    except ValueError as fault:
        faults.append(str(fault))
    return record, faults
