"""The rows of the books in their order, their figures, and the books that offices made themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.db import NamedSql, ahead
from backend.grid.domain import Scope
from backend.hotspots.domain import Period
from backend.ledgers.domain import Book, Narrow, Own, Sum
from backend.ledgers.model import LedgerBook
from backend.stations.model import Station

SQL = NamedSql.beside(__file__)
PIECE = 2000


@dataclass(frozen=True)
class Asked:
    """Which entries of a book: of an area and a period, narrowed by what the book allows; `whole`: all that the reader's roles read."""

    scope: Scope
    whole: Scope
    span: Period
    by: dict[Narrow, Any]


def rows_sql(book: Book) -> TextClause:
    """Return the statement of a book's entries in their order; of a keyed book those of `:ids`, of another the first `:most`."""
    which = " where b.id = any (:ids) order by b.at, b.id" if book.keyed else " order by b.at, b.id limit :most"
    return text(f"select * from ({SQL[book.code].text}) b{which}")


def order_sql(book: Book, asked: Asked) -> TextClause:
    """Return the statement of the first `:most` ids of a keyed book, NULL for all, found before anything is joined to them.

    Of a whole county they are found as they stand in time; of less, or of one channel or station, few of what came then may be among
    them, and all of the area are looked at.
    """
    wide = asked.scope.wide and not asked.by.get("channel") and not asked.by.get("station")
    if wide and f"{book.code}_first_wide" in SQL:
        return SQL[f"{book.code}_first_wide"]
    return text(f"select b.id from ({SQL[book.code].text}) b order by b.at, b.id limit :most")


def totals_sql(book: Book) -> TextClause:
    """Return the statement of a book's figures by areas of `:digits`."""
    sums = "".join(f", sum(b.{column.key}) as {column.key}" for column in book.columns if column.adds)
    return text(
        f"select t.code, coalesce(a.name, '') as name, t.rows, t.hidden_rows{_of(book)} from ("
        f"select rpad(left(b.area_code, :digits), greatest(6, least(length(b.area_code), :digits)), '0') as code, count(*) as rows,"
        f" count(*) filter (where b.hidden) as hidden_rows{sums} from ({SQL[book.code].text}) b group by 1) t"
        " left join area a on a.code = t.code order by t.code"
    )


def _of(book: Book) -> str:
    return "".join(f", t.{column.key}" for column in book.columns if column.adds)


def rows(session: Session, book: Book, asked: Asked, most: int | None) -> Iterator[Any]:
    """Yield the first `most` entries of a book, None for all: some are read while those before them are used."""
    values = values_of(asked) | {"most": most}
    if not book.keyed:
        return iter(
            session.execute(rows_sql(book), values, execution_options={"stream_results": True, "yield_per": PIECE})
        )
    ids = session.scalars(order_sql(book, asked), values).all()
    pieces = (ids[at : at + PIECE] for at in range(0, len(ids), PIECE))
    read = rows_sql(book)
    return chain.from_iterable(ahead(session.execute(read, values | {"ids": list(piece)}).all() for piece in pieces))


def totals(session: Session, book: Book, asked: Asked) -> list[Sum]:
    """Return the figures of a book by the areas one level below the one asked for, those without entries left out."""
    keys = [column.key for column in book.columns if column.adds]
    found = session.execute(totals_sql(book), values_of(asked) | {"digits": asked.scope.digits_below}).mappings()
    return [
        Sum(row["code"], row["name"], row["rows"], row["hidden_rows"], {key: row[key] or 0 for key in keys})
        for row in found
    ]


def values_of(asked: Asked) -> dict[str, Any]:
    """Return what the statements of the books are given."""
    scope, span = asked.scope, asked.span
    return scope.values | {
        "since": span.since, "until": span.until, "first": span.first, "last": span.last, "category": asked.by.get("category"), "channel": asked.by.get("channel"),
        "station": asked.by.get("station"), "viewer_low": asked.whole.low, "viewer_high": asked.whole.high,
        "viewer_prefixes": list(asked.whole.prefixes),
    }  # fmt: skip


MOST_OWN = MOST_STATIONS = 200


def stations(session: Session, scope: Scope) -> list[tuple[int, str]]:
    """Return id and name of the stations of a scope, collection posts left out, at most two hundred."""
    within = or_(*(Station.area_code.startswith(prefix, autoescape=True) for prefix in scope.prefixes))
    read = select(Station.id, Station.name).where(
        within, Station.kind != "collection_post", Station.closed_on.is_(None)
    )
    return [(row[0], row[1]) for row in session.execute(read.order_by(Station.name, Station.id).limit(MOST_STATIONS))]


def has_station(session: Session, station_id: int) -> bool:
    """Return whether there is such a station; stations are public."""
    return session.get(Station, station_id) is not None


def own_books(session: Session, book_id: UUID | None = None) -> list[Own]:
    """Return the books that the viewer's offices made and still use, by name; with `book_id` that one, ended too."""
    which = LedgerBook.ended_at.is_(None) if book_id is None else LedgerBook.id == book_id
    read = select(LedgerBook).where(which).order_by(LedgerBook.name, LedgerBook.id).limit(MOST_OWN)
    return [_own(row) for row in session.scalars(read.execution_options(populate_existing=True))]


def _own(row: LedgerBook) -> Own:
    return Own(
        row.id, row.name, row.source, tuple(row.columns), row.area_code, row.category, row.channel, row.station_id, row.span,
        row.made_by, row.ended_at is not None,
    )  # fmt: skip


def asked_of(session: Session, book_id: UUID) -> tuple[int, bytes] | None:
    """Return who made a book and what of, None where this viewer has none of that id."""
    row = session.execute(select(LedgerBook.made_by, LedgerBook.asked).where(LedgerBook.id == book_id)).one_or_none()
    return (row[0], row[1]) if row else None


def keep(session: Session, own: Own, asked: bytes) -> bool:
    """Store a book; False when the id is taken."""
    row = {
        "id": own.id, "name": own.name, "source": own.source, "columns": list(own.columns), "area_code": own.area, "category": own.category,
        "channel": own.channel, "station_id": own.station, "span": own.span, "made_by": own.made_by, "asked": asked,
    }  # fmt: skip
    made = insert(LedgerBook).values(**row).on_conflict_do_nothing().returning(LedgerBook.id)
    return session.execute(made).one_or_none() is not None


def end(session: Session, book_id: UUID) -> bool:
    """Note that nobody uses a book any more; False when it was so before, or is another office's."""
    made = update(LedgerBook).where(LedgerBook.id == book_id, LedgerBook.ended_at.is_(None))
    return session.execute(made.values(ended_at=func.now()).returning(LedgerBook.id)).one_or_none() is not None
