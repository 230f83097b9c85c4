"""What an edition moved, counted, told and read; taking one back before its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.cases.domain import Actor
from backend.clock import today
from backend.editions import queries
from backend.editions.domain import Head, Kind, Moved, Sums, Withdrawn
from backend.editions.queries import Flow
from backend.errors import Conflict, Forbidden, NotFound
from backend.grid import service as grid
from backend.grid.domain import StoredEdition
from backend.imports.domain import Outcome
from backend.jobs import service as jobs

# Lines of one kind that are told with an import; the record holds all.
MOST_LINES = 50
# The largest number the database gives.
MOST = 2**63 - 1


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
    """Count again what those editions moved that came into force since they were counted, and tell who is concerned now; return them."""
    due = queries.due(session, on)
    for edition, day in due:
        queries.count_moves(session, edition, day, on)
        tell(session, edition)
    return [edition for edition, _ in due]


def tell(session: Session, edition: int) -> int:
    """Tell the nearest heads and liaisons of each township in which an edition moved something, once; return how many are new."""
    return jobs.push_notices(session, queries.tell(session, edition))


def listed(session: Session, last: tuple[date, int] | None, most: int) -> list[Head]:
    """Return the editions that have to do with the reader's scope, the newest first; see `queries.listed`."""
    return queries.listed(session, grid.scope_of(session), today(), most, last=last)


def one(session: Session, edition: int) -> tuple[Head, Sums]:
    """Return an edition with how much it moved in the reader's scope. Raises NotFound."""
    return _head(session, edition), queries.sums(session, grid.scope_of(session), edition, today())


def moved(session: Session, edition: int, kind: Kind, after: str, most: int) -> list[Moved]:
    """Return what of one kind an edition moved in the reader's scope; see `queries.moved`. Raises NotFound."""
    _head(session, edition)
    return queries.moved(session, kind, grid.scope_of(session), edition, today(), after, most)


def withdraw(session: Session, edition: int, actor: Actor, reason: str) -> Withdrawn:
    """Take back an edition that is not in force yet: the cells before it go on, its posts stay with those. May be repeated.

    Raises NotFound, Forbidden for who is no liaison of the whole area, and Conflict when it is in force or another one follows it.
    """
    grid.lock_imports(session)
    if actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    before = queries.withdrawn(session, edition, actor.id) if edition <= MOST else None
    if before is not None:
        return before
    head = _head(session, edition)
    _refuse(head.in_force_from <= today(), followed=head.followed)
    if not head.keeps:
        raise Forbidden("您的岗位不能做这一步")
    queries.withdraw(session, edition, actor.name, reason)
    append(session, "edition.withdrawn", "grid_edition", edition, area=head.area_code, fields=("reason",))
    found = queries.withdrawn(session, edition, actor.id)
    if found is None:
        raise Conflict("这一版网格已经启用，不能撤回；要改，请导入新的一版", field="edition")
    return found


def take_back(session: Session, edition: int, on: date) -> str:
    """Take back an edition like `withdraw`, as the owner on the command line; return its name. Raises NotFound and Conflict."""
    grid.lock_imports(session)
    found = queries.edition_of(session, edition)
    if found is None:
        raise NotFound("没有找到", field="edition")
    _refuse(found.in_force_from <= on, followed=found.followed)
    queries.take_back(session, edition)
    append(session, "edition.withdrawn", "grid_edition", edition, area=found.area_code)
    return found.name


def _head(session: Session, edition: int) -> Head:
    scope = grid.scope_of(session)
    found = queries.listed(session, scope, today(), 1, edition=edition) if edition <= MOST else []
    if not found:
        raise NotFound("没有找到")
    return found[0]


def _refuse(in_force: bool, *, followed: bool) -> None:
    if in_force:
        raise Conflict("这一版网格已经启用，不能撤回；要改，请导入新的一版", field="edition")
    if followed:
        raise Conflict("后面还有一版网格接着它，请先撤回后面那一版", field="edition")


def _sum(flows: Iterable[Flow]) -> int:
    return sum(int(flow.n) for flow in flows)


def _lines(what: str, flows: Iterable[Flow]) -> list[str]:
    return [f"{what} {flow.former or 'in no cell'} -> {flow.cell or 'no cell'}: {flow.n}" for flow in flows]
