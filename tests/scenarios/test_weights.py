"""Whose weights an evaluation goes by: its area's own, else those of the nearest area above it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evaluations import COUNTY, TOWN, asked, ok, worked
from tests.make import Browser, Maker, new_id


@pytest.fixture
def county(make: Maker) -> dict[str, Browser]:
    """A county of three posts and what they did last year."""
    return worked(make)


def test_who_has_no_weights_goes_by_those_of_the_nearest_above(make: Maker, county: dict[str, Browser]) -> None:
    make.account("shi", ("liaison", "621100"))
    shi, xian, lian, fuquan = make.login("shi"), county["xian"], county["lian"], county["fuquan"]
    row = {
        "code": "held",
        "dimension": "activities",
        "name": "活动",
        "measure": "activities",
        "pace": "month",
        "target": 1,
        "weight": 100,
    }
    money = {"workload": 50, "population": 20, "effect": 30, "indicators": [row]}

    def write(who: Browser, area: str, name: str) -> None:
        ok(who.post("/api/evaluation-schemes", json={"id": new_id(), "area": area, "name": name} | money))

    def told(who: Browser, area: str) -> list[str]:
        return [
            f"{each['area_name'] or '系统'} {each['name']}"
            for each in ok(who.get(f"/api/evaluation-schemes?area={area}"))["items"]
        ]

    def used() -> Any:
        return ok(lian.post("/api/evaluations", json=asked(area=TOWN)))["scheme"]

    given = "系统 随系统提供的指标体系"
    assert (told(lian, TOWN), used()) == ([given], "随系统提供的指标体系")
    write(shi, "621100", "市里的")
    assert (told(lian, TOWN), used()) == (["定西市 市里的", given], "市里的")
    write(xian, COUNTY, "县里的")
    write(xian, COUNTY, "县里新的")
    assert (told(lian, TOWN), used()) == (["临洮县 县里新的", "定西市 市里的", given], "县里新的")
    write(lian, TOWN, "镇里的")
    assert (told(lian, TOWN), used()) == (["洮阳镇 镇里的", "临洮县 县里新的", "定西市 市里的", given], "镇里的")
    assert told(xian, COUNTY) == ["临洮县 县里新的", "临洮县 县里的", "定西市 市里的", given]
    assert told(fuquan, "522702") == [given], "nothing of another city"
    assert told(fuquan, TOWN) == [given], "nor of another's area"
