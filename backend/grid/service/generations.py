"""Generations (代际) of area codes: which spans of days a file tells of, and whether they fit what is stored."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from backend.grid import queries
from backend.grid.domain import FIRST_DAY, Generation
from backend.imports.domain import Finding, Row, day_of

Stored = dict[str, list[Generation]]


@dataclass(frozen=True)
class Told:
    """A generation as a row of the file tells it."""

    row: Row
    generation: Generation


def read_generations(session: Session, rows: list[Row]) -> tuple[list[Told], Stored]:
    """Return what the rows tell, and the stored generations of their codes and successors.

    A row without `valid_from` speaks of the newest generation of its code. Rows whose days cannot be
    read are left out; `import_areas` lists them.
    """
    names = {row.cells[name] for row in rows for name in ("code", "successor_code")} - {""}
    stored = queries.generations(session, names)
    told = []
    for row in rows:
        cells = row.cells
        newest = stored[cells["code"]][-1].valid_from if cells["code"] in stored else FIRST_DAY
        try:
            since = day_of(cells["valid_from"]) if cells["valid_from"] else newest
            until = day_of(cells["valid_to"]) if cells["valid_to"] else None
        except ValueError:
            continue
        parent, successor = (cells[name] or None for name in ("parent_code", "successor_code"))
        made = Generation(cells["code"], cells["name"], cells["level"], parent, since, until, successor)
        told.append(Told(row, made))
    return told, stored


def generation_findings(told: list[Told], stored: Stored) -> list[Finding]:
    """Return the rows whose days overlap another generation's, end too early, or whose successor does not fit."""
    together, findings = _together(told, stored), []
    first: dict[tuple[str, date], Row] = {}
    for each in told:
        code, row = each.generation.code, each.row
        if first.setdefault((code, each.generation.valid_from), row) is not row:
            also = first[code, each.generation.valid_from].number
            findings.append(Finding(row.where, code, f"duplicate code, also in row {also}"))
    for code in {each.generation.code: None for each in told}:
        for early, late in pairwise(together[code]):
            if early.valid_to is None or early.valid_to > late.valid_from:
                at = first.get((code, late.valid_from)) or first[code, early.valid_from]
                until = f"until {early.valid_to}" if early.valid_to else "on"
                what = f"its days overlap: from {early.valid_from} {until}, and from {late.valid_from}"
                findings.append(Finding(at.where, code, what))
    for each in told:
        what = _succession_fault(each.generation, together)
        if what:
            findings.append(Finding(each.row.where, each.generation.code, what))
    return findings


def lines(told: list[Told], stored: Stored) -> list[dict[str, Any]]:
    """Return every generation of the file's codes as the statement that stores them takes it."""
    together = _together(told, stored)
    codes = {each.generation.code: None for each in told}
    return [asdict(each) | {"newest": each is together[code][-1]} for code in codes for each in together[code]]


def count_of(told: list[Told], stored: Stored) -> dict[str, int]:
    """Return how many generations the file adds and how many it changes."""
    known = {(each.code, each.valid_from): each for line in stored.values() for each in line}
    before = [known.get((each.generation.code, each.generation.valid_from)) for each in told]
    changed = sum(old is not None and old != each.generation for old, each in zip(before, told, strict=True))
    return {"added": sum(old is None for old in before), "changed": changed}


def _together(told: list[Told], stored: Stored) -> Stored:
    """Return the generations by code as they will be, the oldest first."""
    lines: dict[str, dict[date, Generation]] = {
        code: {each.valid_from: each for each in line} for code, line in stored.items()
    }
    for each in told:
        lines.setdefault(each.generation.code, {})[each.generation.valid_from] = each.generation
    return {code: [line[day] for day in sorted(line)] for code, line in lines.items()}


def _succession_fault(ended: Generation, together: Stored) -> str:
    code, day = ended.successor_code, ended.valid_to
    if code is None or day is None:
        return ""
    line = together.get(code)
    if not line:
        return f"unknown successor code {code}"
    if line[-1].level != ended.level:
        return f"its successor {code} is a {line[-1].level}, not a {ended.level}"
    return "" if any(each.stands(day) for each in line) else f"its successor {code} does not stand on {day}"
