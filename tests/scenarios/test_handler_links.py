"""Who handles a matter without an account (T31): a link for one case and one device, dead with it, in no log."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.db import Context, Database
from backend.links.domain import digest_of_device
from tests.make import Maker, new_id
from tests.scenarios.test_channels import MUCH_LATER, dispatched, sort_to
from tests.story import Story, offices, people, submit

SESSION = "/api/handler-session"


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    return offices(make)


@pytest.fixture
def case(app: Flask, story: Story, ids: dict[str, str]) -> str:
    return handed(app, story, ids)


def handed(app: Flask, story: Story, ids: dict[str, str], to: str = "shui") -> str:
    """Bring a new case into the hands of a body."""
    case = str(submit(app)["id"])
    sort_to(story, case, "8-1")
    dispatched(story, ids, case, to)
    return case


def issue(story: Story, case: str, login: str = "lian", **more: Any) -> str:
    """Issue a link; return the token behind its #."""
    answer = story.who(login).post(f"/api/cases/{case}/links", json={"id": new_id()} | more)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    address, _, token = answer.get_json()["url"].partition("#")
    assert address.endswith("/h/") and len(token) == 43
    return str(token)


def opened(app: Flask, token: str) -> tuple[FlaskClient, str]:
    """Open a link on a new device; return the device and the address of the case there."""
    phone = app.test_client()
    answer = phone.post(SESSION, json={"token": token})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return phone, f"{SESSION}/{answer.get_json()['link']}"


def act(phone: FlaskClient, at: str, to: str, *, row: str | None = None, reason: str = "", **evidence: str) -> Any:
    """Make a move by link at the version the case has now."""
    version = phone.get(at).get_json()["version"]
    body = {"to": to, "move": row, "reason": reason, "evidence": evidence}
    return phone.post(f"{at}/transitions", json=body, headers={"If-Match": f'"{version}"'})


def words(answer: Any) -> tuple[int, str]:
    """Return status and code of a refusal that says something."""
    told = answer.get_json()
    assert told["title"], told
    return answer.status_code, told["code"]


