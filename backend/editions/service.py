"""What an edition moved, counted and told; taking one back before its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.clock import today
from backend.editions import queries
from backend.editions.queries import Flow
from backend.errors import Conflict, NotFound
from backend.grid.domain import StoredEdition
from backend.grid.service import draw_outlines, lock_imports
from backend.imports.domain import Outcome

# Lines of one kind that are told with an import; the record holds all.
MOST_LINES = 50


def record(session: Session, edition: StoredEdition, outcome: Outcome) -> None:
    """Count which reports a new edition moves on the map, and add to `outcome` what it moves besides cells and posts.

    Reports and open cases are counted as of now; on the first day in force the worker counts the reports again and moves the cases.
    """
    day = edition.in_force_from
    queries.count_moves(session, edition.id, day, today())
    reports, cases = queries.moves(session, edition.id), queries.cases_ahead(session, edition.id, day)
    fresh, workers = queries.fresh(session, edition.id), queries.workers_without(session, edition.id)
    outcome.counts |= {f"cells {what}": len(codes) for what, codes in fresh.items()}
    outcome.counts |= {"open cases to move": _sum(cases), "reports that count in another cell": _sum(reports)}
    outcome.counts["workers without their cell"] = len(workers)
    lines = [[f"cell {code}: {what}" for what, codes in fresh.items() for code in codes]]
    lines += [_lines("open cases", cases), _lines("reports on the map", reports)]
    lines += [[f"worker {name}: cell {code} is gone, name another" for name, code in workers]]
    for each in lines:
        outcome.notes += each[:MOST_LINES]
        if len(each) > MOST_LINES:
            outcome.notes.append(f"… and {len(each) - MOST_LINES} more: zhitong cells moved --edition {edition.id}")
    append(session, "edition.counted", "grid_edition", edition.id, area=edition.area_code)


def count_due(session: Session, on: date) -> list[int]:
    """Count again what those editions moved that came into force since they were counted; return them."""
    due = queries.due(session, on)
    for edition, day in due:
        queries.count_moves(session, edition, day, on)
    return [edition for edition, _ in due]


def withdraw(session: Session, edition: int, on: date) -> str:
    """Take back an edition that is not in force yet and return its name: the cells before it go on, its posts stay with those.

    Raises NotFound, and Conflict when it is in force or another edition follows it.
    """
    lock_imports(session)
    found = queries.edition_of(session, edition)
    if found is None:
        raise NotFound("没有找到", field="edition")
    if found.in_force_from <= on:
        raise Conflict("这一版网格已经启用，不能撤回；要改，请导入新的一版", field="edition")
    if found.followed:
        raise Conflict("后面还有一版网格接着它，请先撤回后面那一版", field="edition")
    queries.withdraw(session, found)
    draw_outlines(session, [found.prefix], found.in_force_from)
    append(session, "edition.withdrawn", "grid_edition", edition, area=found.area_code)
    return found.name


def _sum(flows: Iterable[Flow]) -> int:
    return sum(int(flow.n) for flow in flows)


def _lines(what: str, flows: Iterable[Flow]) -> list[str]:
    return [f"{what} {flow.former or 'in no cell'} -> {flow.cell or 'no cell'}: {flow.n}" for flow in flows]
