"""The server's clock is put a day ahead, or back (T59): sessions, limits, deadlines, errands and the order of things hold.

A clock that jumps a day one way is the same as rows that are dated a day the other way: so every time and day in the database
is moved, but those of the record, which are bound by their MACs.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from backend.audit.service import Anchors
from backend.cases.tasks import lapse, urge
from backend.clock import today
from backend.db import Database
from backend.http.limits import count
from backend.settings import Settings
from tests.backend.audit.record import faults, sealed
from tests.errands import run_errands
from tests.make import Maker
from tests.story import Story, people, sight, sign, submit

MOVED = """
select format('update %I set %s', table_name, string_agg(format('%1$I = (%1$I - make_interval(days => {days}))%2$s', column_name,
  case data_type when 'date' then '::date' else '' end), ', '))
from information_schema.columns c where table_schema = 'public' and data_type in ('date', 'timestamp with time zone')
  and is_generated = 'NEVER' and table_name !~ '^(audit_|area|category|grid_|station|spatial_|procrastinate_)'
  and exists (select from information_schema.tables t where t.table_name = c.table_name and t.table_type = 'BASE TABLE')
group by table_name
"""
# Errands' own times, where the library keeps them.
ERRANDS = """
update procrastinate_jobs set scheduled_at = scheduled_at - make_interval(days => {days});
update procrastinate_workers set last_heartbeat = last_heartbeat - make_interval(days => {days});
update procrastinate_periodic_defers set defer_timestamp = defer_timestamp - {days} * 86400
"""


@pytest.fixture(autouse=True)
def staff(make: Maker) -> None:
    """People who did not begin today: who begins tomorrow has no role yet, by whatever clock."""
    people(make)
    make.run("update account_role set from_day = from_day - 10")


def jump(make: Maker, days: int) -> None:
    """Put the server's clock `days` ahead; negative: back."""
    statements = [str(row[0]) for row in make.rows(MOVED.replace("{days}", f"({days})"))]
    assert len(statements) > 30
    with make.owner.transaction() as session:
        run = session.connection().exec_driver_sql
        run("set local session_replication_role = replica")
        for statement in [*statements, ERRANDS.replace("{days}", f"({days})")]:
            run(statement)


@pytest.mark.parametrize("days", [1, -1])
def test_a_case_goes_on_to_its_answer_though_the_clock_jumps_in_every_state(
    app: Flask, make: Maker, settings: Settings, worker_database: Database, days: int
) -> None:
    story = Story(make)
    for login in ("lian", "he", "wang"):
        story.who(login)
    told = submit(app)
    case, (due,) = told["id"], make.rows("select due_on from cases")[0]
    jump(make, days)
    file = story.file("lian", case)
    assert file["due_on"] == str(due - timedelta(days=days)), "what was promised stays promised"
    story.step("lian", case, "accepted")
    jump(make, days)
    story.step("lian", case, "verifying", handling="已请施工队挖开水渠")
    jump(make, -days)
    story.step("he", case, "answering", check="到现场看过，水已通")
    jump(make, days)
    assert sign(story.who("lian"), case).get_json()["state"] == "answered", (
        "signed in this round, whatever the clock said"
    )
    again = sign(story.who("lian"), case)
    assert again.status_code in {200, 409} and make.run("select count(*) from feedback_sheet") == 1
    lapse(worker_database)
    urge(worker_database)
    progress = app.test_client().get(f"/api/submissions/{told['receipt']}", headers={"Query-Code": told["query_code"]})
    assert progress.get_json()["state"] == "answered", "a day does not end the time for objecting"
    times = [row.at for row in make.rows("select at from case_event order by version")]
    assert times == sorted(times), "the time of a case never runs back"
    run_errands(settings)
    waiting = make.run(
        "select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at > now() + interval '2 days'"
    )
    assert waiting == 0


@pytest.mark.parametrize("days", [1, -1])
def test_who_is_logged_in_stays_so_and_nobody_is_locked_out_by_the_clock(app: Flask, make: Maker, days: int) -> None:
    lian = make.login("lian")
    with app.test_request_context():
        for _ in range(3):
            count("login", "somebody", seconds=600)
    jump(make, days)
    assert lian.get("/api/me").status_code == 200
    with app.test_request_context():
        now = count("login", "somebody", seconds=600)
    assert (now.hits, now.left <= 600) == (1, True), "a window that seems to begin tomorrow is over"
    assert make.login("lian").get("/api/me").status_code == 200
    jump(make, -days)
    assert lian.get("/api/me").status_code == 200


def test_both_times_are_kept_and_lists_go_on_from_where_they_were(
    app: Flask, make: Maker, owner: Database, worker_database: Database, settings: Settings
) -> None:
    wang, lian = make.login("wang"), make.login("lian")
    ids = [sight(wang, text=f"第{n}处") for n in range(2)]
    jump(make, -1)
    ids += [sight(wang, text=f"第{n}处") for n in range(2, 4)]
    seen = make.rows("select seen_at, received_at::date as day from report order by received_at desc")
    assert len({each.seen_at for each in seen}) == 2 and {each.day for each in seen} >= {today()}, (
        "the phone's and ours"
    )
    found, after = [], ""
    while True:
        page = lian.get(f"/api/cases?limit=1{after}").get_json()
        found += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        after = f"&cursor={page['next']}"
    assert sorted(found) == sorted(ids), "none twice, none left out"
    anchors = Anchors(settings.var)
    anchors.add(sealed(worker_database, make.run("select count(*) from audit_entry")))
    make.run("select 1")
    assert faults(owner, anchors) == []
