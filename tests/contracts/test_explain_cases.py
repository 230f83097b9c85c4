"""The statements of cases, feedback and reports at 100,000 rows, in the application's or worker's role under its policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from backend.cases import queries as cases
from backend.cases.domain import Actor, Filters, Last
from backend.db import Context, Database
from backend.evaluation import queries as evaluation
from backend.evaluation.domain import Period as Months
from backend.evaluation.model import Evaluation
from backend.feedback import queries as feedback
from backend.initiatives import queries as initiatives
from backend.reports import queries as reports
from backend.settings import Settings
from tests.contracts import plans
from tests.contracts.plans import as_sent

ROOMS = {"cases": cases.Q, "feedback": feedback.Q, "initiatives": initiatives.SQL, "reports": reports.Q}
ONE = UUID(int=777)
BIG = {
    "cases",
    "case_report",
    "case_event",
    "report",
    "report_text",
    "feedback_sheet",
    "feedback_sheet_text",
    "delivery",
    "notice",
}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan."""
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def plan_of(database: Database, context: Context, call: Callable[[Any], object]) -> tuple[str, list[dict[str, Any]]]:
    """Return the last statement that `call(session)` runs in `context`, and the nodes of its plan."""
    seen: list[tuple[str, str]] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "set_config" not in statement:
            seen.append((statement, cursor.mogrify(statement, values).decode()))

    with database.transaction(context) as session:
        event.listen(database.engine, "before_cursor_execute", note)
        try:
            call(session)
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
        cursor = session.connection().connection.cursor()
        cursor.execute(f"explain (format json) {seen[-1][1]}")
        return seen[-1][0], list(nodes(cursor.fetchone()[0][0]["Plan"]))


def listed(area: str, *, last: Last | None = None, **filters: Any) -> Callable[[Any], object]:
    """Return a call that lists a page of cases for the liaison of `area`, the first or the one after `last`."""
    waits = Actor(1, "李", (("liaison", area), ("deputy", area))).waits()
    return lambda s: cases.list_cases(s, Filters(**filters), waits, 1, last=last, most=51)


WHERE = {"category": "land", "since": datetime(2026, 3, 1, tzinfo=UTC), "near_m": 200, "degrees": 0.002}


def near(session: Any) -> object:
    """Ask what is near a place."""
    return cases.near(session, lon=104.3, lat=34.3, cell=None, **WHERE)


def near_in_a_cell(session: Any) -> object:
    """Ask what is in a cell."""
    return cases.near(session, lon=None, lat=None, cell="621124204001001", **WHERE)


def statements(area: str) -> list[tuple[str, str, Context, Callable[[Any], object], set[str]]]:
    """Return name (and what is asked), role, context, call and the indexes of which one has to be used."""
    staff = Context(viewer=1, roles=(("liaison", area),), areas=(area,), hidden_areas=(area,))
    service = Context.of_service("test", (area,))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    dated, undated = Last(now.date(), now, ONE), Last(None, now, ONE)
    return [
        ("cases.list_cases: newest", "app", staff, listed(area), {"cases_opened_idx", "cases_area_idx"}),
        ("cases.list_cases: by state", "app", staff, listed(area, state="pending"), {"cases_area_idx", "cases_opened_idx", "cases_pending_idx"}),
        ("cases.list_cases: by cell", "app", staff, listed(area, cell="621124100001001"), {"cases_cell_idx"}),
        ("cases.list_cases: waiting", "app", staff, listed(area, waiting=True), {"cases_due_idx"}),
        ("cases.list_cases: waiting, the next page", "app", staff, listed(area, last=dated, waiting=True), {"cases_due_idx"}),
        ("cases.list_cases: waiting, undated", "app", staff, listed(area, last=undated, waiting=True), {"cases_due_idx"}),
        ("cases.list_cases: overdue", "app", staff, listed(area, overdue=now.date()), {"cases_due_idx"}),
        ("cases.list_cases: due soon", "app", staff, lambda s: cases.list_cases(s, Filters(soon=True), Actor(1, "李", ()).waits(), 1, last=None, most=51, soon=now.date()), {"cases_due_idx"}),
        ("cases.list_cases: by day", "app", staff, listed(area, since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 3, 2, tzinfo=UTC)), {"cases_opened_idx"}),
        ("cases.editions_due", "worker", service, lambda s: cases.editions_due(s, now.date(), None), {"cases_cell_idx"}),
        ("cases.remap", "worker", service, lambda s: cases.remap(s, 1), {"cases_cell_idx"}),
        ("cases.undated_days", "worker", service, cases.undated_days, {"cases_pending_idx", "cases_area_idx"}),
        ("cases.one_case", "app", staff, lambda s: cases.head(s, ONE), {"cases_pkey"}),
        ("cases.by_number", "app", staff, lambda s: cases.by_number(s, "2026-000001"), {"cases_number_key"}),
        ("cases.lock_case", "app", staff, lambda s: cases.lock(s, ONE), {"cases_pkey"}),
        ("cases.seats", "app", staff, lambda s: cases.seats(s, ONE), {"case_seat_pkey", "case_seat_open_idx"}),
        ("cases.returns", "app", staff, lambda s: cases.returns(s, ONE, ["A2"]), {"case_event_once"}),
        ("cases.urges", "app", staff, lambda s: cases.urges(s, ONE), {"case_urge_case_idx"}),
        ("cases.children", "app", staff, lambda s: cases.children(s, ONE), {"cases_parent_idx"}),
        ("cases.near", "app", staff, near, {"cases_cell_idx"}),
        ("cases.near: in a cell", "app", staff, near_in_a_cell, {"cases_cell_idx"}),
        ("cases.late", "worker", service, lambda s: cases.late(s, now.date(), 1, 10), {"cases_due_idx"}),
        ("cases.timeline", "app", staff, lambda s: cases.timeline(s, ONE), {"case_event_once"}),
        ("initiatives.clusters", "app", staff, lambda s: initiatives.clusters(
            s, area, f"{area}~", 12, since=now - timedelta(days=90), until=now, least=3, topic=None), {"cases_area_idx", "cases_opened_idx"}),
        ("reports.of_case", "app", staff, lambda s: reports.of_case(s, ONE), {"case_report_pkey", "report_pkey"}),
        ("feedback.sheets: one", "app", staff, lambda s: feedback.sheets(s, sheet_id=ONE), {"feedback_sheet_pkey"}),
        ("feedback.sheets: of a report", "app", staff, lambda s: feedback.sheets(s, report_id=ONE), {"feedback_sheet_report_idx"}),
        ("feedback.sheets: of a case", "app", staff, lambda s: feedback.sheets(s, subject_id=ONE), {"feedback_sheet_subject_idx"}),
        ("feedback.attempts", "app", staff, lambda s: feedback.attempts(s, [ONE]), {"delivery_key"}),
        ("feedback.last_attempt", "worker", service, lambda s: feedback.last_attempt(s, ONE, ONE), {"delivery_key"}),
        ("feedback.settle", "worker", service, lambda s: feedback.settle(s, ONE, "failed", 500), {"delivery_pkey"}),
        ("feedback.notices", "app", staff, lambda s: feedback.notices(s, 1, before=None, unread=False, most=51), {"notice_account_idx"}),
        ("cases.unchanged", "worker", service, lambda s: cases.unchanged(s, "answered", now, 10), {"cases_lapsing_idx", "cases_area_idx"}),
        ("cases.unchanged: more", "worker", service, lambda s: cases.unchanged(s, "lacking", now, 10), {"cases_lapsing_idx", "cases_area_idx"}),
    ]  # fmt: skip


