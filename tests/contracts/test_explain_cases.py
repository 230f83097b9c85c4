"""The statements of cases, feedback and reports at 100,000 rows, in the application's or worker's role under its policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg2
import pytest
from sqlalchemy import event

from backend.cases import queries as cases
from backend.cases.domain import Actor
from backend.cases.queries import Filters
from backend.db import Context, Database
from backend.feedback import queries as feedback
from backend.reports import queries as reports
from backend.settings import Settings
from tests.make import Maker

COUNT = 100_000
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
TOWNS = """
insert into area (code, name, level, parent_code)
select '621124' || t, '镇' || t, 'town', '621124' from generate_series(200, 219) t;
insert into area (code, name, level, parent_code)
select '621124' || t || '001', '村' || t, 'village', '621124' || t from generate_series(200, 219) t
"""
N = f"generate_series(1, {COUNT}) n cross join lateral (select lpad(to_hex(n), 32, '0')::uuid as id, '621124' || 200 + n % 20 || '001' as area, timestamptz '2026-01-01Z' + n * interval '4 minutes' as at) r"
FILL = f"""
alter table cases disable trigger all;
insert into report (id, number, kind, author_id, area_code, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
select id, 'n' || n, 'sighting', 1, area, 1, 'land', 'door', n % 50 = 0, at, at, sha256(n::text::bytea), '{{}}' from {N};
insert into report_text (report_id, area_code, author_id, hidden, body) select id, area, 1, n % 50 = 0, '水渠' from {N};
insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, opened_at, state_since)
select id, 'n' || n, case when n % 20 = 0 then 'pending' when n % 20 = 1 then 'answered' else 'closed' end, 'land', area,
  case when n % 100 < 3 then (select min(id) from grid_cell) + n % 100 end, 1, n % 50 = 0, at, at from {N};
insert into case_report (case_id, report_id, area_code, author_id, hidden) select id, id, area, 1, n % 50 = 0 from {N};
insert into case_event (case_id, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)
select id, '李', 'liaison', '7', 'pending', 'accepted', 2, area, n % 50 = 0 from {N};
insert into feedback_sheet (id, number, subject_kind, subject_id, subject_number, report_id, report_number, said_at, area_code, hidden,
  reply_way, signed_by, signer_name, signer_role, body_name)
