"""A month of a station, of a county's map, is counted once: no second look differs, nothing below five is stored, nobody else writes."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.clock import CHINA, today
from backend.db import Context, Database
from backend.jobs.registry import RUNNING
from backend.releases import tasks
from backend.releases.domain import whole_months
from backend.settings import Settings
from tests.drafts import Draft, draft
from tests.make import Maker

TOWN = "621124100"
SAY = (
    "with o as (insert into opinion (id, number, solicitation_id, version_id, area_code, station_id, channel, said_at, received_at, state, reply_way,"
    " receipt, digest, answer) select gen_random_uuid(), 'R' || nextval('opinion_number'), v.solicitation_id, v.id, s.area_code, s.id, 'web', :at, :at,"
    " 'registered', 'receipt', lpad((1000 + nextval('opinion_number'))::text, 12, '0'), sha256('x'), '{}'"
    " from draft_version v, station s, generate_series(1, :n) where v.solicitation_id = cast(:law as uuid) and s.code = :station returning id, area_code)"
    " insert into opinion_event (opinion_id, version, at, move, from_state, to_state, actor_name, actor_role, area_code)"
    " select o.id, 2, :at, m.id, m.from_state, m.to_state, 'x', 'liaison', o.area_code from o join opinion_move m on m.id = :became"
)
TOLD = "select s.code, r.month, r.heard, r.answered, r.adopted from station_release r join station s on s.id = r.station_id"
FORGED = (
    "insert into station_release (station_id, month, heard) select min(id), (select min(month) from release_month), 99 from station",
    "update station_release set heard = 99",
    "delete from release_month",
    "insert into release_month values ('2020-01-01')",
)


REPORTED = (
    "insert into report (id, number, kind, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)"
    " select gen_random_uuid(), 'N' || nextval('report_number'), 'submission', cast(:area as text), (select id from grid_cell where code = :area || '001'),"
    " (select min(id) from station), :kind, 'web', :hidden, :at, :at, sha256('x'), '{}' from generate_series(1, :n)"
)


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Let the errand of the night find its settings."""
    monkeypatch.setitem(RUNNING, "settings", settings)


def test_a_month_is_told_once_and_stays(
    make: Maker, worker_database: Database, app_database: Database, client: FlaskClient, night: None
) -> None:
    make.counties()
    law, last, before = draft(make), *whole_months(today())[:2]

    def say(station: str, n: int, month: object, became: str = "register") -> None:
        at = datetime.combine(month, time(12), CHINA)  # type: ignore[arg-type]
        make.run(SAY, station=station, n=n, at=at, law=Draft(law.id, {}).id, became=became)

    say("LT-WF", 6, last)
    say("LT", 4, last)
    say("LT", 4, before)
    say("LT-WF", 5, before, "adopt")
    say("LT-WF", 7, today())
    tasks.month(worker_database)
    want = [("LT-WF", before, 5, None, 5), ("LT-WF", last, 6, None, None)]
    assert sorted(tuple(row) for row in make.rows(TOLD)) == want, "two stations' fours are not stored"
    say("LT", 3, last)
    say("LT-WF", 1, last)
    tasks.month(worker_database)
    assert sorted(tuple(row) for row in make.rows(TOLD)) == want, "what comes in later changes no month that was told"
    assert make.run("select count(*) from audit_entry where action = 'release.month'") == len(whole_months(today()))

    at = {
        code: client.get(f"/stations/{make.run('select id from station where code = :code', code=code)}").text
        for code in ("LT-WF", "LT")
    }
    assert ">6</td>" in at["LT-WF"] and "少于5" in at["LT-WF"]
    assert "最近12个月各项都少于5" in at["LT"] and "</td>" not in at["LT"]
    for statement in FORGED:
        with pytest.raises(DBAPIError), app_database.transaction(Context()) as session:
            session.execute(text(statement))
    with pytest.raises(DBAPIError), worker_database.transaction(Context(service="releases.month")) as session:
        session.execute(text("select * from release_stations(:first)"), {"first": today().replace(day=1)})


def test_the_map_of_a_month_is_frozen_and_tells_of_no_few(
    make: Maker, worker_database: Database, app_database: Database, client: FlaskClient, night: None
) -> None:
    make.counties()
    last, before = whole_months(today())[:2]

    def report(village: str, n: int, month: date, kind: str = "land", *, hidden: bool = False) -> None:
        at = datetime.combine(month, time(12), CHINA)
        make.run(REPORTED, area=village, n=n, at=at, kind=kind, hidden=hidden)

    assert "还没有公布过" in client.get("/map/621124").text
    for village, n in (("621124100001", 23), ("621124100002", 3), ("621124", 4)):
        report(village, n, last)
    report("621124100001", 40, last, "family", hidden=True)
    report("621124100001", 4, before)
    report("621124101001", 7, today())
    tasks.month(worker_database)
    told = make.rows("select month, kind, code, n from map_figure order by 1, 2, 3")
    assert [tuple(each) for each in told] == [(last, "category", "land", 26), (last, "town", "621124100", 26)], (
        "what lies in no cell is not counted, the cell with three takes the other with it"
    )
    assert make.rows("select total from map_release where county = '621124' and month = :m", m=before) == [(None,)]
    report("621124101001", 30, last)
    tasks.month(worker_database)
    assert make.rows("select month, kind, code, n from map_figure order by 1, 2, 3") == told, (
        "what comes later changes no month"
    )
    assert make.run("select count(*) from audit_entry where action = 'release.map'") == 12

    page = client.get(f"/map/621124?month={last:%Y-%m}").text
    assert "共26件" in page and ">26</td>" in page and page.count(">不显示</span>") == 1 and "url(#dots)" in page
    assert len(page.encode()) < 100_000 and "<script" not in page.split("<main")[1].split("</main>")[0]
    town = client.get(f"/map/621124100?month={last:%Y-%m}").text
    assert "共26件" in town and "23" not in town.split("<figure")[1].split("</section>")[0], (
        "3 in the other cell would be known by it"
    )
    assert "Fewer than 5, not shown" in client.get(f"/map/621124?month={before:%Y-%m}&lang=en").text
    wrong = (
        "/map/621124?month=2026-13",
        f"/map/621124?month={today():%Y-%m}",
        "/map/999999",
        "/map/621124100001",
        "/map/62%20124",
    )
    assert [client.get(path).status_code for path in wrong] == [404] * len(wrong)
    assert "临洮县" in client.get("/map/").text and client.get("/map/522702101").status_code == 404
    forged = "insert into map_figure values ('621124', (select max(month) from map_release), 'cell', 'x', 'x', 9)"
    for statement in (forged, "update map_figure set n = 9", "delete from map_release"):
        with pytest.raises(DBAPIError), app_database.transaction(Context()) as session:
            session.execute(text(statement))
