"""GET /api/scans: the figures are those of the records, of one's area or one's own codes, and nothing hidden is in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from backend.clock import today
from backend.codes import service as codes
from tests.drafts import draft, opinion
from tests.draw import middle
from tests.make import Browser, Maker, new_id


def all_days() -> str:
    """Return the span of all there is."""
    return f"from={date(2026, 1, 1)}&to={today()}"


class Town:
    """A county with codes of two posts in two townships and of a deputy, and people who scan them."""

    def __init__(self, make: Maker, app: Flask) -> None:
        self.make, self.app = make, app
        make.counties()
        for login, role, area in (
            ("liaison", "liaison", "621124100"), ("head", "town_head", "621124100"), ("county", "verifier", "621124"),
            ("neighbour", "liaison", "621124101"), ("worker", "grid_worker", "621124100"), ("deputy", "deputy", "621124100"),
        ):  # fmt: skip
            make.account(login, (role, area))
        self.wf, self.wjm = self.issue("LT-WF"), self.issue("LT-WJM")
        made = make.run(
            "insert into deputy (code, name, level, area_code, station_id, account_id) select 'D1', '田代表', 'town', '621124100', s.id, a.id"
            " from station s, account a where s.code = 'LT-WF' and a.login = 'deputy' returning id"
        )
        with make.owner.transaction() as session:
            self.deputy = codes.issue(session, "deputy", int(made))

    def issue(self, station: str, category: str | None = None) -> str:
        """Return the code of a post."""
        found = int(self.make.run("select id from station where code = :code", code=station))
        with self.make.owner.transaction() as session:
            return codes.issue(session, "post", found, category)

    def scan(self, code: str, *, begin: bool = False, times: int = 1) -> None:
        """Scan as so many people; they may take the first step."""
        for _ in range(times):
            client = self.app.test_client()
            client.get(f"/c/{code}")
            if begin:
                client.post(f"/c/{code}", data={"step": "start"})

    def say(self, code: str | None, column: int = 0) -> str:
        """Send something in, at a place in a column of the map; return its id."""
        place = middle(column, 0)
        body = {
            "id": new_id(), "category": "land", "text": "水渠被填了", "reply": {"way": "receipt"}, "crs": "wgs84",
            "place": {"type": "Point", "coordinates": [place.x, place.y]}, **({"code": code} if code else {}),
        }  # fmt: skip
        assert self.app.test_client().post("/api/submissions", json=body).status_code == 201
        return str(body["id"])

    def read(self, login: str, query: str | None = None) -> Any:
        """Return the figures as somebody gets them."""
        return read(self.make.login(login), query)


@pytest.fixture
def town(make: Maker, app: Flask) -> Town:
    return Town(make, app)


def read(browser: Browser, query: str | None = None) -> Any:
    answer = browser.get(f"/api/scans?{query or all_days()}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def use(line: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(line[key] for key in ("opened", "begun", "submissions", "opinions", "rate"))


def test_scans_and_what_came_of_them_are_told_by_code(town: Town) -> None:
    town.scan(town.wf, times=2)
    town.scan(town.wf, begin=True, times=2)
    town.say(town.wf)
    town.say(None)
    law = draft(town.make)
    said = opinion(law, "第一条", code=town.wf)
    assert town.app.test_client().post("/api/opinions", json=said).status_code == 201
    town.scan(town.wjm)
    body = town.read("liaison")
    assert {line["code"]: use(line) for line in body["items"]} == {
        town.wf: (4, 2, 1, 1, 0.5), town.deputy: (0, 0, 0, 0, None),
    }, "the next township's is not told"  # fmt: skip
    assert use(body["total"]) == (4, 2, 1, 1, 0.5)
    first = body["items"][0]
    assert (first["kind"], first["name"], first["area_code"], first["brings"]) == (
        "post", "文峰社区信息采集点", "621124100001", "all",
    )  # fmt: skip
    assert (first["issued_on"], first["ended_on"], first["codes"]) == (str(today()), None, 1)
    assert body["tally"] == {"all": 2, "unscanned": 1, "unwritten": 0, "ended": 0}
    assert sum(step["opened"] for step in body["steps"]) == 4 and use(body["steps"][-1])[0] == 4
    whole = town.read("county", f"{all_days()}&by=area")
    assert {line["name"]: use(line)[:3] for line in whole["items"]} == {"洮阳镇": (4, 2, 1), "八里铺镇": (1, 0, 0)}
    assert [line["name"] for line in town.read("county", f"{all_days()}&by=owner&sort=came&limit=1")["items"]] == [
        "文峰社区信息采集点"
    ]
    assert town.read("county", f"{all_days()}&area=621124101")["total"]["opened"] == 1


def test_the_figure_is_as_long_as_the_list(town: Town) -> None:
    for column in (0, 0, 1):
        town.say(town.wf, column)
    liaison = town.make.login("liaison")
    listed = liaison.get("/api/cases?limit=200").get_json()["items"]
    assert read(liaison)["total"]["submissions"] == len(listed) == 3
    away = town.say(town.wf, 2)
    assert town.make.run("select area_code from report where id = :id", id=away) == "621124101001"
    assert read(liaison)["total"]["submissions"] == 3, "what lies in the next township is not on this list"
    assert town.read("county")["total"]["submissions"] == 4


def test_hidden_matters_are_in_no_figure(town: Town) -> None:
    town.say(town.wf)
    one = town.say(town.wf)
    before = {login: town.read(login) for login in ("head", "liaison")}
    town.say(town.deputy)
    town.make.run(
        "alter table submission disable trigger append_only; alter table report disable trigger append_only;"
        " update submission set hidden = true where report_id = cast(:id as uuid);"
        " update report set hidden = true where id = cast(:id as uuid)", id=one,
    )  # fmt: skip
    for login in ("head", "liaison", "county"):
        assert {line["code"]: line["submissions"] for line in town.read(login)["items"]}[town.wf] == 1, login
    assert before["head"] == before["liaison"]
    town.make.run("update submission set hidden = true")
    town.make.run("update report set hidden = true")
    assert town.read("deputy")["total"]["submissions"] == 0


def test_a_deputy_is_told_of_the_own_code_and_of_nothing_else(town: Town) -> None:
    town.scan(town.deputy, begin=True, times=2)
    town.scan(town.wf)
    town.say(town.deputy)
    town.say(town.deputy, 2)
    town.say(town.wf)
    body = town.read("deputy", f"{all_days()}&area=621124")
    assert [(line["code"], use(line)) for line in body["items"]] == [(town.deputy, (2, 2, 2, 0, 1.0))]
    assert use(body["total"]) == (2, 2, 2, 0, 1.0)
    assert [line["code"] for line in town.read("liaison", f"{all_days()}&own=1")["items"]] == []
    assert town.read("liaison")["total"]["opened"] == 3, "the staff of the place see it too"


def test_old_codes_keep_their_figures_and_are_told_apart(town: Town) -> None:
    town.say(town.wf)
    with town.make.owner.transaction() as session:
        codes.revoke(session, town.wf, "换新海报")
        codes.revoke(session, town.deputy, "换新海报")
    town.scan(town.wf, times=2)
    new = town.issue("LT-WF")
    town.scan(new)
    body = town.read("liaison")
    assert {line["code"]: (line["brings"], line["opened"], line["ended_on"]) for line in body["items"]} == {
        town.wf: ("ended", 2, str(today())), new: ("unwritten", 1, None),
    }  # fmt: skip
    assert [line["code"] for line in town.read("liaison", f"{all_days()}&show=ended")["items"]] == [town.wf]
    assert [line["code"] for line in town.read("liaison", f"{all_days()}&show=unwritten")["items"]] == [new]
    (both,) = (line for line in town.read("liaison", f"{all_days()}&by=owner")["items"] if line["codes"] == 2)
    assert (both["opened"], both["submissions"], both["code"], both["brings"]) == (3, 1, None, "all")
    assert town.read("liaison", f"from=2025-01-01&to={today() - timedelta(days=1)}&step=month")["items"] == []


@pytest.mark.parametrize(
    ("login", "query", "status", "field"),
    [
        ("worker", "", 403, None),
        ("liaison", "area=621124101", 404, "area"),
        ("liaison", "area=522702", 404, "area"),
        ("liaison", "from=2026-02-01&to=2026-01-01", 422, "from"),
        ("liaison", "from=2020-01-01&to=2026-01-01", 422, "step"),
        ("liaison", "step=day", 422, "step"),
        ("liaison", "by=person", 422, "by"),
        ("liaison", "limit=201", 422, "limit"),
    ],
)
def test_what_is_not_to_be_had_is_refused(town: Town, login: str, query: str, status: int, field: str | None) -> None:
    answer = town.make.login(login).get(f"/api/scans?{query or all_days()}")
    assert answer.status_code == status
    body = answer.get_json()
    assert field is None or field in {body.get("field"), *(each["field"] for each in body.get("errors", []))}
