"""What an edition moved is read by those whose area it was, told to them once, and taken back at the desk before its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.clock import today
from backend.db import Context, Database
from backend.settings import Settings
from tests.backend.cases.service.test_remap import DJ, WF, WJM, drawn, file
from tests.backend.editions.conftest import draw, next_one
from tests.backend.editions.test_service import state
from tests.errands import bring_forward, run_errands
from tests.make import Browser, Maker

TOWN, NEXT = "621124100", "621124101"
WHY = {"reason": "画错了一条界"}


@pytest.fixture
def staff(county: Maker) -> Maker:
    """Heads and liaisons of both townships; a liaison of the other county."""
    for login, role, area in (
        ("zhen", "town_head", TOWN), ("lian", "liaison", TOWN), ("bali", "liaison", NEXT), ("fu", "liaison", "522702"),
    ):  # fmt: skip
        county.account(login, (role, area))
    return county


def read(who: Browser, path: str) -> dict[str, Any]:
    """Return what a route answers."""
    answer = who.get(f"/api/editions{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def rows(who: Browser, edition: int, kind: str) -> list[dict[str, Any]]:
    """Return all of one kind that an edition moved, read in pages of one."""
    found, more = [], ""
    while True:
        page = read(who, f"/{edition}/moves?kind={kind}&limit=1{more}")
        found += page["items"]
        if page["next"] is None:
            return found
        more = f"&cursor={page['next']}"


def pairs(found: list[dict[str, Any]]) -> list[tuple[str | None, str | None, int]]:
    """Return from which cell to which, and how many."""
    return [(each["former"], each["cell"], each["n"]) for each in found]


def test_each_reads_what_moved_in_the_own_area(staff: Maker, ours: Settings) -> None:
    hidden = file(staff, 0)
    for table in ("cases", "report"):
        staff.run(f"alter table {table} disable trigger user")
        staff.run(f"update {table} set hidden = true where id = :id", id=hidden)
        staff.run(f"alter table {table} enable trigger user")
    edition, _ = draw(staff, next_one(), today() - timedelta(days=2), "第三版")
    county, town, neighbour = (staff.login(login) for login in ("li", "lian", "bali"))
    found = read(town, "")["items"][0]
    assert (found["id"], found["name"], found["state"]) == (edition, "第三版", "in_force")
    assert [found[key] for key in ("cells", "kept", "renamed", "split", "merged", "redrawn")] == [2, 0, 0, 0, 0, 2]
    whole = read(county, f"/{edition}")
    assert [whole[key] for key in ("cells", "kept", "renamed", "redrawn", "new")] == [4, 0, 1, 2, 1], "C goes on as Z"
    ahead = read(town, f"/{edition}")
    assert [ahead[key] for key in ("new", "gone", "posts", "cases", "reports", "workers")] == [0, 0, 2, 0, 5, 2]
    bring_forward(staff)
    run_errands(ours)
    assert pairs(rows(town, edition, "reports")) == [("A", "X", 2), ("A", "Y", 2), ("B", "Y", 1)]
    assert pairs(rows(neighbour, edition, "reports")) == [(None, "V", 1)]
    assert [each["name"] for each in rows(town, edition, "workers")] == ["ma", "ma"]
    assert rows(neighbour, edition, "workers") == []
    cells = [(each["former"], each["cell"], each["what"]) for each in rows(county, edition, "cells")]
    assert cells == [
        (None, "V", "new"),
        ("A", "X", "redrawn"),
        ("A", "Y", "redrawn"),
        ("B", "Y", "redrawn"),
        ("C", "Z", "kept"),
    ]
    assert [each["what"] for each in rows(town, edition, "cells")] == ["redrawn"] * 3
    posts = rows(town, edition, "posts")
    assert [(each["former"], each["cell"], each["name"]) for each in posts] == [
        ("A", "Y", "东街社区信息采集点"), ("A", "X", "文峰社区信息采集点"),
    ]  # fmt: skip
    cases = rows(town, edition, "cases")
    assert len(cases) == read(town, f"/{edition}")["cases"] == len({each["case_id"] for each in cases}) > 3
    assert hidden in {each["case_id"] for each in cases}, "a liaison handles hidden ones"
    assert hidden not in {each["case_id"] for each in rows(staff.login("zhen"), edition, "cases")}, "a head does not"
    assert read(staff.login("fu"), "")["items"] == []
    far = staff.login("fu")
    for path in (f"/{edition}", f"/{edition}/moves?kind=cells", "/99999999", f"/{2**80}"):
        assert far.get(f"/api/editions{path}").status_code == 404
    assert staff.login("ma").get("/api/editions").status_code == 403
    assert town.get(f"/api/editions/{edition}/moves?kind=roads").get_json()["field"] == "kind"
    for cursor in ("x", "WyJcdTAwMDAiXQ", "WyJcdWQ4MDAiXQ", "WzFd"):
        answer = town.get(f"/api/editions/{edition}/moves?kind=cells&cursor={cursor}")
        assert (answer.status_code, answer.get_json()["field"]) == (422, "cursor")


def told(who: Browser) -> list[str]:
    """Return the messages about editions."""
    found = who.get("/api/notices").get_json()["items"]
    return [each["title"] for each in found if "网格换版" in each["title"]]


def test_those_to_whom_something_moved_hear_of_it_once(staff: Maker, ours: Settings) -> None:
    """The neighbours keep their cells, and the county has those who are nearer."""
    draw(staff, drawn("XABBC", X=WF, A=WF, B=DJ, C=WJM), today() + timedelta(days=9), "第三版")
    for _ in range(2):
        bring_forward(staff)
        run_errands(ours)
    assert told(staff.login("zhen")) == told(staff.login("lian")) == ["网格换版，您的辖区有变动：第三版"]
    assert told(staff.login("bali")) == told(staff.login("li")) == told(staff.login("fu")) == []


def test_names_are_told_inside_the_area_alone(staff: Maker, app_database: Database) -> None:
    edition, _ = draw(staff, next_one(), today(), "第三版")
    for areas, names in (((TOWN,), {"ma"}), (("621124",), {"ma"}), ((NEXT,), set()), (("522702",), set()), ((), set())):
        with app_database.transaction(Context(viewer=1, areas=areas)) as session:
            found = session.scalars(text("select name from edition_workers(:id)"), {"id": edition})
            assert set(found) == names, areas


def test_an_edition_ahead_is_taken_back_at_the_desk_by_the_liaison_of_all_of_it(staff: Maker, ours: Settings) -> None:
    before = state(staff)
    first, _ = draw(staff, next_one(), today() + timedelta(days=1), "第三版")
    run_errands(ours)
    second, _ = draw(staff, drawn("PPPQZV", P=WF, Q=DJ, Z=WJM, V=WJM), today() + timedelta(days=9), "第四版")
    county, town = staff.login("li"), staff.login("lian")
    assert [read(who, f"/{edition}")["may_withdraw"] for who in (county, town) for edition in (first, second)] == [
        False, True, False, False,
    ]  # fmt: skip
    path = "/api/editions/{}/withdrawal"
    assert town.post(path.format(second), json=WHY).status_code == 403
    assert staff.login("fu").post(path.format(second), json=WHY).status_code == 404
    assert county.post(path.format(first), json=WHY).status_code == 409, "another one follows"
    assert county.post(path.format(second), json={"reason": " "}).get_json()["field"] == "reason"
    answers = [county.post(path.format(second), json=WHY) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].get_json() == answers[1].get_json()
    assert answers[0].get_json()["name"] == "第四版"
    assert told(town) == ["网格换版，您的辖区有变动：第三版"]
    assert county.post(path.format(first), json=WHY).status_code == 200
    assert state(staff) == before
    assert told(town) == [], "what does not come is no news"
    current = read(county, "")["items"][0]["id"]
    assert county.post(path.format(current), json=WHY).status_code == 409, "it is in force"
    audited = staff.rows("select subject_id, fields from audit_entry where action = 'edition.withdrawn' order by id")
    assert [(row.subject_id, row.fields) for row in audited] == [(str(second), ["reason"]), (str(first), ["reason"])]


def test_the_database_refuses_to_take_back_what_it_should_not(staff: Maker, app_database: Database) -> None:
    ahead, _ = draw(staff, next_one(), today() + timedelta(days=1), "第三版")
    liaison = staff.run("select id from account where login = 'lian'")
    calls = "select withdraw_edition(:id, 'x', '不要了')"
    tries = [Context(), Context(viewer=liaison, roles=(("liaison", TOWN),), areas=(TOWN,))]
    for context in tries:
        with app_database.transaction(context) as session:
            session.execute(text(calls), {"id": ahead})
    assert staff.run("select count(*) from grid_edition where id = :id", id=ahead) == 1
    current = staff.run("select id from grid_edition where name = '第二版'")
    whole = Context(viewer=liaison, roles=(("liaison", "621124"),), areas=("621124",))
    with app_database.transaction(whole) as session:
        session.execute(text(calls), {"id": current})
    assert staff.run("select count(*) from grid_cell where edition_id = :id", id=current) == 3
    with pytest.raises(DBAPIError), app_database.transaction(whole) as session:
        session.execute(text("select take_back(:id)"), {"id": ahead})
    assert staff.run("select count(*) from edition_withdrawn") == 0
