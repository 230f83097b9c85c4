"""Where a neighbourhood has turned hot an alert is raised, once as long as it lasts, out of the own area's open reports alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.alerts import service, tasks
from backend.clock import now, today
from backend.db import Context, Database
from backend.grid import service as grid
from backend.settings import Settings
from tests.backend.hotspots.test_significance import PICTURE, many
from tests.draw import draw
from tests.errands import run_errands
from tests.make import Maker
from tests.story import Story, people, sight

HOT = {"a": 9, "b": 8, "f": 8, "g": 9}
LATELY = str(now() - timedelta(days=3))
LONG_AGO = str(now() - timedelta(days=80))
BAIT = 4000


@pytest.fixture
def story(make: Maker) -> Story:
    """Twenty-two cells more in one township, in most a report, in one of many households as many more as it should have."""
    people(make)
    make.account("worker", ("grid_worker", "621124"))
    make.account("county", ("town_head", "621124"))
    edition = make.run("select min(id) from grid_edition where area_code = '621124'")
    for letter, shape in draw(PICTURE).items():
        make.cell(edition, f"G-{letter}", f"网格{letter}", "621124100001", shape)
    make.run("update grid_cell set households = :n where code = 'G-s'", n=BAIT)
    with make.owner.transaction() as session:
        grid.refresh_neighbours(session)
    for letter in "cdehijklmnopqru":
        many(make, f"G-{letter}", 1, LATELY)
    many(make, "G-s", 10, LATELY)
    many(make, "G-q", 1, LONG_AGO)
    return Story(make)


def plant(make: Maker, **more: Any) -> None:
    """Let four cells that touch turn hot."""
    for letter, n in HOT.items():
        many(make, f"G-{letter}", n, LATELY, **more)


def morning(database: Database, settings: Settings) -> None:
    """Do what is done each morning, with its errands."""
    tasks.look(database)
    run_errands(settings)


def hot(story: Story, login: str) -> list[dict[str, Any]]:
    """Return the alerts of hot cells as somebody reads them."""
    found = story.who(login).get("/api/alerts").get_json()["items"]
    return [each for each in found if each["kind"] == "hotspot"]


def told(story: Story, login: str) -> int:
    """Return how many messages about alerts of the township as a whole somebody has."""
    found = story.who(login).get("/api/notices").get_json()["items"]
    return sum(each["title"] == "有新的预警：洮阳镇" for each in found)


def sighted_lately(make: Maker, story: Story) -> str:
    """File a sighting, put it into the first of the cells that turn hot, on a day that is looked at; return its case."""
    case = sight(story.who("wang"))
    make.unwatched(
        "update report set received_at = :at, cell_id = (select id from grid_cell where code = 'G-a') where id = :id",
        at=LATELY, id=case,
    )  # fmt: skip
    return case


def test_what_was_filed_in_no_cell_counts_where_its_place_lies(
    make: Maker, story: Story, worker_database: Database, ours: Settings
) -> None:
    case = sighted_lately(make, story)
    make.unwatched(
        "update report r set cell_id = null, place = st_pointonsurface(c.geom), source_crs = 'EPSG:4326' from grid_cell c"
        " where r.id = :id and c.code = 'G-a'", id=case,
    )  # fmt: skip
    plant(make)
    morning(worker_database, ours)
    (alert,) = hot(story, "zhang")
    assert [each["id"] for each in alert["cases"]] == [case]


def test_four_cells_that_turn_hot_are_raised_once_to_the_nearest(
    make: Maker, story: Story, worker_database: Database, ours: Settings
) -> None:
    case = sighted_lately(make, story)
    plant(make)
    for _ in range(2):
        morning(worker_database, ours)
    (alert,) = hot(story, "zhang")
    assert set(alert["cells"]) <= {f"网格{letter}" for letter in "abfg"}, (
        "and not the large cell, whose rate is ordinary"
    )
    assert {"网格a", "网格b"} <= set(alert["cells"])
    assert (alert["area_code"], alert["trend"], alert["days"]) == ("621124100", "new", 30)
    assert alert["since"] == str(today() - timedelta(days=7)), "the last of twelve steps that end yesterday"
    assert alert["z"] > 3
    assert alert["p"] < 0.001
    named = {each[-1] for each in alert["cells"]}
    assert alert["n"] == sum(n for letter, n in HOT.items() if letter in named) + 1
    assert f"{alert['n']}条反映" in alert["words"]
    assert f"z={alert['z']:.1f}" in alert["words"]
    assert "误报平均不超过100分之一" in alert["words"]
    assert [each["id"] for each in alert["cases"]] == [case]
    assert told(story, "zhang") == told(story, "lian") == 1
    assert told(story, "bali") == told(story, "county") == 0
    assert hot(story, "bali") == []
    assert hot(story, "county") == [alert | {name: hot(story, "county")[0][name] for name in ("may_note", "may_task")}]
    # weeks go by: as long as it lasts there is no second one; after a month without it there is
    make.run("update alert set raised_at = raised_at - interval '60 days'")
    make.run("update alert_cell set lasted_on = lasted_on - 29")
    morning(worker_database, ours)
    assert len(hot(story, "zhang")) == 1
    make.run("update alert_cell set lasted_on = lasted_on - 31")
    morning(worker_database, ours)
    assert len(hot(story, "zhang")) == 2
    noted = story.who("zhang").post(f"/api/alerts/{alert['id']}/note", json={"note": "看过了，派人去"})
    assert (noted.status_code, noted.get_json()["state"]) == (200, "seen")
    urged = story.who("lian").post(f"/api/alerts/{hot(story, 'lian')[0]['id']}/urges", json={"note": "请一起办"})
    assert urged.status_code == 200


def test_hidden_reports_and_ordinary_ones_raise_nothing(
    make: Maker, story: Story, worker_database: Database, ours: Settings
) -> None:
    morning(worker_database, ours)
    assert hot(story, "county") == [], "one report a cell, and more where more live"
    plant(make, hidden=True)
    morning(worker_database, ours)
    assert hot(story, "county") == []
    assert make.run("select count(*) from alert_cell") == 0


def test_what_a_township_is_too_small_for_is_said_to_the_county_alone(
    make: Maker, story: Story, worker_database: Database, settings: Settings
) -> None:
    """Its figures rest on cells of the neighbours: a township's readers see none of it."""
    plant(make)
    lived = make.run("select count(*) from grid_cell where households > 0 and area_code ^@ '621124'")
    with worker_database.transaction(Context.of_service(service.LOOK_HOT, ("621124",))) as session:
        raised = service.look_hot(session, "621124", replace(settings, hotspot_least_cells=lived))
        assert service.look_hot(session, "621124", replace(settings, hotspot_least_cells=lived)) == []
    assert len(raised) == 1
    assert [each["area_code"] for each in hot(story, "county")] == ["621124"]
    assert hot(story, "zhang") == hot(story, "lian") == hot(story, "bali") == []


def test_a_case_that_becomes_hidden_takes_the_alert_back_and_it_does_not_come_again(
    make: Maker, story: Story, worker_database: Database, ours: Settings
) -> None:
    case = sighted_lately(make, story)
    plant(make)
    morning(worker_database, ours)
    assert len(hot(story, "zhang")) == 1
    raised = story.who("ren").post(f"/api/cases/{case}/level", json={"level": "restricted", "reason": "涉及隐私"})
    assert raised.status_code == 200, raised.text
    for _ in range(2):
        morning(worker_database, ours)
        assert hot(story, "zhang") == hot(story, "lian") == []
