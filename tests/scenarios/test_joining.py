"""Two people report the same matter: one case, every reporter answered; and what may not be joined stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from backend.settings import Settings
from tests.make import Maker
from tests.story import handle, move, people, sight, sign, submit

ANSWER = "水渠已经挖开，今天下午通水。"


def number_of(make: Maker, case: str) -> str:
    return str(make.run("select number from cases where id = :id", id=case))


def join(make: Maker, case: str, into: str, **more: Any) -> Any:
    return move(make.login("lian"), case, "joined", evidence={"into": into}, **more)


def progress(app: Flask, told: dict[str, Any]) -> dict[str, Any]:
    path, code = f"/api/submissions/{told['receipt']}", {"Query-Code": told["query_code"]}
    answer: dict[str, Any] = app.test_client().get(path, headers=code).get_json()
    return answer


def test_everybody_whose_report_joined_is_answered(app: Flask, make: Maker) -> None:
    people(make)
    seen = sight(make.login("wang"))
    first, second = submit(app, text="三组水渠堵了，请来看看"), submit(app, text="水渠不通，三组的地干了")
    main = number_of(make, first["id"])
    for case in (second["id"], seen):
        joined = join(make, case, main)
        assert joined.status_code == 200, joined.get_data(as_text=True)
        assert joined.get_json()["state"] == "joined"
        assert joined.get_json()["joined_to"] == {"id": first["id"], "number": main}
        assert joined.get_json()["reports"] == [] and joined.get_json()["moves"] == []

    lian = make.login("lian")
    (row,) = lian.get("/api/cases").get_json()["items"]
    assert (row["number"], row["reports"]) == (main, 3)
    assert {each["number"] for each in lian.get("/api/cases?state=joined").get_json()["items"]} == {
        number_of(make, second["id"]), number_of(make, seen),
    }  # fmt: skip
    handle(make, first["id"])
    signed = sign(make.login("lian"), first["id"], ANSWER)
    assert len(signed.get_json()["sheets"]) == 3
    assert make.run("select count(distinct report_id) from feedback_sheet") == 3
    for told, words in ((first, "三组水渠堵了，请来看看"), (second, "水渠不通，三组的地干了")):
        got = progress(app, told)
        assert got["state"] == "answered"
        (sheet,) = got["sheets"]
        assert sheet["answer"] == ANSWER
        assert (
            make.run(
                "select said from feedback_sheet_text t join feedback_sheet s on s.id = t.sheet_id where s.receipt = :r",
                r=told["receipt"],
            )
            == words
        )
    assert make.run("select count(*) from notice where kind = 'feedback.issued'") == 1, "the worker's message"


@pytest.mark.parametrize(
    ("into", "status", "code"),
    [("2026-999999", 422, "no_such_case"), ("itself", 422, "no_such_case"), ("   ", 422, "evidence_needed")],
)
def test_a_number_that_is_none(app: Flask, make: Maker, into: str, status: int, code: str) -> None:
    people(make)
    case = submit(app)["id"]
    refused = join(make, case, number_of(make, case) if into == "itself" else into)
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert refused.get_json()["field"] == "evidence.into"
    assert make.run("select state from cases") == "pending"


def test_what_was_answered_takes_nothing_in(app: Flask, make: Maker) -> None:
    people(make)
    answered, late = submit(app)["id"], submit(app)["id"]
    handle(make, answered)
    sign(make.login("lian"), answered, ANSWER)
    refused = join(make, late, number_of(make, answered))
    assert (refused.status_code, refused.get_json()["code"]) == (409, "answered_already")


def test_a_hidden_matter_joins_no_open_one_and_the_other_way_round(app: Flask, make: Maker) -> None:
    people(make)
    worker = make.login("wang")
    hidden, plain = sight(worker, hidden=True), sight(worker)
    for case, into in ((hidden, plain), (plain, hidden)):
        refused = join(make, case, number_of(make, into))
        assert (refused.status_code, refused.get_json()["code"]) == (422, "another_place")


def test_only_the_station_joins_and_nobody_links_by_hand(app: Flask, make: Maker, settings: Settings) -> None:
    people(make)
    first, second = submit(app)["id"], submit(app)["id"]
    into = {"into": number_of(make, first)}
    for login in ("ren", "zhang", "he"):
        assert move(make.login(login), second, "joined", evidence=into).status_code == 403, login
    assert move(make.login("bali"), second, "joined", version=1, evidence=into).status_code == 404
    for role in (settings.roles.app, settings.roles.worker):
        assert make.run("select has_any_column_privilege(:role, 'case_report', 'UPDATE')", role=role) is False
