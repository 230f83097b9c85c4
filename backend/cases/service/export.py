"""The list of cases as a file: what the list shows, and less of it, since a file goes further than who took it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries
from backend.cases.domain import Actor, Filters
from backend.cases.queries import CaseRow
from backend.cases.service.deadlines import soon_until
from backend.errors import Invalid
from backend.exports import service as exports
from backend.exports.domain import Kind
from backend.exports.service import Cell, Sheet, Written


def export(session: Session, actor: Actor, filters: Filters, kind: Kind, wanted: Sheet[CaseRow]) -> Written:
    """Write the cases that `filters` leave of the scope into a file, in the order of the list; goes into the record.

    Raises Invalid when there are more than the setting allows.
    """
    soon = soon_until(session) if filters.soon else None
    rows = queries.every_case(session, filters, actor.waits(), actor.id, most=wanted.most + 1, soon=soon)
    written = exports.write(kind, wanted.frame, cells(rows, wanted), wanted.total)
    fields = (kind, f"rows:{written.rows}", *wanted.asked)
    for prefix in wanted.prefixes:
        audit.append(session, "cases.exported", "case_list", kind, area=prefix, fields=fields)
    return written


def cells(rows: Iterator[CaseRow], wanted: Sheet[CaseRow]) -> Iterator[list[Cell]]:
    """Yield the cells of each row. Raises Invalid at the first that is too many."""
    for count, row in enumerate(rows):
        if count >= wanted.most:
            raise Invalid("超过{n}件，一次导不出来。请按日期、类别或阶段缩小范围", code="too_many_rows", n=wanted.most)
        yield wanted.cells_of(row)
