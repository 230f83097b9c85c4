"""What the system does by itself: only what is due, each on its own, and again without harm."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from backend.cases import tasks
from backend.db import Database
from tests.make import Maker, new_id
from tests.story import people, submit


@pytest.fixture
def answered(make: Maker, app: Flask) -> list[str]:
    """Four answered cases: long ago, long ago, of today, and one that is not answered at all."""
    people(make)
    ids = [str(submit(app)["id"]) for _ in range(4)]
    make.unwatched(
        "update cases set state = 'answered', state_since = now() - interval '400 days' where id <> :id", id=ids[3]
    )
    make.unwatched("update cases set state_since = now() where id = :id", id=ids[2])
    return ids


def states(make: Maker, ids: list[str]) -> list[str]:
    return [str(make.run("select state from cases where id = :id", id=each)) for each in ids]


def test_old_answers_are_closed_and_one_that_fails_takes_no_other_back(
    make: Maker, answered: list[str], worker_database: Database
) -> None:
    make.run(
        "create function spoil() returns trigger language plpgsql as"
        " $$ begin if (select count(*) from cases where state = 'closed') = 1 then raise exception 'spoilt'; end if; return new; end $$"
    )
    make.run("create trigger spoilt before update on cases for each row execute function spoil()")
    with pytest.raises(DBAPIError, match="spoilt"):
        tasks.lapse(worker_database)
    assert sorted(states(make, answered)) == ["answered", "answered", "closed", "pending"], "the first stays closed"
    make.run("drop trigger spoilt on cases")
    for _ in range(2):
        tasks.lapse(worker_database)
    assert states(make, answered) == ["closed", "closed", "answered", "pending"]
    assert make.run("select count(*) from audit_entry where action = 'case.closed'") == 2


def test_an_arrival_of_something_else_changes_no_case(
    make: Maker, answered: list[str], worker_database: Database
) -> None:
    before = states(make, answered)
    tasks.delivered(worker_database, "solicitation", answered[3], "621124100001", new_id())
    tasks.delivered(worker_database, "case", new_id(), "621124100001", new_id())
    tasks.delivered(worker_database, "case", answered[3], "522702100001", new_id())
    assert states(make, answered) == before


def test_new_cases_are_dated_and_told_once(make: Maker, answered: list[str], worker_database: Database) -> None:
    make.run("update cases set due_on = null where id = :id", id=answered[3])
    told = []
    for _ in range(2):
        tasks.notice_new(worker_database)
        told.append(
            make.run("select count(*) from notice where kind = 'case.opened' and subject_id = :id", id=answered[3])
        )
    assert make.run("select due_on > opened_at::date from cases where id = :id", id=answered[3])
    assert told[0] == told[1] > 0
