"""A hidden matter shows its village to who does not handle it, and nothing more (T19): whatever is asked, nothing narrows below.

The head of the township asks the same before and after. Of a hidden matter the answers stay what they were, but for the village's
figure; of a restricted one its row is added, without cell, station and words, and no question by place finds it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from backend.cases import service
from backend.cases.domain import Actor, Filters, Level
from backend.db import Context, Database
from tests.make import Maker
from tests.story import Story, lon_lat, people, sight, submit

SEED, QUESTIONS, FEWER, FEW = 20261122, 1000, 400, 60
VILLAGE, CELL, TOWN = "621124100001", "621124100001001", "621124100"
KINDS = ["land", "neighbours", "environment"]
HEAD = Actor(None, "镇长", (("town_head", TOWN),))
LON, LAT = lon_lat()
NOW = datetime.now(UTC)


@pytest.fixture
def story(make: Maker) -> Story:
    """One township's people, and an open matter in the village that everybody of it reads."""
    people(make)
    told = Story(make)
    sight(told.who("wang"), category="neighbours", text="两家为院墙争吵")
    return told


def filters(dice: Random, stations: list[int], now: datetime) -> Filters:
    """Return what somebody might narrow a list to."""
    day = now - timedelta(seconds=dice.randrange(200_000)), now + timedelta(seconds=dice.randrange(-9000, 90_000))
    return Filters(
        state=dice.choice([None, None, "pending", "accepted", "joined"]),
        category=dice.choice([None, *KINDS]),
        cell=dice.choice([None, None, CELL, "621124100002001"]),
        station=dice.choice([None, None, *stations]),
        since=dice.choice([None, day[0]]),
        until=dice.choice([None, day[1]]),
        waiting=dice.random() < 0.1,
        overdue=dice.choice([None, None, None, (now + timedelta(days=30)).date()]),
        unplaced=dice.random() < 0.1,
    )


def ask_all(
    database: Database, stations: list[int], count: int = QUESTIONS, narrow: bool | None = None
) -> list[tuple[Filters, Any]]:
    """Ask for `count` lists and what is near many places; `narrow`: only by place, or only otherwise."""
    dice, context = Random(SEED), Context(viewer=None, roles=(("town_head", TOWN),), areas=(TOWN,))
    asked = [(filters(dice, stations, NOW), dice.choice([1, 2, 200])) for _ in range(count)]
    with database.transaction(context) as session:
        found: list[tuple[Filters, Any]] = []
        for what, most in asked:
            by_place = bool(what.cell or what.station or what.unplaced)
            if narrow in {None, by_place}:
                page = service.list_cases(session, HEAD, what, last=None, most=200 if narrow is False else most)
                found.append((what, page))
        return found + ([] if narrow is False else [(Filters(), each) for each in near_all(session, dice)])


def near_all(session: Session, dice: Random) -> list[Any]:
    """Return what is near many places around the village's middle."""
    spots = [(LON + dice.uniform(-0.01, 0.01), LAT + dice.uniform(-0.01, 0.01)) for _ in range(200)]
    return [service.near(session, dice.choice(KINDS), spot, dice.choice([None, CELL])) for spot in [*spots, (LON, LAT)]]


def fixed(story: Story) -> dict[str, tuple[int, bytes]]:
    """Return what the head's own addresses answer; the village's figure is taken out."""
    paths = [
        "/api/cases", "/api/cases?limit=1", f"/api/cases?cell={CELL}", "/api/cases?waiting=me", "/api/notices", "/api/coverage", "/api/scans", "/api/scans?by=area",
        f"/api/hotspots/cells/{CELL}", "/api/hotspots/frame", "/api/tiles/cells/11/1614/807.mvt", "/api/tiles/stations/11/1614/807.mvt",
        f"/api/cases/near?category=land&lon={LON}&lat={LAT}&crs=wgs84", f"/api/cases/near?category=land&cell={CELL}",
    ]  # fmt: skip
    narrow = ("disputes", "transfers", "reports", "opinions")
    paths += [f"/api/ledgers/{book}?station={each}" for book in narrow for each in all_stations(story.make)]
    head = story.who("zhang")
    answers = {path: head.get(path) for path in paths}
    for query in ("", "?category=land", "?category=neighbours", f"?area={VILLAGE}", "?from=2026-01-01&to=2026-11-01"):
        body = (found := head.get(f"/api/hotspots{query}")).get_json()
        body.pop("hidden_by_village", None)
        answers[f"/api/hotspots{query}"] = found
        found.set_data(repr(body))
    return {path: (each.status_code, each.get_data()) for path, each in answers.items()}


