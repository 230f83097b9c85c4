"""The citizen's lists of counties, townships and stations, where the map of the administration changes."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.make import Maker

GONE = "update area set valid_to = current_date, successor_code = :successor where code = :code"


def links(client: FlaskClient, area: str) -> list[str]:
    """Return the texts of a list's links to areas and stations."""
    page = client.get(f"/s/?area={area}").get_data(as_text=True)
    found = re.findall(r'<a class="row" href="/s/(?:\?area=)?\d+"><b>(.*?)</a>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", "", text) for text in found]


@pytest.fixture
def county(make: Maker) -> Maker:
    """Two townships with three stations and one."""
    make.counties()
    return make


def test_an_abolished_township_is_not_listed_and_its_stations_are_under_the_one_that_took_over(
    county: Maker, client: FlaskClient
) -> None:
    before = links(client, "621124")
    assert [text for text in before if text.startswith(("洮阳镇", "八里铺镇"))] == before
    assert len(before) == 2
    county.run(GONE, code="621124101", successor="621124100")
    (only,) = links(client, "621124")
    assert only.startswith("洮阳镇")
    assert "4" in only
    stations = links(client, "621124100")
    assert any("王家磨村信息采集点" in text for text in stations)
    assert links(client, "621124101") == stations, "an old link shows the township that took over"


def test_a_village_that_went_to_another_township_takes_its_station_along(county: Maker, client: FlaskClient) -> None:
    county.run(GONE, code="621124100002", successor="621124101001")
    assert not any("东街" in text for text in links(client, "621124100"))
    assert any("东街社区信息采集点" in text for text in links(client, "621124101"))


def test_a_county_that_was_renamed_by_a_new_code_is_listed_once(county: Maker, client: FlaskClient) -> None:
    county.area("621181", "临洮市", "county", "621100")
    county.run(GONE, code="621124", successor="621181")
    assert [re.sub(r"\d.*", "", text) for text in links(client, "")] == ["福泉市", "临洮市"]


def test_the_page_of_a_station_names_the_village_of_today(county: Maker, client: FlaskClient) -> None:
    county.run(GONE, code="621124100001", successor="621124100002")
    station = county.run("select id from station where code = 'LT-WF'")
    page = client.get(f"/s/{station}").get_data(as_text=True)
    assert "东街" in page
    assert "文峰社区附近" not in page
