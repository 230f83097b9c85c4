"""The verbs of the room: read a book, take it away as a file, keep one of one's own under a name. Nobody writes into a book."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.categories import service as categories
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.exports.domain import Paper
from backend.exports.service import Written
from backend.grid import service as grid
from backend.hotspots import service as hotspots
from backend.hotspots.domain import Period
from backend.ledgers import queries
from backend.ledgers.domain import (
    BOOKS,
    KEEPERS,
    Book,
    Choices,
    Column,
    Narrow,
    Own,
    Page,
    Sheet,
    Totals,
    Wanted,
    Write,
)
from backend.ledgers.queries import Asked
from backend.plain import digest_of
from backend.reports.service import channels, check_channel


def read(session: Session, wanted: Wanted, most: int) -> Page:
    """Return a book: its first `most` entries and the figures of all of them.

    Raises NotFound for a book or an area there is none of for this person, Forbidden without a scope, Invalid naming the field.
    """
    book, columns, name, asked = _opened(session, wanted)
    found = list(queries.rows(session, book, asked, most))
    return Page(book, name, columns, found, _totals(session, book, asked), asked.scope.prefixes)


def export(session: Session, wanted: Wanted, kind: Paper, sheet: Sheet, write: Write) -> Written:
    """Write a book into a file through `write`, a few hundred entries at a time; goes into the record.

    Raises what `read` raises, and Invalid when there are more entries than the setting allows.
    """
    book, columns, name, asked = _opened(session, wanted)
    page = Page(book, name, columns, (), _totals(session, book, asked), asked.scope.prefixes)
    if page.totals.rows > sheet.most:
        raise Invalid(
            "这本台账有{rows}条，一次最多导出{n}条。请缩短期间、选小一点的范围，或者分几次导出", field="to", code="too_many_rows",
            rows=page.totals.rows, n=sheet.most,
        )  # fmt: skip
    rows = queries.rows(session, book, asked, None)
    cells = (sheet.cells_of(columns, nth, row) for nth, row in enumerate(rows, 1))
    written = write(sheet.frame(page), cells, sheet.total, sheet.sums(page))
    fields = (kind, f"rows:{written.rows}", f"book:{page.book.code}", *sheet.asked)
    for prefix in page.prefixes:
        audit.append(session, "ledger.exported", "ledger", page.book.code, area=prefix, fields=fields)
    return written


def own_books(session: Session) -> list[Own]:
    """Return the books that the viewer's offices made."""
    return queries.own_books(session)


def choices(session: Session) -> Choices:
    """Return what books can be narrowed by."""
    return Choices(
        [(each.code, each.name, each.name_en) for each in channels(session)],
        queries.stations(session, grid.scope_of(session)),
    )


def keep(session: Session, own: Own) -> Own:
    """Keep a book of one's own. May be repeated.

    Raises Forbidden for another's area, Conflict for an id that is taken, Invalid naming the field.
    """
    viewer = current_context(session).viewer
    if viewer is None or not _keeps(session, own.area):
        raise Forbidden("自己的台账由本辖区的联络员和镇人大来建")
    _opened(session, wanted_of(own, hotspots.checked_period(None, None)))
    asked = digest_of(**{name: value for name, value in vars(own).items() if name not in {"made_by", "ended"}})
    if queries.keep(session, replace(own, made_by=viewer), asked):
        audit.append(session, "ledger_book.kept", "ledger_book", own.id, area=own.area, fields=("name", "columns"))
    elif queries.asked_of(session, own.id) != (viewer, asked):
        raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
    return queries.own_books(session, own.id)[0]


def end(session: Session, book_id: UUID) -> Own:
    """Stop using a book of one's own; what it showed stays in the records. May be repeated. Raises NotFound, Forbidden."""
    found = queries.own_books(session, book_id)
    if not found:
        raise NotFound("没有找到")
    if not _keeps(session, found[0].area):
        raise Forbidden("自己的台账由本辖区的联络员和镇人大来建")
    if queries.end(session, book_id):
        audit.append(session, "ledger_book.ended", "ledger_book", book_id, area=found[0].area, fields=("ended_at",))
    return queries.own_books(session, book_id)[0]


def wanted_of(own: Own, span: Period) -> Wanted:
    """Return what a book of one's own asks for in a period."""
    by: dict[Narrow, Any] = {"category": own.category, "channel": own.channel, "station": own.station}
    return Wanted(own.source, span, own.area, by, own.columns)


def _opened(session: Session, wanted: Wanted) -> tuple[Book, tuple[Column, ...], str, Asked]:
    book = BOOKS.get(wanted.source)
    if book is None:
        raise NotFound("没有这本台账", field="book")
    book.check(wanted.by)
    category, channel, station = (wanted.by.get(name) for name in ("category", "channel", "station"))
    categories.check(session, category)
    check_channel(session, channel)
    if station is not None and not queries.has_station(session, station):
        raise Invalid("没有这个站点", field="station")
    columns, name = wanted.columns, book.name
    if wanted.own is not None:
        found = [each for each in queries.own_books(session, wanted.own) if each.source == book.code]
        if not found:
            raise NotFound("没有这本台账", field="own")
        columns, name = columns or found[0].columns, found[0].name
    scope = grid.scope_of(session, wanted.area)
    return book, book.chosen(columns), name, Asked(scope, grid.scope_of(session), wanted.span, wanted.by)


def _totals(session: Session, book: Book, asked: Asked) -> Totals:
    areas = queries.totals(session, book, asked)
    sums: Counter[str] = Counter()
    for area in areas:
        sums.update(area.sums)
    return Totals(sum(a.rows for a in areas), sum(a.hidden for a in areas), dict(sums), areas)


def _keeps(session: Session, area: str) -> bool:
    return current_context(session).holds_at(area, *KEEPERS)
