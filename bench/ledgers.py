"""P8: a ledger of 50,000 entries as XLSX, its time and the memory of a process of its own, beside the same rows written by hand; H01: a book of all there is."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import xlsxwriter
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.clock import now
from backend.db import Context, Database
from backend.exports.domain import Frame
from backend.exports.service import write
from backend.grid.domain import Scope
from backend.hotspots.domain import FIRST_DAY, Period
from backend.ledgers import queries
from backend.ledgers.domain import BOOKS
from backend.ledgers.queries import Asked
from backend.ledgers.schemas.sheet import cells_of
from backend.settings import Settings
from bench.figures import tell

COUNTY, TURNS, ROWS = "999001", 3, 50_000
BARE = text(
    "select left(area_code, 9), count(*) from report where area_code like '999001%' and corrects_id is null group by 1"
)
BOOK = BOOKS["reports"]
SINCE = text(
    "select china_day(received_at) + 1 from report where area_code like '999001%' order by received_at desc offset :rows limit 1"
)
SEEN = Context(viewer=1, roles=(("liaison", COUNTY),), areas=(COUNTY,), hidden_areas=(COUNTY,))
Taken = tuple[float, float]


def asked(since: date = FIRST_DAY) -> Asked:
    """Return the whole county from a day on."""
    return Asked(Scope((COUNTY,)), Scope((COUNTY,)), Period(since, date(2100, 1, 1)), {})


ASKED = asked()


def run(settings: Settings, seconds: float) -> None:
    """Print seconds and megabytes, the middle of three. `seconds` has no meaning here."""
    del seconds
    _fifty_thousand(settings)
    ours = Database(settings.app_database_url)

    def timed(work: Callable[[Session], object]) -> float:
        taken = []
        for _ in range(TURNS):
            with ours.transaction(SEEN) as session:
                session.execute(text("set local statement_timeout = 0"))
                begun = time.perf_counter()
                work(session)
                taken.append(time.perf_counter() - begun)
        return median(taken)

    with ours.transaction(SEEN) as session:
        print(f"H01 entries of the book: {sum(each.rows for each in queries.totals(session, BOOK, ASKED))}")
    print(f"H01 bare count, seconds: {timed(lambda session: session.execute(BARE).all()):.2f}")
    print(f"H01 figures by township, seconds: {timed(lambda session: queries.totals(session, BOOK, ASKED)):.2f}")
    print(f"H01 first page, seconds: {timed(lambda session: list(queries.rows(session, BOOK, ASKED, 50))):.2f}")


def _fifty_thousand(settings: Settings) -> None:
    """Print the file's time and memory, and the time of a plain xlsxwriter loop over rows that are in memory already.

    The book is that of the days on which the last entries came, hardly fewer than so many; then the first so many of all there are.
    """
    owner = Database(settings.database_url)
    with owner.transaction() as session:
        since = session.scalar(SINCE, {"rows": ROWS}) or FIRST_DAY
    owner.engine.dispose()
    # each in a process of its own: the peak of one is not the peak of what ran before
    new = multiprocessing.get_context("spawn")
    with new.Pool(1, maxtasksperchild=1) as pool:
        book = [pool.apply(_book, (settings, since)) for _ in range(TURNS)]
        begun = [pool.apply(_book, (settings, FIRST_DAY)) for _ in range(TURNS)]
        plain = [pool.apply(_plain) for _ in range(TURNS)]
    entries = book[0][2]
    tell(
        f"P8 XLSX of {ROWS:,} entries, seconds",
        median(each[0] for each in book),
        "≤ 5",
        f"{entries:,} of the last days",
    )
    tell("P8 the same, without a period", median(each[0] for each in begun), "≤ 5", f"the first {begun[0][2]:,} of all")
    tell("P8 memory of the process, MB", max(each[1] for each in book + begun), "≤ 150")
    print(f"P8 plain xlsxwriter loop, seconds: {median(took for took, _ in plain):.2f}")


def _book(settings: Settings, since: date) -> tuple[float, float, int]:
    """Return seconds, megabytes, entries."""
    columns = [("序号", 7), *((c.name, c.width) for c in BOOK.columns)]
    with Database(settings.app_database_url).transaction(SEEN) as session:
        session.execute(text("set local statement_timeout = 0"))
        begun = time.perf_counter()
        rows = queries.rows(session, BOOK, asked(since), ROWS)
        cells: Iterator[list[Any]] = (cells_of(BOOK.columns, nth, row) for nth, row in enumerate(rows, 1))
        written = write("xlsx", Frame(BOOK.name, ("bench",), columns, "bench", now()), cells, str)
        written.file.close()
        return time.perf_counter() - begun, _peak(), written.rows


def _plain() -> Taken:
    row = ["20260101-0001", "2026-01-01", "走访", "邻里纠纷", "文峰社区", "网格001", "站点", "话" * 40] + [""] * 4
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        book = xlsxwriter.Workbook(Path(folder) / "plain.xlsx", {"constant_memory": True})
        sheet = book.add_worksheet()
        for nth in range(ROWS):
            sheet.write_row(nth, 0, [nth, *row])
        book.close()
        return time.perf_counter() - begun, _peak()


def _peak() -> float:
    """Return the most memory this program has held, in megabytes; `getrusage` would count what the parent held before it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024