def test_a_matter_is_handled_by_link_from_signing_to_verifying(
    app: Flask, make: Maker, story: Story, ids: dict[str, str], case: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = issue(story, case)
    phone = app.test_client()
    for ask in (phone.get, phone.head) * 3:
        page = ask("/h/")
        assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store", "a preview consumes nothing"
    link = phone.post(SESSION, json={"token": token}).get_json()["link"]
    assert phone.post(SESSION, json={"token": token}).get_json() == {"link": link}, "its own device may come again"
    at = f"{SESSION}/{link}"
    told = phone.get(at)
    seen = told.get_json()
    assert seen["body_name"] == "县水务局" and seen["reports"][0]["text"]
    assert not {"contact", "reply_way", "sheets", "photos"} & (set(seen) | set(seen["reports"][0]))
    assert {move["id"] for move in seen["moves"]} == {"A2", "A3-2"}, "from the table, by the body's role"
    bare = phone.post(f"{at}/transitions", json={"to": "handling"})
    assert words(bare) == (428, "precondition_needed")
    assert act(phone, at, "handling").status_code == 200
    later = act(phone, at, "extending", reason="等料", due=MUCH_LATER)
    assert later.status_code == 200, later.get_data(as_text=True)
    assert phone.get(at).get_json()["moves"] == [], "who grants it is another"
    story.step("ren", case, "handling", row="A6-2-2")
    short = act(phone, at, "verifying", handling="好")
    assert (short.status_code, short.get_json()["field"]) == (422, "evidence.handling")
    done = act(phone, at, "verifying", handling="水渠已挖开，通水了")
    assert done.get_json()["label"] == "待核查"
    # Who handled it has no account; whoever acts for that body is no stranger to it either.
    member = "insert into body_member (body_id, account_id, from_day) select :body, id, china_today() from account where login = 'he' returning 1"
    make.run(member, body=int(ids["shui"]))
    own = story.attempt("he", case, "answering", row="9", check="到现场看过，水已通")
    assert (own.status_code, own.get_json()["title"]) == (403, "办理的人不能自己核查，请换一位核查员")
    assert case not in story.waiting("he")
    make.run("delete from body_member where account_id = (select id from account where login = 'he') returning 1")
    story.step("he", case, "answering", check="到现场看过，水已通")
    last = [event for event in story.file("lian", case)["timeline"] if event["to"] == "verifying"]
    assert (last[0]["actor_name"], last[0]["role"]) == ("县水务局（凭链接）", "department")
    assert make.run("select count(*) from case_event where actor_id is null and actor_role = 'department'") == 3

    kept = make.rows("select l::text as x from case_link l")
    assert all(token not in row.x for row in kept), "kept as a digest alone"
    assert token not in caplog.text and not any(token in str(vars(record)) for record in caplog.records)
    listed = story.who("lian").get(f"/api/cases/{case}/links").get_json()["items"]
    assert listed[0]["seen_at"] and token not in str(listed)


def test_a_second_device_is_refused_until_another_link_is_issued(app: Flask, story: Story, case: str) -> None:
    token = issue(story, case)
    phone, at = opened(app, token)
    stranger = app.test_client()
    assert words(stranger.post(SESSION, json={"token": token})) == (409, "other_device")
    assert words(stranger.get(at)) == (404, "no_link"), "the link's id opens nothing"
    assert words(stranger.post(SESSION, json={"token": token[:-1]})) == (404, "no_such_link")
    assert phone.get(at).status_code == 200
    other, there = opened(app, issue(story, case))
    assert other.get(there).status_code == 200
    # one phone, two links: both stay open
    again = phone.post(SESSION, json={"token": issue(story, case)}).get_json()["link"]
    assert phone.get(f"{SESSION}/{again}").status_code == phone.get(at).status_code == 200


def test_a_link_dies_with_recall_of_it_time_recall_of_the_case_and_closing(
    app: Flask, make: Maker, story: Story, ids: dict[str, str], case: str
) -> None:
    lian = story.who("lian")
    phone, at = opened(app, issue(story, case))
    link = at.rpartition("/")[2]
    for _ in range(2):
        assert lian.delete(f"/api/cases/{case}/links/{link}").status_code == 204
    assert words(phone.get(at)) == (403, "link_revoked")

    token = issue(story, case, days=1)
    phone, at = opened(app, token)
    make.run(
        "update case_link set issued_at = now() - interval '2 days', expires_at = now() - interval '1 second' where revoked_at is null"
    )
    assert words(phone.get(at)) == (403, "link_expired")
    assert words(app.test_client().post(SESSION, json={"token": token})) == (403, "link_expired")

    unopened = issue(story, case)
    phone, at = opened(app, issue(story, case))
    assert act(phone, at, "returned", reason="不归我们管", suggested="农业农村局").status_code == 200
    assert words(phone.get(at)) == (403, "link_over"), "it gave the case back"
    story.step("lian", case, "triage")
    dispatched(story, ids, case, "shui")
    assert words(phone.get(at)) == (403, "link_over"), "the same body again: another link"
    assert words(app.test_client().post(SESSION, json={"token": unopened})) == (403, "link_over")

    phone, at = opened(app, issue(story, case))
    assert act(phone, at, "handling").status_code == 200
    assert act(phone, at, "verifying", handling="水渠已挖开，通水了").status_code == 200
    story.step("he", case, "answering", check="到现场看过，水已通")
    make.unwatched("update cases set state = 'answered'")
    assert words(act(phone, at, "closed", consent="群众满意")) == (403, "forbidden"), "who closes has an account"
    story.step("lian", case, "closed", consent="群众满意")
    assert words(phone.get(at)) == (403, "link_over")
    nobody = lian.post(f"/api/cases/{case}/links", json={"id": new_id()})
    assert words(nobody) == (409, "nobodys")


def test_a_link_opens_no_other_case_of_the_same_body(
    app: Flask, make: Maker, story: Story, ids: dict[str, str], case: str, app_database: Database
) -> None:
    other = handed(app, story, ids)
    phone, at = opened(app, issue(story, case))
    foreign = issue(story, other)
    elsewhere, there = opened(app, foreign)
    assert words(phone.get(there)) == (404, "no_link")
    for path in (f"/api/cases/{case}", f"/api/cases/{other}", "/api/cases"):
        assert phone.get(path).status_code == 401, "a link is no login"
    assert elsewhere.get(there).status_code == 200

    link = UUID(at.rpartition("/")[2])
    cookie = phone.get_cookie("zt_handler")
    assert cookie is not None
    mine = Context(link=digest_of_device(cookie.value, link))
    with app_database.transaction(mine) as session:
        for table, column in (
            ("cases", "id"),
            ("case_event", "case_id"),
            ("case_seat", "case_id"),
            ("case_report", "case_id"),
        ):
            seen = session.scalars(text(f"select distinct {column} from {table}")).all()
            assert seen == [UUID(case)], table
        for table in ("contact", "feedback_sheet", "case_link", "submission", "report_attachment", "audit_entry"):
            granted = session.scalar(text("select has_any_column_privilege(:t, 'SELECT')"), {"t": table})
            assert not granted or session.scalar(text(f"select count(*) from {table}")) == 0, table
        assert len(session.scalars(text("select body from report_text")).all()) == 1
        assert (
            session.execute(text("update cases set due_on = null where id = :id returning id"), {"id": other}).all()
            == []
        )
    event = (
        "insert into case_event (case_id, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)"
        " select :id, 'x', :role, 'A3-2', 'dispatched', 'handling', 9, '621124100001', false"
    )
    for where, role in ((other, "department"), (case, "liaison")):
        with pytest.raises(DBAPIError, match="row-level"), app_database.transaction(mine) as session:
            session.execute(text(event), {"id": where, "role": role})


def test_who_gave_the_case_to_the_body_issues_its_links(
    app: Flask, make: Maker, story: Story, ids: dict[str, str], case: str
) -> None:
    path, body = f"/api/cases/{case}/links", {"id": new_id(), "days": 3}
    first = story.who("ren").post(path, json=body)
    assert (first.status_code, story.who("ren").post(path, json=body).get_json()) == (201, first.get_json()), (
        "sent again"
    )
    assert words(story.who("ren").post(path, json=body | {"days": 4})) == (409, "id_taken")
    for login, status in (("he", 403), ("shui", 403), ("bali", 404), ("zhu", 404), ("gong", 404)):
        assert story.who(login).post(path, json={"id": new_id()}).status_code == status, login
    assert app.test_client().post(path, json={"id": new_id()}).status_code == 401
    for days in (0, 15, "x"):
        bad = story.who("lian").post(path, json={"id": new_id(), "days": days})
        assert (bad.status_code, bad.get_json()["field"]) == (422, "days")
    link = body["id"]
    assert story.who("bali").delete(f"{path}/{link}").status_code == 404
    assert story.who("he").delete(f"{path}/{link}").status_code == 403
    assert story.who("lian").delete(f"{path}/{link}").status_code == 204
    waiting = str(submit(app)["id"])
    assert words(story.who("lian").post(f"/api/cases/{waiting}/links", json={"id": new_id()})) == (409, "nobodys")
