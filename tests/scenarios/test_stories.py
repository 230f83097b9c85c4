"""以案普法: told from a case, marked where it may tell whose it was, public after a second person, taken back at once."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.db import Context
from backend.stories.domain import Mark, marks
from tests.make import Maker, new_id
from tests.story import people, submit

TOWN = "621124100"
SAID = "王建国和李秀兰两家在南街三组为院墙滴水争执，电话13912345678"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("两户人家为院墙滴水争执，请来调解员量清了尺寸。", []),
        ("王建国家不同意，打了13912345678。", [Mark("number", "13912345678"), Mark("name", "王建国")]),
        ("发生的地方：南街。", [Mark("place", "南街")]),
        ("王某和李某各退一步；北街的事不相干。", []),
    ],
)
def test_what_a_text_shares_with_the_originals_is_marked(words: str, found: list[Mark]) -> None:
    assert marks(words, [SAID]) == found


def test_a_second_person_makes_it_public_and_anybody_of_the_staff_takes_it_back(
    make: Maker, app: Flask, client: FlaskClient
) -> None:
    people(make)
    sent = submit(app, text=SAID)
    for login, role in {
        "yang": ("liaison", TOWN),
        "zhao": ("town_congress", TOWN),
        "lin": ("liaison", "621124101"),
    }.items():
        make.account(login, role, name=login)
    yang, zhao, lin = make.login("yang"), make.login("zhao"), make.login("lin")
    number = str(make.run("select number from cases where id = :id", id=sent["id"]))
    body = {
        "id": new_id(),
        "kind": "case",
        "category": "neighbours",
        "title": "院墙滴水怎么办",
        "area": TOWN,
        "cases": [number],
    }
    body |= {"body": "王建国家和邻居为院墙滴水争执，调解员量清了尺寸，各让一步。"}
    told = yang.post("/api/story-hints", json={"body": body["body"], "cases": [number]}).get_json()["items"]
    assert told == [{"what": "name", "text": "王建国"}]
    assert lin.post("/api/story-hints", json={"body": body["body"], "cases": [number]}).get_json()["items"] == []
    made = yang.post("/api/stories", json=body)
    assert made.status_code == 201, made.text
    assert yang.post("/api/stories", json=body).get_json() == made.get_json(), "may be repeated"
    assert yang.post("/api/stories", json=body | {"title": "另一个题目"}).status_code == 409
    assert yang.post("/api/stories", json=body | {"id": new_id(), "cases": ["没有"]}).get_json()["field"] == "cases"
    assert lin.post("/api/stories", json=body | {"id": new_id()}).status_code == 403
    at, page = f"/api/stories/{body['id']}", f"/stories/{body['id']}"
    assert client.get(page).status_code == 404, "a draft is nobody's to read"

    words = {
        "title": body["title"],
        "category": "neighbours",
        "body": "两户人家为院墙滴水争执，调解员量清了尺寸，各让一步。",
    }
    assert zhao.put(at, json=words, headers={"If-Match": '"1"'}).status_code == 403
    assert yang.put(at, json=words, headers={"If-Match": '"1"'}).get_json()["version"] == 2
    own = yang.post(f"{at}/transitions", json={"to": "public"}, headers={"If-Match": '"2"'})
    assert (own.status_code, own.get_json()["title"]) == (403, "要由写的人以外的第二个人审核")
    assert zhao.post(f"{at}/transitions", json={"to": "public"}, headers={"If-Match": '"1"'}).status_code == 412
    assert zhao.post(f"{at}/transitions", json={"to": "public"}, headers={"If-Match": '"2"'}).status_code == 200
    shown = client.get(page).get_data(as_text=True)
    assert words["body"] in shown and body["title"] in client.get("/stories/?kind=case").text
    listed = client.get("/stories/?kind=case&topic=neighbours").text
    assert body["title"] in listed and 'href="/stories/?kind=case&amp;topic=neighbours" aria-current="true"' in listed
    assert "这一类还没有案例和故事" in client.get("/stories/?kind=case&topic=family").text
    assert client.get("/stories/?kind=a'b").status_code == 404
    assert [part for part in (number, "yang", "zhao", "王建国", "南街") if part in shown] == []
    assert yang.put(at, json=words | {"title": "换个题目"}, headers={"If-Match": '"3"'}).status_code == 409
    assert (
        yang.post(f"{at}/transitions", json={"to": "withdrawn"}, headers={"If-Match": '"3"'}).get_json()["field"]
        == "reason"
    )
    back = {"to": "withdrawn", "reason": "当事人不同意"}
    assert yang.post(f"{at}/transitions", json=back, headers={"If-Match": '"3"'}).status_code == 200
    assert client.get(page).status_code == 404 and body["title"] not in client.get("/stories/").text
    assert lin.post(f"{at}/transitions", json=back, headers={"If-Match": '"4"'}).status_code == 404
    assert make.run("select count(*) from audit_entry where action like 'story.%'") == 4

    # past the application: its author cannot make it public, nor is a public one changed
    second = yang.post("/api/stories", json=body | {"id": new_id()}).get_json()["id"]
    me = int(make.run("select id from account where login = 'yang'"))
    for statement in (
        "update story set state = 'public', checked_by = written_by, checked_name = 'yang', checked_at = now(), version = 2 where id = :id",
        "update story set state = 'public', checked_by = written_by + 1, checked_name = 'x', checked_at = now(), version = 2 where id = :id",
    ):
        with (
            pytest.raises(DBAPIError),
            app.extensions["zhitong.database"].transaction(Context(viewer=me, roles=(("liaison", TOWN),))) as session,
        ):
            session.execute(text(statement), {"id": second})
