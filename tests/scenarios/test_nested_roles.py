"""A person with a role in a township and another in one of its villages sees the whole township, in every list and on the map."""

from __future__ import annotations

from flask import Flask

from tests.make import Maker, new_id
from tests.story import people

TOWN, FIRST, SECOND = "621124100", "621124100001", "621124100002"


def test_a_role_inside_another_takes_nothing_away(make: Maker, app: Flask) -> None:
    people(make)
    make.account("both", ("town_head", TOWN), ("verifier", FIRST), ("liaison", FIRST))
    wang = make.login("wang")
    for village in (FIRST, SECOND):
        body = {
            "id": new_id(), "seen_at": "2026-11-21T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
            "risk": "low", "text": "水渠被填了", "cell_code": f"{village}001",
        }  # fmt: skip
        assert wang.post("/api/sightings", json=body).status_code == 201
    plain, nested = make.login("zhang"), make.login("both")
    days = "from=2026-11-01&to=2026-11-30"
    for path in ("/api/cases", f"/api/hotspots?{days}", "/api/coverage"):
        seen, less = (browser.get(path).get_json() for browser in (nested, plain))
        for told in (seen, less):
            for item in told.get("items", []):
                item.pop("waiting_for_me")
            told.pop("hidden_by_village", None)  # who handles matters of one village counts the hidden ones there
            told.pop("version", None)
        assert seen == less, path
    assert {row["area"]["code"] for row in nested.get("/api/cases").get_json()["items"]} == {FIRST, SECOND}
    assert {cell["count"] for cell in nested.get(f"/api/hotspots?{days}").get_json()["cells"]} == {1}
    assert nested.get("/api/coverage").get_json()["cells"] == 2
