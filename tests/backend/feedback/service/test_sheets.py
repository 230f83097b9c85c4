"""Issuing sheets: one number each, the rungs that begin at once, and arrivals noted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask

from backend.db import Context, Database
from backend.errors import NotFound
from backend.feedback import service
from backend.feedback.domain import Recipient, Signer, Subject
from tests.make import Maker
from tests.story import people, submit

TOWN, VILLAGE = "621124100", "621124100001"
SEES = Context(viewer=1, roles=(("liaison", TOWN),), areas=(TOWN,), hidden_areas=(TOWN,))


@pytest.fixture
def reports(make: Maker, app: Flask) -> list[UUID]:
    people(make)
    return [UUID(submit(app)["id"]) for _ in range(3)]


def test_everybody_gets_a_sheet_of_their_own_and_each_way_begins_as_it_must(
    make: Maker, reports: list[UUID], app_database: Database
) -> None:
    wang = int(make.run("select id from account where login = 'wang'"))
    lian = int(make.run("select id from account where login = 'lian'"))
    subject = Subject("case", uuid4(), "2026-000001", "文峰社区信息采集点")
    base = Recipient(
        reports[0], "R1", VILLAGE, hidden=False, said="水渠被填", said_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    told = [
        replace(base, receipt="A1", reply_way="receipt"),
        replace(base, report_id=reports[1], receipt="A2", reply_way="phone", language="en"),
        replace(base, report_id=reports[2], author_id=wang, hidden=True, said="另一件"),
    ]
    with app_database.transaction(replace(SEES, viewer=lian)) as session:
        sheets = service.issue(session, subject, told, "已经修好", Signer(lian, "李联络", "liaison"))
        attempts = service.attempts_of(session, sheets)
        assert service.attempts_of(session, []) == {}
        assert service.sheets_about(session, subject.id) == sheets
        with pytest.raises(NotFound):
            service.sheet(session, uuid4())
    by_report = {each.report_id: each for each in sheets}
    assert len({each.number for each in sheets}) == 3
    assert [each.number for each in sheets] == sorted((each.number for each in sheets), reverse=True)
    assert [by_report[each].said for each in reports] == ["水渠被填", "水渠被填", "另一件"]
    assert {each.answer for each in sheets} == {"已经修好"}
    assert [by_report[each].delivered_at is not None for each in reports] == [True, False, False]
    assert [[(a.rung, a.state) for a in attempts[by_report[each].id]] for each in reports] == [
        [("receipt", "confirmed")], [], [("inbox", "trying")],
    ]  # fmt: skip
    assert make.rows("select account_id, subject_id from notice where kind = 'feedback.issued'") == [
        (wang, by_report[reports[2]].id)
    ]
    assert make.run("select count(*) from procrastinate_jobs where task_name = 'feedback.push'") == 3
    phone = by_report[reports[1]].id
    with app_database.transaction(replace(SEES, viewer=lian)) as session:
        first = service.delivered_by_hand(session, phone, "channel").delivered_at
        assert first and service.delivered_by_hand(session, phone, "channel").delivered_at == first
    assert make.run("select count(*) from procrastinate_jobs where task_name = 'cases.delivered'") == 1
    assert make.run("select count(*) from audit_entry where action = 'feedback.delivered'") == 1


def test_staff_of_hidden_matters_alone_say_that_a_hidden_one_arrived(
    make: Maker, reports: list[UUID], app_database: Database
) -> None:
    lian = int(make.run("select id from account where login = 'lian'"))
    said = Recipient(reports[0], "R1", VILLAGE, hidden=True, said="x", said_at=datetime.now(UTC), author_id=lian)
    context = replace(SEES, viewer=lian)
    with app_database.transaction(context) as session:
        (sheet,) = service.issue(
            session, Subject("case", uuid4(), "1", "x"), [said], "已经修好", Signer(lian, "李", "liaison")
        )
    for scope in (
        replace(context, hidden_areas=()),
        replace(context, areas=(), hidden_areas=()),
        replace(context, hidden_areas=("621124101",)),
    ):
        with pytest.raises(NotFound), app_database.transaction(scope) as session:
            service.delivered_by_hand(session, sheet.id, "door")
    assert make.run("select count(*) from delivery where rung = 'door'") == 0
