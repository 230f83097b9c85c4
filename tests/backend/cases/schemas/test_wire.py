"""A case on the wire reads well whatever stands in its past."""

from __future__ import annotations

import pytest
from flask import Flask

from backend.cases.domain import ROLE_LABELS
from backend.http.words import say
from tests.make import Maker
from tests.story import people, submit


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_role_this_version_does_not_know_is_told_as_staff(make: Maker, app: Flask, language: str) -> None:
    people(make)
    case = submit(app)["id"]
    roles = [*ROLE_LABELS, "village_elder"]
    for version, role in enumerate(roles, 2):
        make.run(
            "insert into case_event (case_id, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)"
            " select id, '', :role, '7', 'pending', 'accepted', :version, area_code, hidden from cases where id = :id",
            id=case, version=version, role=role,
        )  # fmt: skip
    answer = make.login("lian").get(f"/api/cases/{case}", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    told = [event["role_label"] for event in reversed(answer.get_json()["timeline"])]
    assert told == [*(say(label, language) for label in ROLE_LABELS.values()), say("工作人员", language)]
