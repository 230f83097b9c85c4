"""What the demo makes up holds together as what people did would."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.cases.domain import OVER, Limit
from backend.cases.queries import limits
from backend.clock import today
from backend.codes import service as codes
from backend.demo.queries import Plan, make_up, scan
from backend.demo.service.filling import deadlines, receipt_of
from tests.make import Maker

DAYS, COUNT = 60, 900


@pytest.fixture
def known(make: Maker) -> dict[str, Limit]:
    """Nine hundred made-up reports of two months; the office's limits of time."""
    make.counties()
    worker = make.account("worker", ("grid_worker", "621124"), cells=("621124100001001",))
    with make.owner.transaction() as session:
        found = limits(session)
        plan, due = Plan("621124", COUNT, DAYS, ()), deadlines(found, today(), DAYS)
        make_up(session, plan, signer=worker, receipt=receipt_of, due=due)
    return found


def test_an_open_case_has_the_deadline_that_a_move_would_have_given_it(make: Maker, known: dict[str, Limit]) -> None:
    rows = make.rows("select state, state_since, due_on from cases")
    assert len(rows) == COUNT
    for state, since, due_on in rows:  # type: ignore[misc]
        assert due_on == (known[state].due(since) if state not in OVER else None), (state, since)


def test_most_are_in_time_and_a_few_are_late(make: Maker, known: dict[str, Limit]) -> None:
    waiting = make.rows("select due_on from cases where due_on is not null")
    late = [row for row in waiting if row[0] < today()]  # type: ignore[index]
    assert 0.01 < len(late) / len(waiting) < 0.15
    assert max(today() - row[0] for row in late) < timedelta(days=28)  # type: ignore[index]


def test_the_record_says_since_when(make: Maker, known: dict[str, Limit]) -> None:
    wrong = make.run(
        "select count(*) from cases c where c.version > 1 and not exists (select from case_event e"
        " where e.case_id = c.id and e.version = c.version and e.at = c.state_since and e.to_state = c.state)"
    )
    assert wrong == 0


def test_scans_are_made_up_for_what_came_by_codes(make: Maker) -> None:
    make.counties()
    worker = make.account("worker", ("grid_worker", "621124"), cells=("621124100001001",))
    with make.owner.transaction() as session:
        for station in session.execute(text("select id, kind from station")).all():
            codes.issue(session, "post" if station.kind == "collection_post" else "station", station.id)
        due = deadlines(limits(session), today(), DAYS)
        make_up(session, Plan("621124", COUNT, DAYS, ()), signer=worker, receipt=receipt_of, due=due)
        scan(session, DAYS)
    came = make.run("select count(*) from submission where code_id is not null")
    opened, begun = make.rows("select sum(opened), sum(begun) from code_day")[0]
    assert came > 50
    assert 3 * came <= opened < 30 * came
    assert came <= begun <= opened
    assert make.run("select count(*) from representative_code where issued_at > now() - interval '59 days'") == 0
