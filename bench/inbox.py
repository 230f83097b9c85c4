"""The desk's inbox with ten thousand open cases: the answer over HTTP, and its statement, beside the bare SQL."""

from __future__ import annotations

import time
from statistics import median

from sqlalchemy import text

from backend.accounts.service import create
from backend.cases.domain import Actor, Filters
from backend.cases.queries import list_cases
from backend.db import Context, Database
from backend.settings import Settings
from bench.load import Phone, served
from bench.province import PASSWORD

OPEN, TURNS, COUNTY = 10_000, 41, "999001"
# Ten thousand of them wait somewhere on their way, a third of them late; the rest is closed, as most cases are.
OPENED = text(
    "update cases c set state = (array['pending', 'accepted', 'triage', 'handling', 'verifying', 'answering'])[1 + n % 6],"
    " due_on = china_today() + 30 - n % 45 from (select id, row_number() over (order by id)::integer as n from cases"
    " order by id limit :n) o where o.id = c.id"
)
# What the page shows, the nearest deadline first, without policies, waiting and cells of today.
BARE = text(
    "select c.id, c.number, c.state, k.name, a.name, g.name, s.name, c.due_on, c.opened_at, (select count(*) from case_report r"
    " where r.case_id = c.id), (select t.body from case_report r join report_text t using (report_id) where r.case_id = c.id"
    " order by r.joined_at limit 1) from cases c join category k on k.code = c.category join area a on a.code = c.area_code"
    " join station s on s.id = c.station_id left join grid_cell g on g.id = c.cell_id"
    " where c.state in ('pending', 'accepted', 'triage', 'answering') and c.area_code like '999001%'"
    " order by c.due_on, c.opened_at, c.id limit 51"
)


def run(settings: Settings, seconds: float) -> None:
    """Print both ratios; the sides in turn, the middle of forty-one counts. `seconds` has no meaning here."""
    del seconds
    owner, ours = Database(settings.database_url), Database(settings.app_database_url)
    with owner.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        session.execute(OPENED, {"n": OPEN})
        person = create(session, "desk", "县联络员", PASSWORD, [("liaison", COUNTY)], demo=True)
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze cases"))
    waits = Actor(person, "县联络员", (("liaison", COUNTY),)).waits()
    seen = Context(viewer=person, roles=(("liaison", COUNTY),), areas=(COUNTY,), hidden_areas=(COUNTY,))
    bare, statement, answers = [], [], []
    with served(settings, "zhitong") as port:
        desk = Phone(port, "desk", PASSWORD)
        for _ in range(TURNS):
            with owner.transaction() as session:
                begun = time.perf_counter()
                session.execute(BARE).all()
                bare.append(time.perf_counter() - begun)
            with ours.transaction(seen) as session:
                begun = time.perf_counter()
                list_cases(session, Filters(waiting=True), waits, person, last=None, most=51)
                statement.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            assert desk.get("/api/cases?waiting=me") == 200
            answers.append(time.perf_counter() - begun)
    for name, times in (("statement", statement), ("answer", answers)):
        ratio = median(times) / median(bare)
        print(
            f"inbox of {OPEN} open cases, {name} / bare SQL {ratio:6.2f}   (goal ≤ 3; {median(bare) * 1000:.1f} ms bare)"
        )
    owner.engine.dispose()
    ours.engine.dispose()
