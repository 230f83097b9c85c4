"""Writes of the evaluation of stations: good bodies of each, and each made once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from backend.clock import today
from tests.contracts.deputy_writes import Write
from tests.make import Maker, new_id

ONE, HONOUR = "/api/evaluations/<uuid:evaluation_id>", "/api/station-honours/<uuid:honour_id>"
VERSION = {"If-Match": '"1"'}


def bodies(area: str, station: int = 1) -> dict[str, dict[str, Any]]:
    """Return a good body of each write, by rule; `station`: one of the area."""
    indicator = {
        "code": "held", "dimension": "activities", "name": "活动", "name_en": "Activities", "measure": "activities_shown", "per": "activities",
        "direction": "more", "pace": "whole", "target": 80, "weight": 100,
    }  # fmt: skip
    since = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    return {
        "POST /api/evaluation-schemes": {
            "id": new_id(), "area": area, "name": "试行版", "workload": 40, "population": 30, "effect": 30, "indicators": [indicator]},
        "POST /api/evaluations": {
            "id": new_id(), "area": area, "kind": "collection_post", "since": str(since), "months": 1, "scheme": None},
        f"POST {ONE}/transitions": {"move": "open", "reason": ""},
        f"POST {ONE}/claims": {"station": station, "items": [{"indicator": "trainings", "value": 2, "reason": "州里组织的两次", "evidence": []}]},
        f"POST {ONE}/checks": {"station": station, "items": [{"indicator": "activities", "value": 3, "reason": "漏登三场"}]},
        "POST /api/station-honours": {"id": new_id(), "station": station, "kind": "advanced", "evaluation": None, "words": "工作扎实"},
        f"POST {HONOUR}/transitions": {"to": "withdrawn", "reason": "材料要补充"},
    }  # fmt: skip


def filled(rule: str) -> str:
    """Return a rule's address with the id of nothing in it."""
    return rule.split()[1].replace("<uuid:evaluation_id>", new_id()).replace("<uuid:honour_id>", new_id())


def evaluating(area: str, station: int) -> dict[str, list[Write]]:
    """Return each write, by rule."""
    return {
        rule: [Write("post", filled(rule), {"json": body, "headers": VERSION})]
        for rule, body in bodies(area, station).items()
    }


def keep_evaluations(make: Maker) -> None:
    """Make each write once."""
    area = "621124100"
    station = int(
        make.run("select min(id) from station where kind = 'collection_post' and area_code ^@ :area", area=area)
    )
    make.account("pinggu", ("liaison", area))
    village = make.run("select area_code from station where id = :id", id=station)
    make.account("zhandian", ("liaison", str(village)))
    liaison, keeper, good = make.login("pinggu"), make.login("zhandian"), bodies(area, station)
    one, honour = good["POST /api/evaluations"]["id"], good["POST /api/station-honours"]["id"]
    for rule, body in good.items():
        if rule.endswith("schemes"):
            continue
        path = rule.split()[1].replace("<uuid:evaluation_id>", one).replace("<uuid:honour_id>", honour)
        answer = (keeper if path.endswith("claims") else liaison).post(path, json=body, headers=VERSION)
        assert answer.status_code == 200, (path, answer.text)
    answer = liaison.post("/api/evaluation-schemes", json=good["POST /api/evaluation-schemes"])
    assert answer.status_code == 200, answer.text