def village(story: Story, query: str = "") -> list[Any]:
    """Return the figures of hidden matters that the head gets."""
    figures: list[Any] = story.who("zhang").get(f"/api/hotspots{query}").get_json()["hidden_by_village"]
    return figures


def all_stations(make: Maker) -> list[int]:
    """Return the ids of every station."""
    return [row.id for row in make.rows("select id from station order by id")]


def test_a_hidden_matter_moves_nothing_but_its_village_s_figure(
    app: Flask, make: Maker, story: Story, app_database: Database
) -> None:
    stations = all_stations(make)
    before, before_fixed = ask_all(app_database, stations), fixed(story)
    assert sum(bool(getattr(page, "rows", page)) for _, page in before) > 50, "the head does find what is open"
    assert village(story) == []
    sight(story.who("wang"), hidden=True)
    raised = submit(app, text="我家的事，不想让人知道")["id"]
    seen = ask_all(app_database, stations, FEW)[:FEW]
    assert seen != before[:FEW], "as long as it is open, the head sees it"
    assert story.who("zhang").get(f"/api/cases/{raised}").status_code == 200
    story.step("lian", raised, "accepted", level="hidden")
    assert story.who("lian").post(f"/api/cases/{raised}/urges", json={"level": 1, "note": "请抓紧"}).status_code == 200
    assert ask_all(app_database, stations) == before
    assert fixed(story) == before_fixed
    one = [{"code": VILLAGE, "name": "文峰社区", "count": 2}]
    for query in ("", "?category=land", "?category=environment", "?from=2026-01-01&to=2026-01-02"):
        assert village(story, query) == one, "and nothing asked narrows that"
    missed = story.who("zhang").get(f"/api/cases/{raised}")
    assert missed.status_code == 404
    assert missed.get_data() == story.who("zhang").get(f"/api/cases/{raised[:-1]}0").get_data()
    assert story.file("lian", raised)["reports"][0]["text"] == "我家的事，不想让人知道"


def test_a_restricted_matter_is_found_by_no_question_of_place(
    app: Flask, make: Maker, story: Story, app_database: Database
) -> None:
    stations = all_stations(make)
    by_place = ask_all(app_database, stations, FEWER, narrow=True)
    otherwise = ask_all(app_database, stations, FEWER, narrow=False)
    figures = {
        path: each for path, each in fixed(story).items() if "hotspots" in path or "near" in path or "station=" in path
    }
    case = submit(app, text="工地欠了我三个月工钱")["id"]
    assert ask_all(app_database, stations, FEWER, narrow=True) != by_place, (
        "as long as it is open, it is found by place"
    )
    story.step("lian", case, "accepted", level="restricted")
    assert ask_all(app_database, stations, FEWER, narrow=True) == by_place
    without = [
        (what, replace(page, rows=[row for row in page.rows if str(row.id) != case]))
        for what, page in ask_all(app_database, stations, FEWER, narrow=False)
    ]
    assert without == otherwise
    assert {path: each for path, each in fixed(story).items() if path in figures} == figures
    seen = story.file("zhang", case)
    assert (seen["level"], seen["cell"], seen["station"]) == ("restricted", None, None)
    assert (seen["reports"], seen["timeline"], seen["seats"], seen["levels"]) == ([], [], [], [])
    (row,) = [each for each in story.who("zhang").get("/api/cases").get_json()["items"] if each["id"] == case]
    assert (row["number"], row["opening"], row["reports"]) == (seen["number"], "", 0)
    assert story.file("lian", case)["cell"]["code"] == CELL


# Tables that say whether something is hidden and are not marked with a case, each with its reason.
OF_ITS_OWN = {
    "cases": "marked by itself",
    "case_level": "for handlers only, from the first",
    "partner": "says what a partner may be sent",
    "activity_minutes": "of a whole meeting",
}


def test_all_that_says_it_is_hidden_is_marked_with_the_case(make: Maker) -> None:
    tables = make.rows(
        "select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)"
        " where c.column_name = 'hidden' and c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
    )
    marked = {row.name for row in make.rows("select name from hangs_on_case")}
    assert len(marked) > 20
    assert {t.table_name for t in tables} - marked == OF_ITS_OWN.keys()
    assert [each.value for each in Level] == ["open", "restricted", "hidden"]
