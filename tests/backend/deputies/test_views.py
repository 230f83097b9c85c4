"""Who serves where, over HTTP and on the citizens' pages: placed, refused in words, ended; nobody's phone is shown."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from tests.draw import middle
from tests.make import Browser, Maker, new_id
from tests.story import deputy_code, people, submit

TOWN, CELL, OTHER = "621124100", "621124100001001", "621124101001001"
SINCE = "2026-01-01"


def placed(by: Browser, deputy: int, **said: Any) -> Any:
    """Place a deputy."""
    return by.post(f"/api/deputies/{deputy}/places", json={"id": new_id(), "since": SINCE} | said)


def held(by: Browser, station: int, duty: str, name: str = "石玉兰", **more: Any) -> Any:
    """Say who holds a station."""
    said = {"id": new_id(), "duty": duty, "name": name, "since": SINCE} | more
    return by.post(f"/api/deputy-homes/{station}/officers", json=said)


def test_deputies_are_placed_once_and_their_homes_have_one_head_and_two_liaisons(make: Maker, app: Flask) -> None:
    people(make)
    make.account("ling", ("liaison", "621124101"))
    code = deputy_code(make, make.account("ma", ("deputy", TOWN), name="马代表"))
    deputy = make.run("select id from deputy where account_id is not null")
    station = make.run(
        "update deputy set station_id = (select id from station where code = 'LT-WF') returning station_id"
    )
    group = make.run(
        "insert into deputy_group (code, name, station_id) values ('G1', '第一小组', :at) returning id", at=station
    )
    lian, neighbour = make.login("lian"), make.login("ling")

    assert placed(neighbour, deputy, cell=CELL).status_code == 403
    for said, field in (
        ({}, "group"),
        ({"cell": "nowhere"}, "cell"),
        ({"group": group + 9}, "group"),
        ({"cell": CELL, "group": group}, "group"),
    ):
        refused = placed(lian, deputy, **said)
        assert (refused.status_code, refused.get_json()["field"]) == (422, field)
    assert placed(neighbour, deputy, cell=OTHER).get_json()["field"] == "cell", (
        "outside what the deputy was elected for"
    )
    one = new_id()
    for _ in range(2):
        done = placed(lian, deputy, id=one, cell=CELL)
        assert (done.status_code, [each["cell"] for each in done.get_json()["places"]]) == (200, [CELL])
    assert placed(lian, deputy, id=one, group=group).get_json()["code"] == "id_taken"
    assert placed(lian, deputy, group=group).status_code == 200
    for again in ({"cell": CELL}, {"group": group}):
        assert placed(lian, deputy, **again).get_json()["code"] == "placed_already"
    found = lian.get(f"/api/deputies?area={TOWN}&group={group}&level=county&cell={CELL}").get_json()
    assert [each["id"] for each in found["items"]] == [deputy]
    assert lian.get(f"/api/deputies?area={TOWN}&level=city").get_json()["items"] == []

    assert [held(lian, station, "head").status_code, held(lian, station, "head").get_json()["code"]] == [
        200,
        "seats_taken",
    ]
    assert [held(lian, station, "liaison").status_code for _ in range(3)] == [200, 200, 409]
    assert held(neighbour, station, "head").status_code == 403
    home = next(
        each for each in lian.get(f"/api/deputy-homes?area={TOWN}").get_json()["items"] if each["id"] == station
    )
    assert (len(home["officers"]), home["lacking"], home["groups"]) == (
        3,
        [],
        [{"id": group, "name": "第一小组", "members": 1}],
    )
    head = home["officers"][0]["id"]
    assert neighbour.post(f"/api/deputy-places/{head}/end", json={"until": "2026-02-01"}).status_code == 403
    early = lian.post(f"/api/deputy-places/{head}/end", json={"until": "2025-02-01"})
    assert (early.status_code, early.get_json()["field"]) == (422, "until")
    for _ in range(2):
        assert lian.post(f"/api/deputy-places/{head}/end", json={"until": "2026-02-01"}).status_code == 204
    assert lian.post(f"/api/deputy-places/{head}/end", json={"until": "2026-03-01"}).status_code == 409
    assert held(lian, station, "head", "下一任", since="2026-02-02").status_code == 200
    with pytest.raises(DBAPIError, match="station_officer_one"):
        make.run("update station_officer set until_day = null where id = :id", id=head)

    # everybody finds who serves the own cell, and reads no phone number of the deputy there
    spot = middle(0, 0)
    client = app.test_client()
    near = client.post("/deputies/", data={"lon": spot.x, "lat": spot.y, "crs": "wgs84"}).get_data(as_text=True)
    assert near.index("服务您这个网格的代表") < near.index(f"/deputies/{deputy}")
    assert "马代表" in client.get(f"/deputies/?area={TOWN}").get_data(as_text=True)
    for _ in range(5):
        submit(app, code=code)
    page = client.get(f"/deputies/{deputy}").get_data(as_text=True)
    assert "第一小组" in page and "文峰社区1格" in page and code in page and "不足5件" in page
    make.run(
        "set local session_replication_role = replica; update report set received_at = received_at - interval '40 days'"
    )
    assert "反映了5件" in client.get(f"/deputies/{deputy}").get_data(as_text=True)
    assert client.get("/deputies/99999").status_code == 404
