"""A book of the ledgers reads its area and period by index, its rows and its figures."""

from __future__ import annotations

from datetime import date

import pytest

from backend.grid.domain import Scope
from backend.hotspots.domain import Period
from backend.ledgers import queries as ledgers
from backend.ledgers.domain import BOOKS
from backend.settings import Settings
from tests.contracts import plans
from tests.contracts.test_explain_rest import STAFF, TOWN, judge

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
    sql = ledgers.rows_sql(BOOKS[book]) if of == "rows" else ledgers.totals_sql(BOOKS[book])
    values = ledgers.values_of(asked) | ({"most": 50} if of == "rows" else {"digits": 12})
    judge(plans.of_call(country, "app", STAFF, lambda session: session.execute(sql, values).all()), *BOOKS_READ[book])


EXPLAINED = {f"ledgers.{book}" for book in BOOKS_READ}