EXPLAINED = {label.partition(":")[0] for label, *_ in statements("621124")} | {
    f"evaluation.{name}" for name in evaluation.SQL
}


@pytest.mark.parametrize("area", ["621124", "621124205"])
def test_no_statement_reads_a_large_table_whole(country: Settings, area: str) -> None:
    bases = {"app": Database(country.app_database_url, pool=1), "worker": Database(country.worker_database_url, pool=1)}
    wrong = []
    for label, who, context, call, wanted in statements(area):
        room, _, name = label.partition(":")[0].partition(".")
        ran, plan = plan_of(bases[who], context, call)
        assert ran == as_sent(ROOMS[room], name), label
        used = {node["Index Name"] for node in plan if "Index Name" in node}
        scanned = {node.get("Relation Name") for node in plan if node["Node Type"] == "Seq Scan"} & BIG
        if scanned or not used & wanted:
            wrong.append((label, used, scanned))
    for database in bases.values():
        database.engine.dispose()
    assert not wrong, wrong


def evaluated(session: Session) -> None:
    """Evaluate the station at which everything of the county came in over a month, and open the records behind one value."""
    place = session.execute(text("select kind, area_code from station where id = 1")).one()
    period, made = Months(date(2026, 1, 1), 1), UUID(int=5600)
    head = {
        "id": made, "area_code": place.area_code, "kind": place.kind, "since": period.since, "months": period.months, "asked": b"",
        "scheme_id": UUID("00000000-0000-7000-8000-000000000056"), "made_by": 2, "made_name": "某",
    }  # fmt: skip
    session.execute(insert(Evaluation).values(**head).inline())
    assert evaluation.take(session, head, place.area_code, period, 500) > 0
    assert evaluation.counts(session, made)[1]["cases"] > 0
    evaluation.sources(session, made, 1, "cases", (date(2026, 1, 9), "f"), 50)
    assert len(evaluation.found(session, "621124205", period.since, "", 20)) == 20


# What the room may go through in a table: the county's opinions and matters are a hundred thousand.
MOST_ROWS = 120_000
EVALUATION_READS = {
    "opinion_received_idx|opinion_station_idx|opinion_area_idx",
    "cases_area_idx|cases_opened_idx",
    "evaluation_source_pkey",
}


def test_an_evaluation_reads_its_stations_and_months(country: Settings) -> None:
    done = plans.of_call(
        country,
        "app",
        Context(viewer=2, roles=(("liaison", "621124"),), areas=("621124",), hidden_areas=("621124",)),
        evaluated,
    )
    assert [each for each in EVALUATION_READS if not set(each.split("|")) & done.indexes()] == [], done.indexes()
    assert {table: rows for table, rows in done.touched().items() if rows > MOST_ROWS} == {}, done.whole()
