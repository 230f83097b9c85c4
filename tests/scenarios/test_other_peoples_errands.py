"""T18: a job in one area's context does not touch another's matter, whatever id it is given; what is kept for one viewer answers no other."""

from __future__ import annotations

import math

import pytest
from flask import Flask
from sqlalchemy import text

from backend.db import Database
from backend.errors import Refusal
from backend.feedback import tasks
from backend.jobs.registry import area_context
from tests.make import Maker
from tests.story import Story, handle, lon_lat, people, sight, sign, submit

NEIGHBOUR = "621124101"
TRACES = "select count(*) from delivery", "select count(*) from audit_entry", "select count(*) from procrastinate_jobs"
SEEN = (
    "select count(*) from cases where id = :case",
    "select count(*) from report_text where report_id = :case",
    "select count(*) from feedback_sheet where id = :sheet",
)


def tile_at(lon: float, lat: float, zoom: int) -> str:
    """Return the address of the tile of cells that a place lies in."""
    side, tilt = 2**zoom, math.asinh(math.tan(math.radians(lat))) / math.pi
    return f"/api/tiles/cells/{zoom}/{int((lon + 180) / 360 * side)}/{int((1 - tilt) / 2 * side)}.mvt"


def test_a_job_of_the_neighbours_area_reaches_nothing(app: Flask, make: Maker, worker_database: Database) -> None:
    people(make)
    case = str(submit(app)["id"])
    handle(make, case)
    assert sign(make.login("lian"), case).status_code == 200
    sheet = str(make.run("select id from feedback_sheet limit 1"))
    known = {"case": case, "sheet": sheet}
    with worker_database.transaction(area_context("test", "621124100")) as session:
        assert [session.scalar(text(one), known) for one in SEEN] == [1, 1, 1], "in its own area it reads what it needs"
    before = [make.run(one) for one in TRACES]
    with pytest.raises(Refusal):
        tasks.push(worker_database, sheet=sheet, area=NEIGHBOUR)
    with worker_database.transaction(area_context("test", NEIGHBOUR)) as session:
        assert [session.scalar(text(one), known) for one in SEEN] == [0, 0, 0]
    assert [make.run(one) for one in TRACES] == before


def test_what_was_counted_for_one_viewer_answers_no_other(make: Maker) -> None:
    people(make)
    make.account("xian", ("town_head", "621124"))
    story = Story(make)
    for _ in range(3):
        sight(story.who("wang"))
    counts: dict[str, list[int]] = {}
    tags: dict[str, str] = {}
    address = tile_at(*lon_lat(), 12)
    for login in ("xian", "lian", "bali", "lian", "bali", "xian"):
        found = story.who(login).get("/api/hotspots")
        assert found.status_code == 200
        counts.setdefault(login, []).append(sum(cell["count"] for cell in found.get_json()["cells"]))
        tile = story.who(login).get(address, headers={"If-None-Match": ", ".join(tags.values())})
        assert tile.status_code in {200, 304}
        assert tile.status_code != 304 or tile.headers["ETag"] == tags.get(login), "another's answer is not mine"
        if tile.headers.get("ETag"):
            assert tile.headers["ETag"] not in {tag for who, tag in tags.items() if who != login}
            tags[login] = tile.headers["ETag"]
        assert "private" in tile.headers["Cache-Control"] or "no-store" in tile.headers["Cache-Control"]
    assert counts == {"xian": [3, 3], "lian": [3, 3], "bali": [0, 0]}
