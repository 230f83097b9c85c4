"""The lists: what waits and what is overdue by deadline, all cases newest first, page after page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from backend.clock import today
from tests.make import Maker
from tests.story import move, people, submit

# Days until the deadline, None without one; in the order in which they are opened.
DUE = (3, None, -2, 3, None, -7)


@pytest.fixture
def made(make: Maker, app: Flask) -> list[str]:
    people(make)
    ids = [submit(app)["id"] for _ in DUE]
    for case, days in zip(ids, DUE, strict=True):
        due = None if days is None else today() + timedelta(days=days)
        make.run("update cases set due_on = :due where id = :case returning 1", due=due, case=case)
    return ids


def read(make: Maker, query: str, *, login: str = "lian") -> list[str]:
    """Read a whole list, two cases a page."""
    browser, found, cursor = make.login(login), [], ""
    while True:
        page = browser.get(f"/api/cases?limit=2&{query}{cursor}").get_json()
        found += [row["id"] for row in page["items"]]
        if page["next"] is None:
            return found
        assert len(page["items"]) == 2
        cursor = f"&cursor={page['next']}"


def test_what_waits_goes_by_deadline_then_by_age_and_without_a_deadline_last(make: Maker, made: list[str]) -> None:
    assert read(make, "waiting=me") == [made[n] for n in (5, 2, 0, 3, 1, 4)]


def test_all_cases_stand_newest_first(make: Maker, made: list[str]) -> None:
    assert read(make, "") == made[::-1]


def test_only_what_is_open_and_past_its_day_is_overdue(make: Maker, made: list[str]) -> None:
    make.run("update cases set due_on = :day where id = :case returning 1", day=today(), case=made[0])
    assert read(make, "overdue=1") == [made[5], made[2]]
    assert read(make, "overdue=1", login="zhang") == [made[5], made[2]], "a head, for whom nothing waits, sees them too"
    assert read(make, "overdue=1", login="bali") == []
    move(make.login("lian"), made[5], "joined", evidence={"into": number(make, made[2])})
    assert read(make, "overdue=1") == [made[2]]
    assert read(make, "waiting=me&overdue=1", login="he") == []


def test_only_what_is_not_at_its_end_is_open_and_stands_newest_first(make: Maker, made: list[str]) -> None:
    lian = make.login("lian")
    move(lian, made[5], "joined", evidence={"into": number(make, made[2])})
    move(lian, made[0], "refused", reason="不属于受理范围")
    assert read(make, "open=1") == [made[n] for n in (4, 3, 2, 1, 0)]
    make.unwatched("update cases set state = 'closed' where id = :case", case=made[0])
    assert read(make, "open=1") == [made[n] for n in (4, 3, 2, 1)]
    assert read(make, "open=1&state=closed") == []


def number(make: Maker, case: str) -> str:
    return str(make.run("select number from cases where id = :case", case=case))


def test_a_cursor_of_another_list_is_refused(make: Maker, made: list[str]) -> None:
    lian = make.login("lian")
    for here, there in (("waiting=me", ""), ("", "overdue=1")):
        cursor = lian.get(f"/api/cases?limit=1&{here}").get_json()["next"]
        refused = lian.get(f"/api/cases?{there}&cursor={cursor}")
        assert (refused.status_code, refused.get_json()["field"]) == (422, "cursor")
