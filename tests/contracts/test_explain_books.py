"""A book of the ledgers reads its area and period by index, its rows and its figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.db import Context
from backend.grid.domain import Scope
from backend.hotspots.domain import Period
from backend.ledgers import queries as ledgers
from backend.ledgers.domain import BOOKS, Narrow
from backend.settings import Settings
from tests.contracts import plans
from tests.contracts.test_explain_rest import COUNTY, STAFF, TOWN, judge

# The books of the ledgers, of one township and month: the indexes each needs, the most rows it may go through in a table.
BOOKS_READ: dict[str, tuple[set[str], int]] = {
    "reports": ({"report_area_idx"}, 10_000), "disputes": ({"cases_area_idx|cases_opened_idx"}, 20_000), "opinions": ({"opinion_area_idx"}, 20_000),
    "transfers": ({"cases_area_idx|cases_opened_idx"}, 120_000), "activities": ({"activity_area_idx"}, 10_000),
    "visits": ({"activity_area_idx"}, 10_000), "feedback": ({"feedback_sheet_area_idx"}, 20_000), "suggestions": (set(), 120_000), "projects": (set(), 120_000),
    "fund": (set(), 10_000), "scans": ({"code_day_area_idx", "report_area_idx", "opinion_area_idx|opinion_code_idx"}, 20_000),
}  # fmt: skip


@pytest.mark.parametrize("book", BOOKS_READ)
@pytest.mark.parametrize("of", ["rows", "figures"])
def test_a_book_reads_its_area_and_period(country: Settings, book: str, of: str) -> None:
    asked = ledgers.Asked(Scope((TOWN,)), Scope((TOWN,)), Period(date(2026, 3, 1), date(2026, 3, 31)), {})

    def read(session: Session) -> object:
        if of == "rows":
            return list(ledgers.rows(session, BOOKS[book], asked, 50))
        return ledgers.totals(session, BOOKS[book], asked)

    judge(plans.of_call(country, "app", STAFF, read), *BOOKS_READ[book])


EVER = Period(date(2000, 1, 1), date(2100, 1, 1))
HEAD = Context(viewer=2, roles=(("liaison", COUNTY),), areas=(COUNTY,), hidden_areas=(COUNTY,))
# The first page of a book of all there is: who asks, the area, what else is asked for, the index in which the page is found, the most rows
# gone through, what is joined to an entry.
FIRST: list[tuple[str, Context, str, dict[Narrow, str | int], str, int, set[str]]] = [
    ("reports", HEAD, COUNTY, {}, "report_count_idx", 2000, {"report_text", "grid_cell"}),
    ("reports", HEAD, COUNTY, {"category": "land"}, "report_count_idx", 500, {"report_text", "grid_cell"}),
    ("reports", HEAD, COUNTY, {"channel": "door"}, "report_pkey", 120_000, {"report_text", "grid_cell"}),
    ("reports", STAFF, TOWN, {}, "report_area_idx", 20_000, {"report_text", "grid_cell"}),
    ("disputes", STAFF, TOWN, {}, "cases_pkey", 20_000, {"report_text", "case_report"}),
    ("opinions", HEAD, "621124205", {}, "opinion_pkey", 20_000, {"opinion_text"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "context", "area", "by", "index", "most", "joined"), FIRST)
def test_a_first_page_is_found_before_anything_is_joined(
    country: Settings,
    code: str,
    context: Context,
    area: str,
    by: dict[Narrow, Any],
    index: str,
    most: int,
    joined: set[str],
) -> None:
    """It is what the whole book begins with, and only its own entries are joined: each by its key."""
    book, asked = BOOKS[code], ledgers.Asked(Scope((area,)), Scope((area,)), EVER, by)
    found: list[list[Any]] = []
    plan = plans.of_call(
        country, "app", context, lambda session: found.append(list(ledgers.rows(session, book, asked, 50)))
    )
    judge(plan, {index}, most)
    for table in joined:
        assert plan.touched()[table] <= 500, (table, plan.touched())
    plans.of_call(country, "app", context, lambda session: found.append(list(ledgers.rows(session, book, asked, None))))
    page, whole = found
    assert len(whole) > len(page) == 50
    assert page == whole[:50]


EXPLAINED = {f"ledgers.{book}" for book in BOOKS_READ} | {"ledgers.reports_first_wide"}