select id, 'F' || n, 'case', id, 'n' || n, id, 'n' || n, at, area, n % 50 = 0, 'inbox', 1, '李', 'liaison', '站' from {N};
insert into feedback_sheet_text (sheet_id, report_id, area_code, hidden, said, answer) select id, id, area, n % 50 = 0, '水', '好' from {N};
insert into delivery (sheet_id, report_id, area_code, hidden, rung, follow_id, state) select id, id, area, n % 50 = 0, 'push', id, 'trying' from {N};
insert into notice (account_id, kind, subject_id, number, created_at) select 1 + n % 2, 'case.opened', id, 'n' || n, at from {N}
"""


@pytest.fixture
def filled(settings: Settings, make: Maker) -> Settings:
    """100,000 cases with all that hangs on them, vacuumed and analysed."""
    make.counties()
    for login in ("a", "b"):
        make.account(f"worker-{login}", ("liaison", "621124"))
    with closing(psycopg2.connect(settings.database_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(TOWNS)
            cursor.execute(FILL)
            cursor.execute("vacuum analyze")
    return settings


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan."""
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def plan_of(database: Database, context: Context, call: Callable[[Any], object]) -> list[dict[str, Any]]:
    """Return the nodes of the plan of the statement `call(session)` runs in `context`."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "set_config" not in statement:
            seen.append(cursor.mogrify(statement, values).decode())

    with database.transaction(context) as session:
        event.listen(database.engine, "before_cursor_execute", note)
        try:
            call(session)
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
        cursor = session.connection().connection.cursor()
        cursor.execute(f"explain (format json) {seen[-1]}")
        return list(nodes(cursor.fetchone()[0][0]["Plan"]))


def listed(area: str, **filters: Any) -> Callable[[Any], object]:
    """Return a call that lists a page of cases for the liaison of `area`."""
    waits = Actor(1, "李", (("liaison", area), ("deputy", area))).waits()
    return lambda s: cases.list_cases(s, Filters(**filters), waits, 1, before=None, most=51)


@pytest.mark.parametrize("area", ["621124", "621124205"])
def test_no_statement_reads_a_large_table_whole(filled: Settings, area: str) -> None:
    app = Database(filled.app_database_url, pool=1)
    worker = Database(filled.worker_database_url, pool=1)
    staff = Context(viewer=1, roles=(("liaison", area),), areas=(area,), hidden_areas=(area,))
    service = Context.of_service("test", (area,))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    statements: list[tuple[str, Database, Context, Callable[[Any], object], set[str]]] = [
        ("newest", app, staff, listed(area), {"cases_opened_idx", "cases_area_idx"}),
        ("by state", app, staff, listed(area, state="pending"), {"cases_area_idx", "cases_opened_idx", "cases_pending_idx"}),
        ("by cell", app, staff, listed(area, cell="621124100001001"), {"cases_cell_idx"}),
        ("waiting", app, staff, listed(area, waiting=True), {"cases_opened_idx", "cases_area_idx"}),
        ("by day", app, staff, listed(area, since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 3, 2, tzinfo=UTC)), {"cases_opened_idx"}),
        ("editions due", worker, service, lambda s: cases.editions_due(s, now.date(), None), {"cases_cell_idx"}),
        ("remap", worker, service, lambda s: cases.remap(s, 1), {"cases_cell_idx"}),
        ("undated", worker, service, cases.undated_days, {"cases_pending_idx", "cases_area_idx"}),
        ("head", app, staff, lambda s: cases.head(s, ONE), {"cases_pkey"}),
        ("by number", app, staff, lambda s: cases.by_number(s, "2026-000001"), {"cases_number_key"}),
        ("lock", app, staff, lambda s: cases.lock(s, ONE), {"cases_pkey"}),
        ("timeline", app, staff, lambda s: cases.timeline(s, ONE), {"case_event_once"}),
        ("reports", app, staff, lambda s: reports.of_case(s, ONE), {"case_report_pkey", "report_pkey"}),
        ("sheet", app, staff, lambda s: feedback.sheets(s, sheet_id=ONE), {"feedback_sheet_pkey"}),
        ("sheets of a report", app, staff, lambda s: feedback.sheets(s, report_id=ONE), {"feedback_sheet_report_idx"}),
        ("sheets of a case", app, staff, lambda s: feedback.sheets(s, subject_id=ONE), {"feedback_sheet_subject_idx"}),
        ("attempts", app, staff, lambda s: feedback.attempts(s, [ONE]), {"delivery_key"}),
        ("last attempt", worker, service, lambda s: feedback.last_attempt(s, ONE, ONE), {"delivery_key"}),
        ("settle", worker, service, lambda s: feedback.settle(s, ONE, "failed", 500), {"delivery_pkey"}),
        ("messages", app, staff, lambda s: feedback.notices(s, 1, before=None, unread=False, most=51), {"notice_account_idx"}),
        ("unopposed", worker, service, lambda s: cases.unopposed(s, now, 10), {"cases_answered_idx", "cases_area_idx"}),
    ]  # fmt: skip
    wrong = []
    for name, database, context, call, wanted in statements:
        plan = plan_of(database, context, call)
        used = {node["Index Name"] for node in plan if "Index Name" in node}
        scanned = {node.get("Relation Name") for node in plan if node["Node Type"] == "Seq Scan"} & BIG
        if scanned or not used & wanted:
            wrong.append((name, used, scanned))
    app.engine.dispose()
    worker.engine.dispose()
    assert not wrong, wrong


def test_every_named_statement_is_explained_here_or_runs_by_key() -> None:
    explained = {
        "list_cases", "one_case", "by_number", "lock_case", "timeline", "unopposed", "of_case", "sheets", "attempts", "last_attempt",
        "settle", "notices", "undated_days", "editions_due", "remap",
    }  # fmt: skip
    by_key = {"change", "remapped", "event", "notice_new", "give_deadline", "words", "limits", "numbers", "record"}
    assert set(cases.Q) | set(feedback.Q) | set(reports.Q) == explained | by_key
