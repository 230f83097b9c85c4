"""What happens to a case at the edges: repeats, what the system does by itself, what is refused before anything is written."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from backend.cases import service
from backend.cases.domain import BY_ID, State
from backend.codes.service import Held
from backend.db import Database
from backend.errors import Conflict, NotFound
from backend.jobs.registry import area_context
from tests.make import Browser, Maker
from tests.story import handle, move, people, sign, submit

TOWN = "621124100"


def test_a_receipt_without_a_case_is_refused_before_the_database_is_asked() -> None:
    with pytest.raises(NotFound):
        service.by_receipt(None, Held(UUID(int=1), None, TOWN), "reopened", reason="又坏了", evidence={})  # type: ignore[arg-type]


@pytest.fixture
def called(make: Maker, app: Flask) -> str:
    """A case that waits for its answer, whose writer wants to be called."""
    people(make)
    case = submit(app, way="phone", name="赵钱孙", phone="13912345678")["id"]
    handle(make, case)
    return str(case)


def by_itself(database: Database, verb, case: str) -> bool:
    with database.transaction(area_context("test", TOWN)) as session:
        return bool(verb(session, UUID(case)))


def close_unopposed(session: Session, case_id: UUID) -> bool:
    return service.lapse(session, case_id, BY_ID["12-2"])


def state_of(make: Maker, case: str) -> str:
    return str(make.run("select state from cases where id = :id", id=case))


def reach(lian: Browser, case: str) -> None:
    """Note that somebody was called."""
    sheet = lian.get(f"/api/cases/{case}").get_json()["sheets"][0]["id"]
    assert lian.post(f"/api/feedback/{sheet}/deliveries", json={"rung": "channel"}).status_code == 200


def test_it_is_answered_when_somebody_was_reached_and_closed_when_nobody_objects_each_once(
    make: Maker, called: str, worker_database: Database
) -> None:
    lian = make.login("lian")
    assert not by_itself(worker_database, service.delivered, called), "nothing was signed"
    sign(lian, called)
    assert not by_itself(worker_database, service.delivered, called), "nobody was reached"
    assert not by_itself(worker_database, close_unopposed, called)
    reach(lian, called)
    assert [by_itself(worker_database, service.delivered, called) for _ in range(2)] == [True, False]
    assert state_of(make, called) == "answered"
    assert not by_itself(worker_database, close_unopposed, called), "there is time to object"
    make.unwatched("update cases set state_since = now() - interval '400 days'")
    assert [by_itself(worker_database, close_unopposed, called) for _ in range(2)] == [True, False]
    assert state_of(make, called) == "closed"
    assert not by_itself(worker_database, service.delivered, str(UUID(int=9))), "no such case"


def test_a_signing_sent_again_after_its_arrival_answers_as_the_first_time(
    make: Maker, called: str, worker_database: Database
) -> None:
    lian = make.login("lian")
    version = lian.get(f"/api/cases/{called}").get_json()["version"]
    evidence = {"answer": "水渠已经挖开，今天下午通水。"}
    assert move(lian, called, "answered", version=version, evidence=evidence).status_code == 200
    reach(lian, called)
    assert by_itself(worker_database, service.delivered, called)
    again = move(lian, called, "answered", version=version, evidence=evidence)
    assert (again.status_code, again.get_json().get("state")) == (200, "answered")
    assert len(again.get_json()["sheets"]) == 1
    assert move(make.login("ren"), called, "answered", version=version, evidence=evidence).status_code == 412, (
        "another's"
    )
    assert move(lian, called, "accepted", version=version).status_code == 412, "another move"


def test_a_citizen_cannot_reopen_what_is_not_answered(called: str, make: Maker, app_database: Database) -> None:
    held = Held(UUID(called), UUID(called), "621124100001")
    with pytest.raises(Conflict), app_database.transaction(service.context_of_held(held)) as session:
        service.by_receipt(session, held, "reopened", reason="又坏了", evidence={})
    assert state_of(make, called) == State.ANSWERING
