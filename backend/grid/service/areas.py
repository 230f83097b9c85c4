"""Importing areas and their outlines."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.grid import queries
from backend.grid.domain import ALIAS_KINDS, LEVELS, TOLERANCE, level_of, prefix_of
from backend.grid.service.generations import Stored, Told, count_of, generation_findings, lines, read_generations
from backend.grid.service.outlines import draw_outlines
from backend.imports.domain import (
    Features,
    Finding,
    Outcome,
    Row,
    Step,
    Table,
    day_or_none,
    quiet,
    refuse_if,
    text_fault,
)

COLUMNS = ("code", "name", "level", "parent_code")
OPTIONAL = ("valid_from", "valid_to", "successor_code", "aliases")
# How many characters a name or an alias may have; the database holds the same.
MOST_NAME = 100
RANK = {level: rank for rank, level in enumerate(LEVELS)}


def import_areas(session: Session, rows: Table, outlines: Features | None = None, step: Step = quiet) -> Outcome:
    """Store areas, then their outlines; all of the file or nothing.

    `rows`: see `COLUMNS`; `aliases` are `kind:alias` parted by `|`. A code may stand in several rows,
    one a generation; a row without `valid_from` speaks of the newest. May be repeated: what is there
    and equal stays. Areas missing from the file stay. Raises ImportRefused with every bad row and
    outline.
    """
    queries.lock_imports(session)
    step("reading areas")
    told, stored = read_generations(session, rows)
    findings = _row_findings(rows) + _tree_findings(session, rows) + generation_findings(told, stored)
    if not outlines:
        refuse_if(findings)
    outcome = Outcome({"areas": len({row.cells["code"] for row in rows})} | count_of(told, stored))
    # Outlines are compared with areas as they will be. Faulty rows hide nothing of them: the others are stored ahead of
    # the one refusal, which takes them back.
    faulty = _faulty(told, stored, findings)
    with session.begin_nested():
        step("storing areas")
        good = [each for each in told if each.generation.code not in faulty]
        queries.upsert_areas(session, lines(good, stored))
        queries.add_aliases(session, [alias for each in good for alias in _aliases(each.row)])
        if outlines:
            findings += _compared(session, outlines, faulty, step)
            refuse_if(findings)
            step("storing outlines")
            changed = queries.store_outlines(session)
            # What is drawn of a county are its townships.
            draw_outlines(session, [code for code in changed if level_of(code) in {"town", "village"}])
            outcome.counts["outlines changed"] = len(changed)
    if any(outcome.counts[name] for name in outcome.counts if name != "areas"):
        append(session, "areas.imported", "area", min(row.cells["code"] for row in rows))
    return outcome


def _faulty(told: list[Told], stored: Stored, findings: list[Finding]) -> set[str]:
    """Return the codes that cannot be stored: those found faulty, and what hangs on one of them that is not stored yet."""
    faulty = {finding.code for finding in findings}
    while True:
        missing = faulty - set(stored)
        more = {
            each.generation.code
            for each in told
            if {each.generation.parent_code, each.generation.successor_code} & missing
        } - faulty
        if not more:
            return faulty
        faulty |= more


def _aliases(row: Row) -> list[dict[str, str]]:
    pairs = [text.partition(":") for text in row.cells["aliases"].split("|") if text]
    return [{"alias": alias, "area_code": row.cells["code"], "kind": kind} for kind, _, alias in pairs]


def _row_findings(rows: Table) -> list[Finding]:
    findings = rows.refused()
    return findings + [Finding(row.where, row.cells["code"], what) for row in rows for what in _faults(row.cells)]


def _faults(cells: dict[str, str]) -> list[str]:
    faults = []
    told, level = level_of(cells["code"]), cells["level"]
    if told is None:
        faults.append("a code has six, nine or twelve digits")
    if level not in LEVELS:
        faults.append(f"unknown level {level!r}, known are {', '.join(LEVELS)}")
    elif told and len(cells["code"]) != LEVELS[level]:
        faults.append(f"a {level} has {LEVELS[level]} digits")
    elif told and told != level and level in {"province", "city"}:
        faults.append(f"a {level}'s code ends in {'0000' if level == 'province' else '00'}")
    if what := text_fault("name", cells["name"], MOST_NAME) or ("" if cells["name"] else "has no name"):
        faults.append(what)
    if (level == "province") != (cells["parent_code"] == ""):
        faults.append("a province has no parent, every other area has one")
    days = {}
    for name in ("valid_from", "valid_to"):
        try:
            days[name] = day_or_none(name, cells[name])
        except ValueError as fault:
            faults.append(str(fault))
    if days.get("valid_from") and days.get("valid_to") and days["valid_to"] <= days["valid_from"]:  # type: ignore[operator]
        faults.append("valid_to is not after valid_from")
    if cells["successor_code"] and not cells["valid_to"]:
        faults.append("has a successor but no valid_to")
    if cells["successor_code"] == cells["code"] != "":
        faults.append("succeeds itself: a new generation of a code is a row of its own")
    for text in cells["aliases"].split("|"):
        kind, _, alias = text.partition(":")
        if what := text_fault("alias", alias, MOST_NAME):
            faults.append(what)
        elif text and (kind not in ALIAS_KINDS or not alias):
            faults.append(f"alias {text!r} is not kind:alias, kinds are {', '.join(ALIAS_KINDS)}")
    return faults


def _tree_findings(session: Session, rows: list[Row]) -> list[Finding]:
    levels = {row.cells["code"]: row.cells["level"] for row in rows}
    parents = {row.cells["parent_code"] for row in rows} - {""}
    levels = {code: row.level for code, row in queries.known_areas(session, parents).items()} | levels
    findings = []
    for row in rows:
        code, parent, level = row.cells["code"], row.cells["parent_code"], row.cells["level"]
        if not parent:
            continue
        if parent not in levels:
            findings.append(Finding(row.where, code, f"unknown parent code {parent}"))
        elif level in RANK and RANK.get(levels[parent], 0) >= RANK[level]:
            findings.append(Finding(row.where, code, f"its parent {parent} is a {levels[parent]}, not above a {level}"))
        elif not code.startswith(prefix_of(parent, levels[parent])):
            findings.append(Finding(row.where, code, f"does not begin with the code of its parent {parent}"))
    return findings


def _compared(session: Session, outlines: Features, faulty: set[str], step: Step) -> list[Finding]:
    """Stage the outlines and return what is wrong with them; `faulty`: codes of rows that are listed themselves."""
    step("reading outlines")
    findings, staged = list(outlines.findings), []
    first: dict[str, int] = {}
    for feature in outlines.features:
        code = feature.properties.get("code", feature.properties.get("code6"))
        if not isinstance(code, str) or level_of(code) is None:
            findings.append(Finding(feature.where, str(code or ""), "property code is missing or no area code"))
            continue
        if first.setdefault(code, feature.index) != feature.index:
            findings.append(Finding(feature.where, code, f"duplicate code, also feature {first[code]}"))
        if feature.geometry.is_empty:
            continue
        staged.append({"n": feature.index, "code": code, "wkb": feature.geometry.wkb_hex})
    queries.stage(session, staged)
    step("comparing outlines")
    return findings + _outline_findings(session, faulty)


def _outline_findings(session: Session, faulty: set[str]) -> list[Finding]:
    def ask(name: str, what: str, **values: float) -> list[Finding]:
        return [
            Finding(f"feature {row.n}", row.code, what.format_map(dict(row._mapping)), _spot(row))  # noqa: SLF001 - SQLAlchemy's public name
            for row in queries.ask(session, name, **values)
        ]

    unknown = ask("unknown_outlines", "no area has this code")
    return (
        [finding for finding in unknown if finding.code not in faulty]
        + ask("invalid_polygons", "invalid geometry: {reason}")
        + ask("outlines_against_parents", "lies outside the outline of {other}: {m2:.1f} m²", share=TOLERANCE)
        + ask("outlines_against_children", "leaves out {m2:.1f} m² of {other}, which lies below it", share=TOLERANCE)
        + ask("outlines_against_cells", "leaves out {m2:.1f} m² of {other} of its cells", share=TOLERANCE)
        + ask("outlines_against_siblings", "overlaps {other}: {m2:.1f} m²", share=TOLERANCE)
    )


def _spot(row: Any) -> tuple[float, float] | None:
    lon = getattr(row, "lon", None)
    return None if lon is None else (lon, row.lat)
