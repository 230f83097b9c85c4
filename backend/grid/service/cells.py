"""Importing an edition of the grid."""

from __future__ import annotations

from typing import Any

import shapely
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.grid import queries
from backend.grid.domain import (
    CELL_CODE,
    MOST_HOUSEHOLDS,
    TOLERANCE,
    Bounds,
    Edition,
    StoredEdition,
    cell_name,
    prefix_of,
    what_became,
)
from backend.grid.model import GridEdition
from backend.grid.service.outlines import draw_outlines
from backend.imports.domain import Feature, Features, Finding, Outcome, Step, quiet, refuse_if, text_fault, unseen

KINDS = ("base", "dedicated")
MOST_NAME = 100
# What the properties are called: ours first, then the words the demo counties' files use.
CODE_NAMES = ("code", "grid_code")
AREA_NAMES = ("area_code", "village12")


def import_cells(
    session: Session, features: Features, edition: Edition, step: Step = quiet, *, unbounded: bool = False
) -> tuple[StoredEdition, str, Outcome]:
    """Store a new edition of the grid of `edition.area_code`; all of the file or nothing.

    Every feature has the properties `code`, `area_code` (its village), `households` and may have
    `name` and `kind`. The cells must be valid, inside the area's outline, without overlap and
    without a gap, to a share of `TOLERANCE` of the outline. An area without an outline of its own is
    held against that of the nearest area above it, and must cover the ground of the cells it had
    before; where it had none, `unbounded` must say that nothing tells what is missing. The cells the
    area had before end on the day the new ones come into force.
    What became of each of them is recorded by the ground they share with the new ones (`cell_change`).
    Returns the edition, the prefix of its area's codes, and what was done.
    Raises ImportRefused with every bad feature, those that could not be read among them, overlap and gap.
    """
    queries.lock_imports(session)
    step("reading cells")
    area = queries.known_areas(session, [edition.area_code]).get(edition.area_code)
    if area is None:
        refuse_if([Finding("--area", edition.area_code, "unknown area code")])
    prefix = prefix_of(edition.area_code, area.level if area else "")
    staged, findings = _staged(session, features, prefix)
    findings += _edition_findings(session, edition, prefix) + _fallen_findings(session, staged, edition)
    queries.stage(session, staged)
    step("comparing cells")
    bounds = queries.bounds(session, edition.area_code, prefix, edition.in_force_from)
    if not (bounds.whole or unbounded):
        what = "has no outline and no cells before it, so gaps cannot be seen: import its outline, or say --no-outline"
        findings.append(Finding("--area", edition.area_code, what))
    meant = shapely.union_all([feature.meant for feature in features.features]).wkb_hex
    refuse_if(findings + _shape_findings(session, edition, prefix, bounds, meant, step))
    step("storing cells")
    stored = _store(session, edition, features.crs, prefix, len(staged))
    households = sum(row["households"] for row in staged)
    outcome = Outcome({"cells": len(staged), "households": households, "former editions ended": len(stored.ended)})
    if not bounds.drawn:
        looked = f"gaps were looked for against {bounds.whole}" if bounds.whole else "gaps were not looked for"
        held = f"kept inside the outline of {bounds.outline}" if bounds.outline else "kept inside no other"
        outcome.notes.append(f"{edition.area_code} has no outline: {looked}, {held}")
    if stored.ended:
        step("comparing with the former edition")
        kinds, lines = what_became(queries.record_changes(session, stored.id, prefix, edition.in_force_from))
        outcome.counts |= {f"cells {kind}": len(codes) for kind, codes in kinds.items()}
        outcome.notes += lines
    step("drawing townships")
    draw_outlines(session, [prefix], edition.in_force_from)
    step("looking for neighbours")
    outcome.counts["pairs of neighbours found"] = queries.follow_neighbours(session, stored.id, edition.in_force_from)
    return stored, prefix, outcome


def _staged(session: Session, features: Features, prefix: str) -> tuple[list[dict[str, Any]], list[Finding]]:
    staged, findings = [], list(features.findings)
    first: dict[str, int] = {}
    areas = {_named(feature.properties, AREA_NAMES) for feature in features.features}
    known = queries.known_areas(session, areas)
    for feature in features.features:
        values = feature.properties
        code, area = _named(values, CODE_NAMES), _named(values, AREA_NAMES)
        faults = _faults(feature) if values else []
        if area and area not in known:
            faults.append(f"unknown area code {area}")
        elif area and not area.startswith(prefix):
            faults.append(f"its area {area} is not in {prefix}")
        if code and first.setdefault(code, feature.index) != feature.index:
            faults.append(f"duplicate code, also feature {first[code]}")
        findings += [Finding(feature.where, code, what) for what in faults]
        if feature.geometry.is_empty:
            continue
        households = values.get("households")
        staged.append(
            {
                "n": feature.index,
                "code": code,
                "name": _text(values.get("name")) or (cell_name(code, area, known[area].name) if area in known else ""),
                "kind": _text(values.get("kind")) or "base",
                "area_code": area,
                "households": households if _count(households) else 0,
                "wkb": feature.geometry.wkb_hex,
            }
        )
    return staged, findings


