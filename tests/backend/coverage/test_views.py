"""Distances, advice and trials over HTTP, and nothing of the neighbours' in them.

Row 0 of the map holds 文峰, 东街 and 王家磨; 文峰 and 王家磨 have a post of their own, that of 东街 belongs to no cell yet.
Row 9, nine kilometres south, holds G0 to G3 of 文峰, a kilometre apart, with nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from backend.geo.sphere import distance_m
from tests.backend.hotspots.conftest import STORE
from tests.drafts import draft, raised
from tests.draw import draw, middle
from tests.make import Browser, Maker, new_id

WF, DJ, WJM = "621124100001001", "621124100002001", "621124101001001"
SOUTH = ["G0", "G1", "G2", "G3"]
EVEN = "households=1&reports=1&opinions=1&harder=1"
PLACES = [(round(place.x, 6), round(place.y, 6)) for place in (middle(1, 9), middle(3, 9))]
SITE = ";".join(f"{lon},{lat}" for lon, lat in PLACES)


@pytest.fixture
def county(make: Maker) -> Maker:
    """Two townships with posts, and four cells far from any."""
    make.counties()
    for login, role, area in (
        ("worker", "grid_worker", "621124"), ("head", "town_head", "621124100"), ("liaison", "liaison", "621124100"),
        ("neighbour", "town_head", "621124101"), ("far", "town_head", "522702"),
    ):  # fmt: skip
        make.account(login, (role, area))
    edition = int(make.run("select min(id) from grid_edition"))
    shapes = draw(".\n" * 9 + "WXYZ")
    for code, letter in zip(SOUTH, "WXYZ", strict=True):
        make.cell(edition, code, f"南{code}格", "621124100001", shapes[letter])
    make.run(
        "insert into station_cell select s.id, c.edition_id, c.id, 0 from station s join grid_cell c"
        " on (s.code, c.code) in (('LT-WF', :wf), ('LT-WJM', :wjm))", wf=WF, wjm=WJM,
    )  # fmt: skip
    return make


@pytest.fixture
def report(county: Maker) -> Callable[..., None]:
    """`report(cell, hidden=False)` stores a fact of today as the intake would."""
    author = county.run("select id from account where login = 'worker'")

    def store(cell: str, *, hidden: bool = False, at: str = "now") -> None:
        county.run(
            STORE,
            id=new_id(),
            author=author,
            cell=cell,
            at=at,
            category="land",
            channel="door",
            hidden=hidden,
            station="LT-WF",
        )

    return store


def read(browser: Browser, path: str) -> Any:
    answer = browser.get(f"/api/coverage/{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def test_every_cell_knows_its_nearest_open_post(county: Maker) -> None:
    head = county.login("head")
    body = read(head, "cells?reach_m=800")
    cells = {cell["code"]: cell for cell in body["cells"]}
    posts = {
        row.name: (row.lon, row.lat)
        for row in county.rows(
            "select name, st_x(geom) as lon, st_y(geom) as lat from station where kind = 'collection_post'"
        )
    }
    for cell in cells.values():
        far = {name: distance_m((cell["lon"], cell["lat"]), place) for name, place in posts.items()}
        assert cell["nearest"]["name"] == min(far, key=far.__getitem__)
        assert cell["nearest"]["distance_m"] == pytest.approx(min(far.values()), abs=0.06)
        assert county.run(
            "select st_covers(geom, st_point(:lon, :lat, 4326)) from grid_cell where code = :code",
            code=cell["code"], lon=cell["lon"], lat=cell["lat"],
        )  # fmt: skip
    assert {code: cell["state"] for code, cell in cells.items()} == {
        WF: "own", DJ: "within", **dict.fromkeys(SOUTH, "blank"),
    }  # fmt: skip
    assert cells["G0"]["nearest"]["walk_min"] == -(-cells["G0"]["nearest"]["distance_m"] // 80)
    assert cells[DJ]["reached_by"] == 2, "its own village's and that of 文峰: an overlap"
    found = {post["name"]: (post["cell"], post["ours"], post["reaches"], post["alone"]) for post in body["posts"]}
    assert found == {
        "文峰社区信息采集点": (WF, True, 2, 1), "东街社区信息采集点": (None, True, 1, 0),
    }, "what reaches nothing of the township is not named"  # fmt: skip
    assert body["sum"] == {
        "cells": 6, "reached": 2, "own": 1, "blank": 4, "households": 2400, "households_reached": 800,
        "share": pytest.approx(1 / 3),
    }  # fmt: skip
    assert (body["rules"]["walk_kmh"], body["rules"]["reach_m"]) == (4.8, 800)
    county.run("update station set closed_on = current_date where code = 'LT-DJ'")
    county.run("update station set opened_on = current_date + 9 where code = 'LT-WF'")
    again = {cell["code"]: cell for cell in read(head, "cells")["cells"]}
    assert again[WF]["nearest"]["name"] == "王家磨村信息采集点", "people go over the border"
    assert (again[WF]["posts"], again[DJ]["posts"]) == (0, 0)


def test_a_mobile_post_counts_while_it_stands_there(county: Maker) -> None:
    parent = county.run("select id from station where code = 'LT'")
    bus = county.station("LT-BUS", "流动采集车", "collection_post", "621124100001", middle(0, 9).wkt, parent)
    county.run("update station set mobile = true where id = :bus", bus=bus)
    head = county.login("head")
    state = {cell["code"]: cell["state"] for cell in read(head, "cells")["cells"]}
    assert state["G0"] == state["G3"] == "blank", "it stands nowhere now, whatever its address says"
    county.run(
        "insert into station_session (id, station_id, area_code, starts_at, ends_at, place, theme, geom, cell_id, made_by, asked)"
        " select :id, :bus, c.area_code, now() - interval '1 hour', now() + interval '1 hour', '集市', '', st_pointonsurface(c.geom), c.id,"
        " (select id from account where login = 'liaison'), '' from grid_cell c where c.code = 'G3'", id=new_id(), bus=bus,
    )  # fmt: skip
    cells = {cell["code"]: cell for cell in read(head, "cells")["cells"]}
    assert [cells[code]["state"] for code in SOUTH] == ["blank", "blank", "within", "own"]
    assert cells["G3"]["nearest"] | {"mobile": True, "name": "流动采集车"} == cells["G3"]["nearest"]
    assert head.get("/api/coverage").get_json()["covered"] == 2
    county.run("update station_session set ends_at = now() - interval '1 minute'")
    assert {cell["code"]: cell["state"] for cell in read(head, "cells")["cells"]} == state


def test_advice_goes_where_most_is_unserved_and_a_trial_says_the_same(
    county: Maker, report: Callable[..., None]
) -> None:
    head = county.login("head")
    for _ in range(3):
        report("G0")
    one = read(head, f"advice?k=1&{EVEN}")
    (site,) = one["sites"]
    assert (site["cell"]["code"], set(site["cells"])) == ("G1", {"G0", "G1", "G2"})
    assert [(each["factor"], each["n"]) for each in site["factors"][:2]] == [("reports", 3), ("households", 1200)]
    assert sum(each["share"] for each in site["factors"]) == pytest.approx(site["share"])
    assert one["after"]["share"] == pytest.approx(one["before"]["share"] + site["share"])
    assert (one["method"], one["gap"], one["reason"]) == ("optimal", 0, None)
    many = read(head, f"advice?k=20&{EVEN}")
    assert (len(many["sites"]), many["after"]["reached"], many["after"]["share"]) == (2, 6, pytest.approx(1))
    assert many["reason"] == "all_reached"
    places = ";".join(f"{each['lon']},{each['lat']}" for each in many["sites"])
    trial = read(head, f"trial?sites={places}&{EVEN}")
    assert (trial["sites"], trial["before"], trial["after"]) == (many["sites"], many["before"], many["after"])
    off = read(head, "trial?sites=103.9,36.9;103.8095,35.305")
    assert [(each["cell"] and each["cell"]["code"], each["cells"]) for each in off["sites"]] == [
        (None, []), ("G0", ["G0", "G1"]),
    ]  # fmt: skip
    assert read(head, "advice?k=3&households=0&reports=0&opinions=0&harder=0")["reason"] == "no_demand"
    nothing = read(county.login("far"), "advice?k=3")
    assert (nothing["reason"], nothing["sites"], nothing["after"]["cells"]) == ("no_cells", [], 0)


def test_hidden_matters_and_those_of_the_neighbour_weigh_nothing(county: Maker, report: Callable[..., None]) -> None:
    report("G2")
    # the liaison handles hidden matters: no policy keeps them from the count
    head, liaison, neighbour = (county.login(each) for each in ("head", "liaison", "neighbour"))
    paths = ["cells", f"advice?k=2&{EVEN}", "trial?sites=103.81,35.31"]

    def told() -> list[bytes]:
        return [who.get(f"/api/coverage/{path}").get_data() for path in paths for who in (head, liaison)]

    before = told()
    beside = [neighbour.get(f"/api/coverage/{path}").get_data() for path in paths]
    report("G0", hidden=True)
    report(WJM)
    report("G1", at="2024-01-01")
    report("G3")
    county.unwatched(
        "update report set corrects_id = (select id from report where cell_id = (select id from grid_cell where code = 'G2'))"
        " where cell_id = (select id from grid_cell where code = 'G3')"
    )
    assert told() == before, "hidden, elsewhere, long ago, only putting another right"
    report("G0")
    assert head.get("/api/coverage/cells").get_data() != before[0]
    assert [cell["reports"] for cell in read(neighbour, "cells")["cells"]] == [1]
    assert b"G0" not in b"".join(beside)


def test_hard_cases_and_opinions_are_counted_where_they_are(county: Maker) -> None:
    case = (
        "insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, due_on, opened_at)"
        " select gen_random_uuid(), :code, :state, 'land', c.area_code, c.id, s.id, :hidden, current_date + :due, now() - make_interval(days => :age)"
        " from grid_cell c, station s where c.code = :code and s.code = 'LT-WF'"
    )  # fmt: skip
    county.run("alter table cases disable trigger user")
    for code, state, due, age, hidden in (
        ("G0", "accepted", 5, 1, False), ("G1", "accepted", -5, 1, False), ("G2", "accepted", 5, 91, False), ("G3", "accepted", -5, 1, True),
        (DJ, "answered", -5, 100, False),
    ):  # fmt: skip
        county.run(case, code=code, state=state, due=due, age=age, hidden=hidden)
    found = {cell["code"]: cell["harder"] for cell in read(county.login("liaison"), "cells")["cells"]}
    assert found == {"G0": 0, "G1": 1, "G2": 1, "G3": 0, DJ: 0, WF: 0}, "overdue, long open; not hidden, not answered"
    county.run("update cases set redos = 1 where number = 'G0'")
    assert read(county.login("head"), f"advice?k=1&{EVEN}")["sites"][0]["factors"][0]["factor"] == "harder"
    law = draft(county)
    for state in ("registered", "answered", "withdrawn", "invalid", "became_case"):
        said = raised(county, law, "621124100001")
        county.unwatched(
            "update opinion set state = :state, cell_id = (select id from grid_cell where code = 'G0') where id = :id", state=state, id=said
        )  # fmt: skip
    told = {cell["code"]: cell["opinions"] for cell in read(county.login("liaison"), "cells")["cells"]}
    assert told == dict.fromkeys(found, 0) | {"G0": 2}, "those that count"


@pytest.mark.parametrize("path", ["cells?", "advice?k=2&", "trial?sites=103.8,35.4&"])
def test_what_cannot_be_asked_is_refused_by_name(
    county: Maker, app: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    head = county.login("head")
    wrong = {
        "reach_m=49": 422, "reach_m=10001": 422, "reach_m=NaN": 422, "reach_m=1e3": 422, "households=-1": 422, "reports=Infinity": 422,
        "opinions=1001": 422, "harder=": 422, "area=6211241000019": 422, "weight=1": 422,
        "area=621124101": 404, "area=621124": 404, "area=621124999": 404,
    }  # fmt: skip
    if path.startswith("advice"):
        wrong |= {"k=0": 422, "k=21": 422, "k=1.5": 422, "k=x": 422}
    if path.startswith("trial"):
        wrong |= {
            f"sites={bad}": 422 for bad in ("103", "a,b", "181,0", "0,91", "NaN,1", ";".join(["1,1"] * 21), "1,1;")
        }
    for query, status in wrong.items():
        answer = head.get(f"/api/coverage/{path.partition(query.partition('=')[0] + '=')[0]}{query}")
        assert (answer.status_code, answer.get_json()["field"]) == (status, query.partition("=")[0]), query
    assert county.login("worker").get(f"/api/coverage/{path}").status_code == 403
    ours = app.extensions["zhitong.settings"]
    monkeypatch.setitem(app.extensions, "zhitong.settings", dataclasses.replace(ours, coverage_cells=5))
    crowded = head.get(f"/api/coverage/{path}")
    assert (crowded.status_code, crowded.get_json()["field"]) == (422, "area")
    assert head.get(f"/api/coverage/{path}area=621124100002").status_code == 200


def test_the_blank_cells_of_the_scope_and_no_others_are_named(county: Maker) -> None:
    head = county.login("head")
    body = head.get("/api/coverage").get_json()
    assert (body["cells"], body["covered"], body["rate"]) == (6, 1, pytest.approx(1 / 6))
    assert [cell["code"] for cell in body["blank"]] == [DJ, *SOUTH]
    assert body["blank"][0] == {
        "code": DJ, "name": "东街社区1格", "area_code": "621124100002", "village": "东街社区", "households": 400,
    }  # fmt: skip
    neighbour = county.login("neighbour").get("/api/coverage").get_json()
    assert (neighbour["cells"], neighbour["rate"], neighbour["blank"]) == (1, 1.0, [])
    assert head.get("/api/coverage?area=621124100002").get_json()["rate"] == 0
    assert [head.get(f"/api/coverage?area={area}").status_code for area in ("621124101", "621124", "999999")] == [
        404
    ] * 3
    assert county.login("worker").get("/api/coverage").status_code == 403
    county.run("update station set closed_on = current_date where code = 'LT-WF'")
    assert head.get("/api/coverage").get_json()["covered"] == 0


def test_a_plan_is_kept_opened_beside_today_and_removed(county: Maker) -> None:
    head, liaison, neighbour, far = (county.login(each) for each in ("head", "liaison", "neighbour", "far"))
    trial = read(head, f"trial?area=621124100&reach_m=1500&sites={SITE}&{EVEN}")
    body = {
        "id": new_id(), "area": "621124100", "name": "南片两个点", "sites": SITE, "reach_m": 1500, "households": 1, "reports": 1, "opinions": 1,
        "harder": 1,
    }  # fmt: skip
    for wrong, status, field in (
        ({"sites": ""}, 422, "sites"),
        ({"sites": "x"}, 422, "sites"),
        ({"name": "一"}, 422, "name"),
        ({"reach_m": 10}, 422, "reach_m"),
        ({"harder": -1}, 422, "harder"),
        ({"area": "621124101"}, 404, "area"),
        ({"area": "62"}, 422, "area"),
    ):
        answer = head.post("/api/coverage/plans", json=body | wrong)
        assert (answer.status_code, answer.get_json()["field"]) == (status, field), wrong
    made = head.post("/api/coverage/plans", json=body)
    assert made.status_code == 201, made.get_data(as_text=True)
    kept = made.get_json()
    assert {name: kept[name] for name in ("before", "after", "sites")} == {
        name: trial[name] for name in ("before", "after", "sites")
    }
    assert (kept["name"], kept["weights"], kept["removes"]) == (
        "南片两个点", {"households": 1, "reports": 1, "opinions": 1, "harder": 1}, True,
    )  # fmt: skip
    assert head.post("/api/coverage/plans", json=body).get_json() == kept, "may be repeated"
    for who, more in ((head, {"name": "另一个"}), (liaison, {}), (neighbour, {"area": "621124101"})):
        taken = who.post("/api/coverage/plans", json=body | more)
        assert (taken.status_code, taken.get_json()["field"]) == (409, "id")
    at = f"plans/{kept['id']}"
    assert read(liaison, "plans?limit=1")["items"] == [kept], "the liaison keeps the office, and may remove it too"
    for who in (neighbour, far):
        assert read(who, "plans")["items"] == []
        assert who.get(f"/api/coverage/{at}").status_code == who.delete(f"/api/coverage/{at}").status_code == 404
    opened = read(head, at)
    assert (opened["today"], opened["grid_changed"]) == (trial, False)

    # a post of its own is opened there: the plan keeps its figures, today has others; then the grid changes
    county.run(
        "insert into station_cell select s.id, c.edition_id, c.id, 0 from station s, grid_cell c"
        " where s.code = 'LT-DJ' and c.code = 'G0'"
    )
    later = read(head, at)
    assert later["today"]["before"]["reached"] == trial["before"]["reached"] + 1
    assert (later["before"], later["grid_changed"]) == (kept["before"], False)
    county.run("update grid_cell set in_force_to = current_date where code = 'G3'")
    assert read(head, at)["grid_changed"]

    assert liaison.delete(f"/api/coverage/{at}").status_code == 204
    assert head.delete(f"/api/coverage/{at}").status_code == 204, "may be repeated"
    assert head.get(f"/api/coverage/{at}").status_code == 404
    assert read(head, "plans")["items"] == []
    again = head.post("/api/coverage/plans", json=body)
    assert (again.status_code, again.get_json()["code"]) == (409, "removed"), "a late resend does not bring it back"
    actions = "select action from audit_entry where subject_id = :id order by id"
    assert [row.action for row in county.rows(actions, id=kept["id"])] == [
        "coverage_plan.saved",
        "coverage_plan.removed",
    ]


def test_who_did_not_save_a_plan_and_keeps_no_office_does_not_remove_it(county: Maker) -> None:
    county.account("deputyhead", ("town_head", "621124100"))
    head, other = county.login("head"), county.login("deputyhead")
    body = {
        "id": new_id(), "area": "621124100", "name": "南片", "sites": SITE, "reach_m": 900, "households": 1, "reports": 0, "opinions": 0,
        "harder": 0,
    }  # fmt: skip
    assert head.post("/api/coverage/plans", json=body).status_code == 201
    assert not read(other, "plans")["items"][0]["removes"]
    assert other.delete(f"/api/coverage/plans/{body['id']}").status_code == 403
    assert read(head, "plans")["items"][0]["removes"]
