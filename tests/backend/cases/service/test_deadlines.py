"""By when: the day a case came in, in China, counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask import Flask

from backend.cases.domain import BY_ID
from backend.cases.service.deadlines import give_deadlines, lapsing_before
from backend.clock import today
from backend.db import Database
from backend.jobs.registry import area_context
from tests.make import Maker
from tests.story import Story, offices, people, submit

TOWN = "621124100"


def test_new_cases_are_dated_by_the_day_they_came_in_china(make: Maker, app: Flask, worker_database: Database) -> None:
    people(make)
    ids = [submit(app)["id"] for _ in range(3)]
    for case, opened in zip(ids, ("2026-09-30T15:59:00Z", "2026-09-30T16:01:00Z", "2026-02-11T04:00:00Z"), strict=True):
        make.unwatched("update cases set opened_at = :at, due_on = null where id = :id", at=opened, id=case)
    with worker_database.transaction(area_context("test", TOWN)) as session:
        give_deadlines(session)
        left = datetime.now(UTC) - lapsing_before(session, BY_ID["12-2"])
    due = dict(make.rows("select id::text, due_on from cases"))  # type: ignore[arg-type]
    # five working days: after the holiday of October; over the Saturday worked before Spring Festival and the festival
    assert [due[case] for case in ids] == [date(2026, 10, 13), date(2026, 10, 13), date(2026, 2, 25)]
    days = make.run("select days from case_limit where name = :name", name=BY_ID["12-2"].after)
    assert abs(left - timedelta(days=days)) < timedelta(minutes=1)


def test_an_extension_whose_day_has_passed_is_not_granted_and_a_redo_gets_days_of_its_own(
    make: Maker, app: Flask
) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    case = submit(app)["id"]
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-1", reason="归水务局管")
    later = (today() + timedelta(days=9)).isoformat()
    story.step("lian", case, "dispatched", body=ids["shui"], due=later)
    story.step("shui", case, "handling")
    story.step("shui", case, "extending", reason="等配件", due=later)
    make.run("update case_event_text set evidence = '{\"due\": \"2026-01-05\"}' where evidence ? 'due'")
    late = story.attempt("ren", case, "handling", row="A6-2-2")
    assert (late.status_code, late.get_json()["code"]) == (409, "past_day")
    story.step("ren", case, "handling", row="A6-3-2", reason="已经过了")
    story.step("shui", case, "verifying", handling="渠挖开了一半")
    story.step("he", case, "redoing", reason="只挖了一半")
    make.run("update cases set promised_on = '2026-01-05'")
    again = story.step("shui", case, "handling")
    assert again["promised_on"] == again["due_on"] > str(today())
