"""The demo goes into a fresh demonstration and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from backend.demo import service
from backend.demo.service import accounts
from backend.errors import Conflict
from backend.settings import Settings
from tests.conftest import settings_for
from tests.make import Maker
from tests.story import people, submit


def test_an_installation_for_people_is_refused_before_its_database_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="演示系统"):
        service.fill(replace(settings_for("nowhere", tmp_path), demo=False))


def test_where_somebody_has_reported_something_it_does_not_go(make: Maker, app: Flask, settings: Settings) -> None:
    people(make)
    submit(app)
    before = make.rows(
        "select (select count(*) from account), (select count(*) from area), (select count(*) from report)"
    )
    with pytest.raises(Conflict, match="真实登记"):
        service.fill(settings)
    assert (
        make.rows("select (select count(*) from account), (select count(*) from area), (select count(*) from report)")
        == before
    )
    make.run("update installation set demo = true")
    assert not service.fill(settings), "it is in already"


def test_its_files_and_cells_are_there() -> None:
    names = [
        "areas.csv",
        "outlines.geojson",
        "stations.csv",
        "deputies.csv",
        *(f"cells_{plan.county}.geojson" for plan in service.PLANS),
    ]
    assert [name for name in names if not (service.DATA / name).is_file()] == []
    for plan in service.PLANS:
        drawn = (service.DATA / f"cells_{plan.county}.geojson").read_text("utf-8")
        assert [cell for cell in plan.hot if f'"{cell}"' not in drawn] == []


def test_each_head_is_called_by_the_level_of_the_area() -> None:
    heads = {row[0]: row[1] for row in accounts() if row[2] == "town_head"}
    assert heads == {"zhenzhang": "乡镇长", "xianzhang": "县（市、区）长"}
