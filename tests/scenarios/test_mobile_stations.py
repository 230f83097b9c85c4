"""A mobile station (流动站点): it counts while a session of it runs, where it stands, and not a minute longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from backend.clock import now
from backend.codes.service import issue
from tests.backend.hotspots.test_views import tile_of
from tests.make import Maker, new_id
from tests.story import Story, lon_lat, people, submit


def test_a_mobile_station_counts_only_while_and_where_it_stands(app: Flask, make: Maker) -> None:
    people(make)
    story, (lon, lat) = Story(make), lon_lat()
    van = make.station("LT-VAN", "流动征询车", "liaison_point", "621124101001", None)
    make.run("update station set mobile = true where id = :id", id=van)
    with make.owner.transaction() as session:
        code = issue(session, "station", van)
    lian, guest = story.who("lian"), app.test_client()

    def stand(hours: float = -1, lasts: float = 3, login: str = "lian", **more: Any) -> Any:
        begins = now() + timedelta(hours=hours)
        body = {
            "id": new_id(), "station_id": van, "starts_at": begins.isoformat(), "place": "文峰集市", "theme": "供暖条例",
            "ends_at": (begins + timedelta(hours=lasts)).isoformat(), "crs": "wgs84",
            "point": {"type": "Point", "coordinates": [lon + 0.0001, lat]},
        }  # fmt: skip
        return story.who(login).post("/api/station-sessions", json=body | more)

    def nearest() -> str:
        found = guest.get(f"/api/locate?lon={lon + 0.0001}&lat={lat}&crs=wgs84").get_json()["stations"]
        return str(found[0]["name"])

    def drawn() -> bool:
        at = "{}/{}/{}".format(*tile_of(lon, lat, 14))
        return "流动征询车".encode() in lian.get(f"/api/tiles/stations/{at}.mvt").get_data()

    def gets(**more: str) -> str:
        sent = submit(app, **more)
        return str(
            make.run(
                "select s.name from report r join station s on s.id = r.station_id where r.id = :id", id=sent["id"]
            )
        )

    assert nearest() != "流动征询车" and gets(code=code) != "流动征询车" and not drawn(), "it stands nowhere"
    for wrong, field in (
        ({"station_id": 10**9}, "station_id"), ({"ends_at": now().isoformat(), "starts_at": now().isoformat()}, "ends_at"),
        ({"point": {"type": "Point", "coordinates": [0, 0]}}, "point"), ({"place": " "}, "place"), ({"crs": None}, "crs"),
    ):  # fmt: skip
        answer = stand(**wrong)
        assert (answer.status_code, answer.get_json()["field"]) == (422, field), wrong
    assert stand(lasts=25).get_json()["field"] == "ends_at"
    assert (stand(login="bali").status_code, stand(login="wang").status_code) == (403, 403)

    one = stand()
    assert one.status_code == 200 and one.get_json()["running"] and one.get_json()["area_code"] == "621124100001"
    assert stand(id=one.get_json()["id"]).status_code == 409, "another time under the same id"
    other = stand(hours=1)
    assert (other.status_code, other.get_json()["code"]) == (409, "elsewhere_then"), "one place at a time"
    assert nearest() == "流动征询车" and drawn()
    assert gets(code=code) == "流动征询车", "its code works where it stands, outside its own township"
    listed = guest.get("/api/station-sessions?area=621124").get_json()["items"]
    assert [each["place"] for each in listed] == ["文峰集市"] and "文峰集市" in guest.get("/activities").text
    assert "文峰集市" in guest.get(f"/c/{code}").text

    off = f"/api/station-sessions/{one.get_json()['id']}/cancel"
    assert story.who("bali").post(off, json={"reason": "下雨"}).status_code == 404
    for _ in range(2):
        assert lian.post(off, json={"reason": "下雨改期"}).status_code == 200
    assert nearest() != "流动征询车" and gets(code=code) != "流动征询车" and not drawn()
    assert stand(hours=1).status_code == 200, "the time is free again"
    assert nearest() != "流动征询车", "it has not begun"
    assert guest.get(f"/api/locate?lon={lon}&lat={lat}&crs=wgs84&on=2026-01-05").status_code == 200
