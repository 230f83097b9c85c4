"""A month of a station is counted once: no second look differs, nothing below five is stored, nobody but the release writes."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.clock import CHINA, today
from backend.db import Context, Database
from backend.releases import tasks
from backend.releases.domain import whole_months
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


def test_a_month_is_told_once_and_stays(
    make: Maker, worker_database: Database, app_database: Database, client: FlaskClient
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