def _faults(feature: Feature) -> list[str]:
    values, faults = feature.properties, []
    if not CELL_CODE.fullmatch(_named(values, CODE_NAMES)):
        faults.append("property code is missing or not of up to 40 letters and digits")
    if not _named(values, AREA_NAMES):
        faults.append("property area_code is missing")
    if not _count(values.get("households")):
        faults.append(f"households {values.get('households')!r} is no whole number from 0 to {MOST_HOUSEHOLDS}")
    kind = values.get("kind")
    if kind is not None and (not isinstance(kind, str) or kind.strip() not in {"", *KINDS}):
        faults.append(f"unknown kind {values.get('kind')!r}, known are {', '.join(KINDS)}")
    if what := text_fault("name", "" if values.get("name") is None else values["name"], MOST_NAME):
        faults.append(what)
    return faults


def _named(values: dict[str, object], names: tuple[str, ...]) -> str:
    return next((_text(values[name]) for name in names if name in values), "")


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) and not any(map(unseen, value)) else ""


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_HOUSEHOLDS


def _edition_findings(session: Session, edition: Edition, prefix: str) -> list[Finding]:
    values = {"prefix": prefix, "day": edition.in_force_from, "name": edition.name, "area": edition.area_code}
    findings = []
    for row in queries.ask(session, "editions_in_the_way", **values):
        twice = row.name == edition.name and row.area_code == edition.area_code
        what = "this edition is imported already" if twice else "a new edition must come into force later"
        findings.append(Finding("--edition", row.area_code, f"{what}: {row.name}, in force from {row.in_force_from}"))
    return findings


def _fallen_findings(session: Session, staged: list[dict[str, Any]], edition: Edition) -> list[Finding]:
    fallen = set(queries.fallen(session, (row["area_code"] for row in staged), edition.in_force_from))
    known = queries.known_areas(session, fallen)
    return [
        Finding(
            f"feature {row['n']}", row["code"], f"its area {row['area_code']} does not stand on {edition.in_force_from}"
        )
        for row in staged
        if row["area_code"] in fallen and row["area_code"] in known
    ]


def _shape_findings(
    session: Session, edition: Edition, prefix: str, bounds: Bounds, meant: str, step: Step
) -> list[Finding]:
    tolerance = {"tolerance": TOLERANCE * bounds.size}
    others = {"prefix": prefix, "day": edition.in_force_from}
    findings = _of(session, "invalid_polygons", "invalid geometry: {reason}")
    step("looking for overlaps")
    pairs = _of(session, "overlapping_polygons", "overlaps feature {other_n} ({other}): {m2:.1f} m²", **tolerance)
    (twice,) = queries.ask(session, "covered_twice")
    if not pairs and twice.size > TOLERANCE * bounds.size:
        share = twice.size / bounds.size
        pairs = [Finding("all features", "", f"overlap by slivers, {share:.1e} of the area: write more decimals")]
    findings += pairs
    findings += _of(session, "cells_in_the_way", "overlaps {other} of another area: {m2:.1f} m²", **tolerance, **others)
    findings += _of(session, "codes_in_the_way", "the code is in use in {area_code}", **others)
    step("looking for gaps")
    outside = f"lies outside the outline of {bounds.outline}: {{m2:.1f}} m²"
    findings += _of(session, "polygons_outside", outside, **tolerance)
    findings += _of(session, "gaps", f"gap to {bounds.whole}: {{m2:.1f}} m²", meant=meant, **tolerance)
    return findings


def _of(session: Session, check: str, what: str, **values: Any) -> list[Finding]:
    findings = []
    for row in queries.ask(session, check, **values):
        told = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
        where = f"feature {told['n']}" if "n" in told else "gap"
        at = (told["lon"], told["lat"]) if told.get("lon") is not None else None
        findings.append(Finding(where, told.get("code", ""), what.format_map(told), at))
    return findings


def _store(session: Session, edition: Edition, crs: str, prefix: str, cells: int) -> StoredEdition:
    row = GridEdition(
        area_code=edition.area_code,
        name=edition.name,
        in_force_from=edition.in_force_from,
        synthetic=edition.synthetic,
        source=edition.source,
        source_crs=crs,
        attribution=edition.attribution,
        file_name=edition.file_name,
        imported_by=edition.imported_by,
    )
    session.add(row)
    session.flush()
    queries.store_cells(session, row.id, edition.in_force_from)
    ended = queries.end_former_cells(session, row.id, prefix, edition.in_force_from)
    append(session, "cells.imported", "grid_edition", row.id, area=edition.area_code)
    return StoredEdition(row.id, edition.area_code, edition.in_force_from, cells, ended)
