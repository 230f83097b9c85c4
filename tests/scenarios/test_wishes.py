"""心愿树: from registering to the archive; who it is opens for who verifies and who claims, two claim at once and one wins."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.db import Context
from backend.wishes.domain import MOVES, Identity, State, moves_from, tells
from tests.make import Browser, Maker, new_id

TOWN, NEXT = "621124100", "621124101"
WHO = {
    "name": "祁玉兰哨兵",
    "phone": "13911112222",
    "address": "文峰社区南街三组七号",
    "story": "儿子得了重病，一个人带着孙女过",
}
WORDS = "想给上小学的孙女要一张书桌"


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (WORDS, []),
        ("祁玉兰哨兵家想要一张书桌", ["祁玉兰哨兵"]),
        ("打13911112222找我", ["13911112222"]),
        ("送到南街三组", ["南街", "三组"]),
        ("身份证62112419800101", ["62112419800101"]),
    ],
)
def test_words_that_tell_who_it_is_are_found(words: str, parts: list[str]) -> None:
    assert set(parts) <= set(tells(words, Identity(**WHO))) and bool(parts) == bool(tells(words, Identity(**WHO)))


def test_who_registered_does_not_verify_and_a_claimer_only_brings_or_gives_back() -> None:
    staff, claimer, person = frozenset({"staff"}), frozenset({"claimer"}), frozenset({"person"})
    assert {each.to for each in moves_from(State.REGISTERED, staff, registrar=True)} == {State.WITHDRAWN}  # type: ignore[arg-type]
    assert {each.to for each in moves_from(State.CLAIMED, claimer, registrar=False)} == {State.ON_TREE, State.DELIVERED}  # type: ignore[arg-type]
    assert [each for each in MOVES if each.source in {State.ARCHIVED, State.WITHDRAWN, State.NOT_VERIFIED}] == []
    assert moves_from(State.DELIVERED, person, registrar=False) == []  # type: ignore[arg-type]


def step(who: Browser, wish: dict[str, Any], to: str, **more: Any) -> Any:
    """Go a step from the version that was read."""
    return who.post(
        f"/api/wishes/{wish['id']}/transitions", json={"to": to} | more, headers={"If-Match": f'"{wish["version"]}"'}
    )


def on_tree(yang: Browser, zhao: Browser, station: int, **more: Any) -> dict[str, Any]:
    """Register, verify and hang up a wish; return it as its verifier reads it, with its receipt."""
    body = (
        {"id": new_id(), "station_id": station, "hardship": "illness", "words": WORDS, "reply_way": "receipt"}
        | WHO
        | more
    )
    made = yang.post("/api/wishes", json=body)
    assert made.status_code == 201, made.text
    assert yang.post("/api/wishes", json=body).get_json() == made.get_json(), "may be repeated"
    wish = made.get_json()
    for to in ("verified", "on_tree"):
        answer = step(zhao, wish, to)
        assert answer.status_code == 200, answer.text
        wish = answer.get_json()
    return wish | {"receipt": made.get_json()["receipt"], "query_code": made.get_json()["query_code"]}


def test_the_whole_way_of_a_wish(client: FlaskClient, make: Maker, app: Flask) -> None:
    make.counties()
    station = int(make.run("select id from station where code = 'LT-WF'"))
    people = {
        "yang": ("liaison", TOWN),
        "zhao": ("town_congress", TOWN),
        "lin": ("liaison", NEXT),
        "chen": ("town_head", TOWN),
    }
    people |= {"li": ("deputy", TOWN), "wu": ("deputy", NEXT)}
    for login, role in people.items():
        make.account(login, role, name=login)
    yang, zhao, lin, chen, li, wu = (make.login(login) for login in people)

    named = {"id": new_id(), "station_id": station, "hardship": "illness", "words": "祁玉兰哨兵要一张书桌"} | WHO
    refused = yang.post("/api/wishes", json=named | {"words": "祁玉兰哨兵要一张书桌"})
    assert (refused.status_code, refused.get_json()["field"]) == (422, "words")
    assert lin.post("/api/wishes", json=named | {"words": WORDS}).status_code == 422
    assert chen.post("/api/wishes", json=named | {"words": WORDS}).status_code == 403
    wish = on_tree(yang, zhao, station)
    at = f"/api/wishes/{wish['id']}"
    first = yang.post(
        "/api/wishes", json={"id": new_id(), "station_id": station, "hardship": "study", "words": WORDS} | WHO
    ).get_json()
    own = step(yang, first, "verified")
    assert (own.status_code, own.get_json()["title"]) == (403, "登记和核实要由两个人做")
    assert step(zhao, first, "not_verified").get_json()["field"] == "note"
    assert step(zhao, first, "not_verified", note="家里情况不符").status_code == 200
    assert step(zhao, wish, "archived").status_code == 409

    # who it is: for the verifier; not for who registered, nor for anybody else, whatever they know
    look = {"reason": "上门核实情况"}
    assert zhao.post(f"{at}/person", json=look).get_json() == WHO
    assert [who.post(f"{at}/person", json=look).status_code for who in (yang, lin, chen, li)] == [404] * 4
    assert [who.get(at).status_code for who in (lin, chen, li)] == [404] * 3
    tree = client.get("/wishes/").get_data(as_text=True)
    assert make.run("select count(*) from wish_tree('621124', '621125', 9)") == 1
    assert make.run("select count(*) from wish_tree('700000', '700001', 9)") == 0, "of that county alone"
    assert WORDS in tree and "洮阳镇" in tree and "文峰" not in tree

    # two claim at once: one wins
    claims = [(li, {"id": new_id(), "number": wish["number"]}), (wu, {"id": new_id(), "number": wish["number"]})]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda each: each[0].post("/api/wish-claims", json=each[1]), claims))
    assert sorted(each.status_code for each in answers) == [200, 409]
    won = answers[0].status_code != 200
    winner, loser = (wu, li) if won else (li, wu)
    assert winner.post("/api/wish-claims", json=claims[won][1]).status_code == 200, "may be repeated"
    assert winner.post(f"{at}/person", json=look).get_json() == WHO
    assert loser.post(f"{at}/person", json=look).status_code == 404 and loser.get(at).status_code == 404
    assert any(each["kind"] == "wish.claimed" for each in zhao.get("/api/notices").get_json()["items"])

    # given back, then claimed by a citizen, who sees the state and never who it is
    wish = winner.get(at).get_json()
    assert step(winner, wish, "delivered").get_json()["field"] == "note"
    assert step(winner, wish, "on_tree", note="近期要出差").status_code == 200
    assert winner.get(at).status_code == 404 and winner.post(f"{at}/person", json=look).status_code == 404
    form = {"id": new_id(), "name": "热心人哨兵", "phone": "13933334444"}
    assert client.post(f"/wishes/{wish['number']}", data=form | {"phone": "12"}).status_code == 422
    page = client.post(f"/wishes/{wish['number']}", data=form)
    assert page.status_code == 201, page.text
    assert client.post(f"/wishes/{wish['number']}", data=form).status_code == 201, "may be repeated"
    assert client.post(f"/wishes/{wish['number']}", data=form | {"id": new_id()}).status_code == 409
    receipt, code = (re.sub(r"\s", "", each) for each in re.findall(r'<dd class="mono">([^<]+)', page.text))
    seen = client.post(f"/t/{receipt}", data={"query_code": code})
    assert seen.status_code == 200 and "已认领" in seen.text
    assert client.post(f"/t/{receipt}", data={"query_code": "AAAA-AAAA"}).status_code == 404
    introduced(client, at, (yang, zhao, chen), {"receipt": receipt, "query_code": code})

    # brought, followed up, archived; its person is told behind the receipt and is then known to nobody
    wish = zhao.get(at).get_json()
    for to, note in (("delivered", "书桌送到家里了"), ("followed_up", "孩子很喜欢"), ("archived", "")):
        wish = step(zhao, wish, to, note=note).get_json()
    mine = client.post(f"/t/{on_tree_receipt(make, at)}", data={"query_code": wish_code(make, at)})
    assert mine.status_code == 200 and "孩子很喜欢" in mine.text and "已归档" in mine.text
    assert zhao.post(f"{at}/person", json=look).status_code == 404
    assert make.run("select count(*) from wish_person where name_sealed is not null or story_sealed is not null") == 0
    assert make.run("select count(*) from audit_entry where action = 'wish.person_revealed'") == 3
    assert make.run("select count(*) from feedback_sheet where subject_kind = 'wish'") == 3

    # no trace of who it is in the whole database, nor in what anybody may read
    marks = ("哨兵", WHO["phone"], "13933334444", "南街三组", "得了重病")
    columns = make.rows(
        "select table_name, column_name from information_schema.columns where table_schema = 'public'"
        " and data_type in ('text', 'jsonb', 'ARRAY') and table_name in (select tablename from pg_tables where schemaname = 'public')"
    )
    whole = " ".join(
        str(make.run(f'select string_agg("{column}"::text, \' \') from "{table}"')) for table, column in columns
    )
    told = [
        whole,
        *(
            who.get(path).text
            for who in (yang, zhao, lin, chen, li, wu)
            for path in ("/api/wishes", "/api/wish-tree", "/api/notices")
        ),
    ]
    assert [mark for mark in marks for page in told if mark in page] == []

    # past the application, in the database: no step without its event, nobody verifies what they registered
    with (
        pytest.raises(DBAPIError),
        app.extensions["zhitong.database"].transaction(Context(viewer=1, roles=(("liaison", TOWN),))) as session,
    ):
        session.execute(text("update wish set state = 'on_tree', version = version + 1"))
    third = yang.post(
        "/api/wishes", json={"id": new_id(), "station_id": station, "hardship": "study", "words": WORDS} | WHO
    )
    me = int(make.run("select id from account where login = 'yang'"))
    with (
        pytest.raises(DBAPIError, match="wish_second_person"),
        app.extensions["zhitong.database"].transaction(Context(viewer=me, roles=(("liaison", TOWN),))) as session,
    ):
        session.execute(
            text("insert into wish_event (wish_id, version, actor_id, actor_name, actor_role, from_state, to_state)"
                 " values (:id, 2, :me, 'yang', 'staff', 'registered', 'verified')"),
            {"id": third.get_json()["id"], "me": me},
        )  # fmt: skip
        session.execute(
            text("update wish set state = 'verified', version = 2, verified_by = :me where id = :id"),
            {"id": third.get_json()["id"], "me": me},
        )


def introduced(client: FlaskClient, at: str, staff: tuple[Browser, ...], claim: dict[str, str]) -> None:
    """The staff calls the claimer, and who verified the wish introduces the two; only then the receipt opens who it is."""
    yang, zhao, chen = staff
    ask = {"query_code": claim["query_code"], "step": "person"}
    early = client.post(f"/t/{claim['receipt']}", data=ask)
    assert early.status_code == 422 and WHO["address"] not in early.text and "看对方的联系方式" not in early.text
    look = {"reason": "打电话约定怎么送"}
    assert yang.post(f"{at}/claimer", json=look).get_json() == {"name": "热心人哨兵", "phone": "13933334444"}
    assert chen.post(f"{at}/claimer", json=look).status_code == 404
    assert yang.post(f"{at}/introduction", json=look).status_code == 403, "who verified it, nobody else"
    for _ in range(2):
        assert zhao.post(f"{at}/introduction", json={"reason": "看过身份证"}).get_json()["introduced"] is True
    offered = client.post(f"/t/{claim['receipt']}", data={"query_code": claim["query_code"]})
    assert "看对方的联系方式" in offered.text and WHO["address"] not in offered.text
    shown = client.post(f"/t/{claim['receipt']}", data=ask)
    assert all(WHO[part] in shown.text for part in ("name", "phone", "address")) and WHO["story"] not in shown.text


def on_tree_receipt(make: Maker, at: str) -> str:
    """Return the receipt of a wish."""
    return str(make.run("select receipt from wish where id = :id", id=at.rsplit("/", 1)[1]))


def wish_code(make: Maker, at: str) -> str:
    """Return the query code of a wish, which is a MAC of its id."""
    from uuid import UUID

    from backend.codes.domain import receipt_of

    derive = make.app.extensions["zhitong.settings"].derive
    return receipt_of(UUID(at.rsplit("/", 1)[1]), derive).query_code
