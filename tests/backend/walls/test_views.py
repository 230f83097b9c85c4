"""A screen is opened by its link and no other way, shows what is public, and nothing once the link was taken back (H07)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError

from backend.clock import CHINA, now, today
from backend.db import Database
from backend.jobs.registry import RUNNING
from backend.releases import tasks
from backend.releases.domain import whole_months
from backend.settings import Settings
from tests.backend.releases.test_service import SAY
from tests.drafts import draft
from tests.make import Maker, new_id

TOWN, NEXT = "621124100", "621124101"
ON = (
    "insert into activity (id, type, title, area_code, station_id, place, starts_at, ends_at, state, cancelled_reason, made_by, asked, public)"
    " select gen_random_uuid(), 'law_lecture', :title, s.area_code, s.id, '二楼', :at, :until, cast(:state as text), case :state when 'cancelled' then '下雨' else '' end, (select min(id) from account), '', :public"
    " from station s where s.code = 'LT-WF'"
)


def test_a_screen_is_opened_by_its_link_alone_and_not_after_it_was_taken_back(
    make: Maker, worker_database: Database, client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.counties()
    station = make.run("select id from station where code = 'LT-WF'")
    make.account("zhao", ("liaison", TOWN), name="赵联络")
    make.account("head", ("town_head", TOWN))
    make.account("qian", ("liaison", NEXT))
    make.account("worker", ("grid_worker", TOWN))
    law, last = draft(make), whole_months(today())[0]
    make.run(SAY, station="LT-WF", n=6, at=datetime.combine(last, time(12), CHINA), law=law.id, became="register")
    monkeypatch.setitem(RUNNING, "settings", settings)
    tasks.month(worker_database)
    begins = now() + timedelta(days=1)
    for title, state, public in (
        ("宪法宣传", "planned", True),
        ("内部会议", "planned", False),
        ("取消的课", "cancelled", True),
    ):
        make.run(ON, title=title, at=begins, until=begins + timedelta(hours=1), state=state, public=public)
    liaison, path = make.login("zhao"), f"/api/stations/{station}/walls"
    wall = {"id": new_id(), "name": "一楼大厅"}
    made = liaison.post(path, json=wall)
    assert made.status_code == 201, made.text
    assert liaison.post(path, json=wall).get_json() == made.get_json(), "the same again is the same link"
    assert liaison.post(path, json=wall | {"name": "别处"}).status_code == 409
    address, _, token = made.get_json()["url"].partition("#")
    assert address.endswith("/wall/")
    shell = client.get("/wall/")
    assert (shell.status_code, token in shell.text, "Set-Cookie" in shell.headers) == (200, False, False)

    told = client.post("/api/wall-board", json={"token": token})
    assert told.status_code == 200, told.text
    board = told.get_json()
    figures = [(each["label"], each["value"]) for each in board["months"][0]["figures"]]
    assert figures == [("听到", "6"), ("已答复", "少于5"), ("已采纳", "少于5")]
    assert [line["title"] for line in board["lists"][0]["lines"]] == ["宪法宣传"], "what is public and still on"
    assert [line["title"] for line in board["lists"][1]["lines"]] == ["物业管理条例（草案）"]
    assert board["lists"][2]["lines"] == []
    assert "赵联络" not in told.text
    assert "Set-Cookie" not in told.headers, "no session stays on a screen"
    assert liaison.get(path).get_json()["items"][0]["seen_at"] is not None

    for token_ in ("x" * 43, token[:-1], "；drop"):
        assert client.post("/api/wall-board", json={"token": token_}).status_code == 404
    assert client.post("/api/wall-board", json={"token": token, "station": 1}).status_code == 422
    neighbour, forged = make.login("qian"), {"id": new_id(), "name": "冒名"}
    assert [neighbour.get(path).status_code, neighbour.post(path, json=forged).status_code] == [403, 403]
    assert neighbour.delete(f"{path}/{wall['id']}").status_code == 403
    assert make.login("worker").get(path).status_code == 403
    assert liaison.delete(f"/api/stations/1/walls/{wall['id']}").status_code in {403, 404}
    assert client.post("/api/wall-board", json={"token": token}).status_code == 200

    head = make.login("head")
    assert [head.delete(f"{path}/{wall['id']}").status_code for _ in "ab"] == [204, 204]
    assert client.post("/api/wall-board", json={"token": token}).status_code == 403
    assert liaison.get(path).get_json()["items"][0]["revoked_at"] is not None
    actions = "select array_agg(action order by id) from audit_entry where action ^@ 'wall.'"
    assert make.run(actions) == ["wall.issued", "wall.revoked"]


def test_a_screen_of_a_station_with_nothing_says_so_and_a_closed_one_is_dark(
    make: Maker, client: FlaskClient, app_database: Database
) -> None:
    make.counties()
    make.account("zhao", ("liaison", TOWN))
    station = make.run("select id from station where code = 'LT-WF'")
    made = make.login("zhao").post(f"/api/stations/{station}/walls", json={"id": new_id(), "name": "一楼大厅"})
    token = made.get_json()["url"].partition("#")[2]
    board = client.post("/api/wall-board", json={"token": token}).get_json()
    assert (board["months"], [each["lines"] for each in board["lists"]]) == ([], [[], [], []])
    assert all(each["empty"] for each in board["lists"])
    assert token not in str(make.rows("select * from wall_link")), "it is kept as its digest alone"
    with app_database.transaction() as session, pytest.raises(DBAPIError):
        session.connection().exec_driver_sql("select token_hash from wall_link")
    make.run("update station set closed_on = current_date where id = :id", id=station)
    assert client.post("/api/wall-board", json={"token": token}).status_code == 403
