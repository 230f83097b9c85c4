"""What is written with a move: the body as it was called that day; who was first is named to who came second."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text

from backend.cases.queries import Event
from backend.cases.service import writing
from backend.errors import Stale
from tests.make import Maker
from tests.story import Story, move, offices, people, submit


def test_a_body_is_written_as_it_was_called_that_day(make: Maker, app: Flask) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    case = submit(app)["id"]
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-1", reason="归水务局管")
    story.step("lian", case, "dispatched", body=ids["shui"], due="2027-01-05")
    make.run("update body set name = '县水利局' where id = :id", id=int(ids["shui"]))
    file = story.file("lian", case)
    assert file["timeline"][0]["evidence"]["body"] == "县水务局"
    assert file["seats"][0]["body_name"] == "县水利局"


@pytest.mark.parametrize(("name", "said"), [("李联络", "{name}刚改了这一项。"), ("", "别人刚改过，请重新读取")])
def test_who_was_first_is_named(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    event = Event(2, None, 1, name, "liaison", "7", "move", "pending", "accepted", "", {})  # type: ignore[arg-type]
    monkeypatch.setattr(writing.queries, "timeline", lambda *_: [event])
    with pytest.raises(Stale) as refused:
        writing.stale(None, type("Head", (), {"id": 1})())  # type: ignore[arg-type]
    assert refused.value.title == said


def test_a_move_costs_one_commit(make: Maker, app: Flask) -> None:
    people(make)
    case, lian = submit(app)["id"], make.login("lian")
    lian.get(f"/api/cases/{case}")
    engine, written = app.extensions["zhitong.database"].engine, []

    def note(connection: Connection) -> None:
        # Who only reads is given no number, and leaves nothing to be made durable.
        written.append(connection.scalar(text("select pg_current_xact_id_if_assigned()::text")))

    event.listen(engine, "commit", note)
    try:
        assert move(lian, case, "accepted", version=1).status_code == 200
    finally:
        event.remove(engine, "commit", note)
    assert len([each for each in written if each]) == 1
