"""A province's book of a million entries: its figures, its first page, and the most that a file holds, beside the bare count."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.clock import now
from backend.db import Context, Database
from backend.exports.domain import Frame
from backend.exports.service import write
from backend.hotspots.domain import Period, Scope
from backend.ledgers import queries
from backend.ledgers.domain import BOOKS
from backend.ledgers.queries import Asked
from backend.ledgers.schemas.sheet import cells_of
from backend.settings import Settings

COUNTY, TURNS = "999001", 3
BARE = text(
    "select left(area_code, 9), count(*) from report where area_code like '999001%' and corrects_id is null group by 1"
)


def run(settings: Settings, seconds: float) -> None:
    """Print seconds, the middle of three. `seconds` has no meaning here."""
    del seconds
    ours, book = Database(settings.app_database_url), BOOKS["reports"]
    seen = Context(viewer=1, roles=(("liaison", COUNTY),), areas=(COUNTY,), hidden_areas=(COUNTY,))
    asked = Asked(Scope((COUNTY,)), Period(date(2000, 1, 1), date(2100, 1, 1)), {})

    def timed(work: Callable[[Session], object]) -> float:
        taken = []
        for _ in range(TURNS):
            with ours.transaction(seen) as session:
                session.execute(text("set local statement_timeout = 0"))
                begun = time.perf_counter()
                work(session)
                taken.append(time.perf_counter() - begun)
        return median(taken)

    def file(session: Session) -> None:
        rows = queries.rows(session, book, asked, settings.export_rows)
        frame = Frame(book.name, ("bench",), [("序号", 7), *((c.name, c.width) for c in book.columns)], "bench", now())
        write("xlsx", frame, cells(rows), str).file.close()

    def cells(rows: Iterator[Any]) -> Iterator[list[Any]]:
        return (cells_of(book.columns, nth, row) for nth, row in enumerate(rows, 1))

    with ours.transaction(seen) as session:
        print(f"H01 entries of the book: {sum(each.rows for each in queries.totals(session, book, asked))}")
    print(f"H01 bare count, seconds: {timed(lambda session: session.execute(BARE).all()):.2f}")
    print(f"H01 figures by township, seconds: {timed(lambda session: queries.totals(session, book, asked)):.2f}")
    print(f"H01 first page, seconds: {timed(lambda session: list(queries.rows(session, book, asked, 50))):.2f}")
    print(f"H01 XLSX of {settings.export_rows}, seconds: {timed(file):.1f}")
