"""What a person may do with the own data by receipt and query code: have it told, put it right, have it erased (T41, T42)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.attachments.store import Store
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Maker, new_id
from tests.scenarios.test_retention import ANSWER, ASKED, MORE, NAME, PHONE, PLACE, WORDS, found, whole_story
from tests.story import deputy_code, handle, move, people, sign, submit

RIGHT = "更正暗号：是四组的水渠，不是三组"


def ask(client: FlaskClient, sent: dict[str, Any], verb: str, path: str = "", **more: Any) -> Any:
    """Ask about a receipt with its query code; return the answer."""
    headers = {"Query-Code": sent["query_code"]}
    return getattr(client, verb)(f"/api/submissions/{sent['receipt']}{path}", headers=headers, **more)


def correct(client: FlaskClient, sent: dict[str, Any], text: str = RIGHT, which: str | None = None) -> Any:
    """Put right what was sent."""
    return ask(
        client, sent, "post", "/corrections", json={"id": which or new_id(), "text": text, "place_words": "四组"}
    )


def test_everything_held_is_told_and_erased_at_once(
    make: Maker, app: Flask, client: FlaskClient, settings: Settings
) -> None:
    people(make)
    sent, canaries = whole_story(make, app, client)
    run_errands(settings)
    told = ask(client, sent, "get", "/export").get_json()
    assert (told["reply"]["name"], told["reply"]["phone"]) == (NAME, PHONE)
    (said,) = told["reports"]
    assert (said["text"], said["place_words"], said["accuracy_m"]) == (WORDS, PLACE, 7.0)
    assert [each["text"] for each in told["written"]] == [MORE]
    assert [(each["said"], each["answer"]) for each in told["sheets"]] == [(WORDS, ANSWER)]
    assert {each["state"] for each in told["sheets"][0]["attempts"]} >= {"confirmed"}
    assert [(each["purpose"], each["given"]) for each in told["consents"]] == [("handling", "sending"), ("whereabouts", "sending")]  # fmt: skip
    assert make.run("select actor from audit_entry where action = 'contact.revealed'") == "citizen"
    (photo,) = told["photos"]
    path = photo["href"].removeprefix(f"/api/submissions/{sent['receipt']}")
    assert len(ask(client, sent, "get", path).data) == photo["bytes"]
    other = submit(app)
    assert ask(client, other, "get", path).status_code == 404, "another's receipt opens no photo of mine"
    lian, files = make.login("lian"), Store(settings.var)
    before = {word for word, _ in found(make, files, canaries)}
    assert WORDS in before
    for _ in range(2):
        gone = ask(client, sent, "delete", "/contents")
        assert gone.status_code == 200
        assert {"words", "contacts", "photos"} <= set(gone.get_json()["what"])
    assert any("答复" in each for each in gone.get_json()["stays"])
    file = lian.get(f"/api/cases/{sent['id']}").get_json()
    (report,) = file["reports"]
    assert (report["text"], report["erased"], report["photos"]) == ("反映人已删除内容", "citizen", [])
    assert (report["contact"]["name"], report["contact"]["phone"], report["place"]) == (None, None, None)
    assert lian.get(f"/api/attachments/{photo['sha256']}").status_code == 404
    assert file["cell"]["code"] == "621124100001001", "where by cell stays"
    assert (file["state"], file["sheets"][0]["answer"]) == ("answered", ANSWER), (
        "and that an answer was given, and which"
    )
    seen = json.dumps(file, ensure_ascii=False)
    assert not [word for word in (WORDS, PLACE, MORE) if word in seen]
    assert ASKED in seen, "what the station wrote is the station's"
    run_errands(settings)
    left = {word for word, _ in found(make, files, canaries)}
    assert left == {ASKED, ANSWER}
    after = ask(client, sent, "get", "/export").get_json()
    assert (after["reply"]["phone"], after["photos"], after["written"]) == (None, [], [])
    assert len(make.rows("select 1 from erasure")) == len(set(make.rows("select report_id, what from erasure")))
    assert move(lian, sent["id"], "closed", evidence={"consent": "群众说好"}).status_code == 200, "the case goes on"


def test_what_is_put_right_stands_beside_what_was_said(make: Maker, app: Flask, client: FlaskClient) -> None:
    people(make)
    sent, which = submit(app, text=WORDS), new_id()
    assert correct(client, sent, "短").status_code == 422
    first = correct(client, sent, which=which)
    assert first.status_code == 201
    again = correct(client, sent, which=which)
    assert (again.status_code, again.data) == (200, first.data)
    assert correct(client, sent, "别的话，同一个编号", which=which).status_code == 409
    assert correct(client, submit(app), which=which).status_code == 409, "another's receipt neither"
    assert [each["text"] for each in ask(client, sent, "get").get_json()["said"]] == [WORDS, RIGHT]
    assert make.run("select body from report_text where report_id = :id", id=sent["id"]) == WORDS, "a fact stays"
    lian = make.login("lian")
    told = lian.get(f"/api/cases/{sent['id']}").get_json()["reports"]
    assert [(each["text"], each["corrects_id"]) for each in told] == [(WORDS, None), (RIGHT, sent["id"])]
    (row,) = [each for each in lian.get("/api/cases").get_json()["items"] if each["id"] == sent["id"]]
    assert row["reports"] == 1
    cells = make.login("zhang").get("/api/hotspots").get_json()["cells"]
    assert sum(each["count"] for each in cells) == 2, "nobody is counted twice"
    assert {each["to"] for each in ask(client, sent, "get").get_json()["moves"]} == {"withdrawn"}
    handle(make, sent["id"])
    assert sign(lian, sent["id"]).status_code == 200
    sheets = make.rows("select t.said from feedback_sheet_text t join feedback_sheet s on s.id = t.sheet_id")
    assert sheets == [(RIGHT,)], "one answer, to what was put right"
    assert correct(client, sent).status_code == 409
    assert ask(client, sent, "delete", "/contents").status_code == 200
    assert make.rows("select count(*) from report_text where body <> ''") == [(1,)], "what was put right goes too"


def test_a_deputy_reads_what_was_put_right(make: Maker, app: Flask, client: FlaskClient) -> None:
    people(make)
    code = deputy_code(make, make.account("ma", ("deputy", "621124100")))
    sent = submit(app, text=WORDS, code=code)
    assert correct(client, sent).status_code == 201
    file = make.login("ma").get(f"/api/cases/{sent['id']}")
    assert [each["text"] for each in file.get_json()["reports"]] == [WORDS, RIGHT]


def test_consent_is_kept_as_it_was_given(make: Maker, app: Flask, client: FlaskClient) -> None:
    people(make)
    body = {
        "id": new_id(), "category": "family", "text": WORDS, "station_id": make.run("select min(id) from station"),
        "reply": {"way": "receipt"}, "consents": ["handling", "minor", "minor"],
    }  # fmt: skip
    assert client.post("/api/submissions", json=body | {"consents": ["all"]}).status_code == 422
    for status in (201, 200):
        assert client.post("/api/submissions", json=body).status_code == status
    assert client.post("/api/submissions", json=body | {"consents": []}).status_code == 409
    kept = make.rows("select purpose, given, text_version, language from consent order by purpose")
    assert kept == [("handling", "ticked", "2026-11", "zh-CN"), ("minor", "ticked", "2026-11", "zh-CN")]


@pytest.mark.parametrize("path", ["get /export", "delete /contents", "post /corrections", f"get /photos/{'a' * 64}"])
def test_nothing_of_it_without_the_query_code(make: Maker, app: Flask, client: FlaskClient, path: str) -> None:
    people(make)
    sent, (verb, rest) = submit(app), path.split()
    body = {"json": {"id": new_id(), "text": RIGHT}} if verb == "post" else {}
    other = submit(app)
    assert ask(client, sent | {"query_code": other["query_code"]}, verb, rest, **body).status_code == 404
    assert (
        make.run("select count(*) from erasure")
        == make.run("select count(*) from report where corrects_id is not null")
        == 0
    )
