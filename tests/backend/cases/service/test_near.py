"""What may be the same matter is offered, to who may see it (B13)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.make import Maker
from tests.story import Story, lon_lat, people, sight, submit

LON, LAT = lon_lat()


@pytest.fixture
def story(make: Maker) -> Story:
    """Staff of two townships."""
    people(make)
    return Story(make)


def test_what_is_near_in_place_and_time_is_offered(app: Flask, make: Maker, story: Story) -> None:
    here = submit(app)["id"]
    sight(story.who("wang"), hidden=True)
    make.run("update category set near_m = 100, near_days = 5 where code = 'land'")

    def near(login: str, east: float = 0, category: str = "land", *, place: bool = True) -> list[tuple[str, Any]]:
        where = {"lon": LON + east, "lat": LAT, "crs": "wgs84"} if place else {"cell": "621124100001001"}
        answer = story.who(login).get("/api/cases/near", query_string={"category": category, **where})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [(each["id"], each["distance_m"]) for each in answer.get_json()["items"]]

    assert near("zhang") == [(here, 0)], "hidden ones come to their handlers only"
    assert len(near("lian")) == 2
    assert near("zhang", east=0.0008) == [(here, 70)]
    assert near("zhang", east=0.002) == []
    assert near("zhang", category="neighbours") == []
    assert near("zhang", place=False) == [(here, None)]
    assert near("bali") == []
    for query, field in (
        ({"category": "land"}, "cell"),
        ({"category": "land", "lon": "103"}, "lat"),
        ({"category": "x", "cell": "1"}, "category"),
    ):
        refused = story.who("lian").get("/api/cases/near", query_string=query)
        assert (refused.status_code, refused.get_json()["field"]) == (422, field)


def test_a_phone_holds_what_is_near_its_cells(app: Flask, make: Maker, story: Story) -> None:
    make.account("zhao", ("grid_worker", "621124100001"), cells=["621124100001001"])
    submit(app)
    sight(story.who("wang"), hidden=True)
    own = sight(story.who("zhao"), hidden=True, category="family")
    items = story.who("zhao").get("/api/sightings/near").get_json()["items"]
    assert sorted((each["category"], each["mine"]) for each in items) == [("family", True), ("land", False)]
    assert all(round(each["lon"] * 2000, 6) % 1 == 0 and abs(each["lon"] - LON) < 0.0003 for each in items)
    assert story.who("wang").get("/api/sightings/near").get_json()["items"] == [], "answers for no cell"
    assert make.run("select number from cases where id = :id", id=own) in [each["number"] for each in items]
