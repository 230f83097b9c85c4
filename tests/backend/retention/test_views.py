"""Who may keep a case whole, and that saying so twice is saying it once."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.make import Maker
from tests.story import move, people, submit

WHY = {"reason": "法院已经调取"}


def test_a_hold_is_placed_once_told_and_lifted(make: Maker, app: Flask) -> None:
    people(make)
    hold = f"/api/cases/{submit(app)['id']}/hold"
    ren = make.login("ren")
    assert ren.get(hold).get_json() == {"held": False, "reason": None, "placed_at": None}
    first, again = ren.post(hold, json=WHY), ren.post(hold, json=WHY)
    assert (first.status_code, again.status_code, first.data) == (201, 200, again.data)
    assert ren.post(hold, json={"reason": "别的理由"}).get_json()["code"] == "held_already"
    assert make.login("lian").get(hold).get_json()["reason"] == WHY["reason"]
    for _ in range(2):
        assert ren.delete(hold).status_code == 204
    assert ren.get(hold).get_json()["held"] is False
    deeds = make.rows("select action from audit_entry where action in ('case.held', 'case.released') order by id")
    assert [row[0] for row in deeds] == ["case.held", "case.released"]


@pytest.mark.parametrize(("who", "status"), [("he", 403), ("zhang", 403), ("bali", 404), ("fuquan", 404)])
def test_others_place_none(make: Maker, app: Flask, who: str, status: int) -> None:
    people(make)
    hold, someone = f"/api/cases/{submit(app)['id']}/hold", make.login(who)
    answers = [someone.get(hold), someone.post(hold, json=WHY), someone.delete(hold)]
    assert {each.status_code for each in answers} == {status}
    assert make.run("select count(*) from case_hold") == 0


def test_what_joined_another_is_held_there(make: Maker, app: Flask) -> None:
    people(make)
    one, other, lian = submit(app), submit(app), make.login("lian")
    number = make.run("select number from cases where id = :id", id=one["id"])
    assert move(lian, other["id"], "joined", evidence={"into": number}).status_code == 200
    assert lian.post(f"/api/cases/{other['id']}/hold", json=WHY).get_json()["code"] == "joined"
