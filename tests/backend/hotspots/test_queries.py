"""What the statements of the map leave out, whoever asks: hidden reports, what only puts another right, and what was not asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.hotspots.conftest import Report
from tests.backend.hotspots.test_significance import NOVEMBER, ask
from tests.draw import middle
from tests.make import Maker
from tests.story import people, sight

WF, DJ, WJM = "621124100001001", "621124100002001", "621124101001001"
DAY = "2026-11-10T08:00:00Z"


@pytest.fixture
def told(county: Maker, report: Report) -> Maker:
    """In 文峰 three that count, two of them of land; in 东街 two, filed in no cell; in both one hidden and one that puts another right."""
    county.account("county", ("liaison", "621124"))
    first = report(WF, DAY)
    report(WF, DAY)
    report(WF, DAY, category="environment", channel="phone")
    report(WF, DAY, hidden=True)
    loose = [report(None, DAY), report(None, DAY, category="environment", channel="phone")]
    loose += [report(None, DAY, hidden=True), report(None, DAY)]
    again = {loose[-1]: loose[0], report(WF, DAY): first, report(WF, DAY, hidden=True): first}
    for one, of in again.items():
        county.unwatched("update report set corrects_id = :of where id = :one", one=one, of=of)
    county.unwatched(
        "update report set place = st_geomfromtext(:at, 4326), source_crs = 'EPSG:4326' where cell_id is null", at=middle(1, 0).wkt
    )  # fmt: skip
    return county


def counted(make: Maker, login: str, **query: str) -> tuple[dict[str, int], int]:
    """Return the counts of both cells, and that of all."""
    body = ask(make.login(login), measure="count", **query)
    return {cell["code"]: cell["count"] for cell in body["cells"] if cell["code"] != WJM}, body["total"]


# a township is read by area, a county by category and time; both handle hidden matters, so that no policy keeps them from the count
@pytest.mark.parametrize("login", ["liaison", "county"])
def test_each_cell_counts_what_is_open_once_and_only_what_was_asked_for(told: Maker, login: str) -> None:
    assert counted(told, login) == ({WF: 3, DJ: 2}, 5)
    assert counted(told, login, category="land") == ({WF: 2, DJ: 1}, 3)
    assert counted(told, login, channel="phone") == ({WF: 1, DJ: 1}, 2)
    topic = told.run(
        "insert into category_topic (topic, category) select t.topic, 'environment' from category_topic t"
        " where t.topic not in (select x.topic from category_topic x where x.category in ('land', 'environment')) limit 1 returning topic"
    )  # fmt: skip
    assert counted(told, login, topic=topic) == ({WF: 1, DJ: 1}, 2)


def test_a_sheet_names_the_categories_of_what_its_cell_counts(told: Maker) -> None:
    liaison = told.login("liaison")

    def categories(code: str, **query: str) -> list[tuple[str, int]]:
        return [(each["code"], each["n"]) for each in ask(liaison, f"/cells/{code}", **query)["categories"]]

    assert categories(WF) == [("land", 2), ("environment", 1)], "the most first"
    assert categories(DJ) == [("environment", 1), ("land", 1)], "those of no cell where their place lies"
    assert categories(WF, channel="phone") == categories(DJ, channel="phone") == [("environment", 1)]


def test_who_handles_hidden_ones_counts_each_once(told: Maker) -> None:
    found: Any = told.login("liaison").get("/api/hotspots", query_string=NOVEMBER).get_json()["hidden_by_village"]
    assert [(each["code"], each["count"]) for each in found] == [("621124100001", 2)], "one in a cell, one in none"


def test_a_sheet_counts_the_cases_that_are_open_and_not_hidden(make: Maker) -> None:
    people(make)
    case, lian = sight(make.login("wang")), make.login("lian")
    code = make.run("select g.code from cases c join grid_cell g on g.id = c.cell_id where c.id = :id", id=case)

    def count() -> int:
        return int(ask(lian, f"/cells/{code}")["open_cases"])

    assert count() == 1
    make.unwatched("update cases set hidden = true where id = :id", id=case)
    assert count() == 0
    make.unwatched("update cases set hidden = false, state = 'closed' where id = :id", id=case)
    assert count() == 0
