"""What a person may do with a case, in the file and in the list alike."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.make import Maker
from tests.story import deputy_code, handle, move, people, sign, submit

TOWN, VILLAGE = "621124100", "621124100001"


def offered(make: Maker, login: str, case: str) -> tuple[list[str], bool, bool]:
    """Return the ids of the moves in the file that may be made now, whether the list says so, whether the inbox has it."""
    browser = make.login(login)
    file = browser.get(f"/api/cases/{case}").get_json()
    rows = {row["id"]: row for row in browser.get("/api/cases").get_json()["items"]}
    inbox = [row["id"] for row in browser.get("/api/cases?waiting=me").get_json()["items"]]
    now = [each["id"] for each in file["moves"] if each["waiting_for"] is None]
    return now, rows[case]["waiting_for_me"], case in inbox


@pytest.mark.parametrize("own", [False, True], ids=["by another way", "by the own code"])
def test_a_liaison_who_is_also_a_deputy_signs(make: Maker, app: Flask, own: bool) -> None:
    people(make)
    account = make.account("both", ("liaison", TOWN), ("deputy", TOWN), name="马两岗")
    code = deputy_code(make, account)
    case = submit(app, code=code if own else None)["id"]
    handle(make, case)
    assert offered(make, "both", case) == (["11-1", "7c-2"] if own else ["11-1"], True, True)
    signed = sign(make.login("both"), case)
    assert signed.status_code == 200, signed.get_data(as_text=True)
    role = "deputy" if own else "liaison"
    assert signed.get_json()["timeline"][0]["role"] == role
    assert [sheet["signer_role"] for sheet in signed.get_json()["sheets"]] == [role]


def test_a_head_who_is_also_a_deputy_answers_the_own_code_only(make: Maker, app: Flask) -> None:
    people(make)
    account = make.account("both", ("town_head", TOWN), ("deputy", TOWN), name="马代表")
    code = deputy_code(make, account)
    own, other = submit(app, code=code)["id"], submit(app)["id"]
    assert offered(make, "both", own) == (["7b-1", "7c-1"], True, True)
    for case in (own, other):
        handle(make, case)
    assert offered(make, "both", own) == (["11-1", "7c-2"], True, True)
    assert offered(make, "both", other) == ([], False, False)
    assert sign(make.login("both"), other).status_code == 403
    assert sign(make.login("both"), own).status_code == 200


def test_a_role_next_door_is_offered_nothing_here(make: Maker, app: Flask) -> None:
    people(make)
    make.account("edge", ("town_head", TOWN), ("liaison", "621124101"))
    case = submit(app)["id"]
    assert offered(make, "edge", case) == ([], False, False)
    assert move(make.login("edge"), case, "accepted").status_code == 403


@pytest.mark.parametrize("village", [VILLAGE, "621124100002"], ids=["here", "next door"])
def test_the_list_says_of_every_state_what_the_file_says(make: Maker, app: Flask, village: str) -> None:
    """Staff of a village and of the township, whoever handled it: the list is never told otherwise than the file."""
    people(make)
    make.account("all", ("liaison", village), ("verifier", TOWN), ("town_congress", TOWN))
    case = submit(app, category="traffic")["id"]
    logins = ("lian", "he", "ren", "all")
    seen = []

    def look() -> None:
        for login in logins:
            now, waiting, inbox = offered(make, login, case)
            rests = {"3", "4", "5", "12-1", "13-2", "13-4"}
            assert (waiting, inbox) == (bool(set(now) - rests), waiting), (login, now)
            seen.append(now)

    look()
    for login, to, evidence in (
        ("all", "accepted", {}),
        ("all" if village == VILLAGE else "lian", "verifying", {"handling": "路灯换好了"}),
        ("he", "answering", {"check": "到现场看过"}),
    ):
        done = move(make.login(login), case, to, evidence=evidence)
        assert done.status_code == 200, done.get_data(as_text=True)
        look()
    sign(make.login("lian"), case)
    look()
    assert {each for now in seen for each in now} == {
        "3", "4", "5", "7", "7a-1", "7a-2", "8-1", "8-2", "9", "10", "11-1", "12-1", "13-2",
    }  # fmt: skip


def test_the_move_may_be_named_by_its_row(make: Maker, app: Flask) -> None:
    people(make)
    case, lian = submit(app)["id"], make.login("lian")
    for wrong, status in (("99", 422), ("9", 409), ("11-2", 409)):
        assert move(lian, case, "accepted", move=wrong).status_code == status, wrong
    assert move(lian, case, "accepted", move="7").get_json()["timeline"][0]["move"] == "7"


def test_what_comes_by_itself_is_asked_for_by_nobody(make: Maker, app: Flask) -> None:
    people(make)
    case, lian = submit(app)["id"], make.login("lian")
    handle(make, case)
    refused = move(lian, case, "answered", move="11-2")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "no_such_move")
    unsigned = move(lian, case, "answered")
    assert (unsigned.status_code, unsigned.get_json()["field"]) == (422, "evidence.answer")


def test_a_deputy_reads_the_own_words_back_and_not_the_stations(make: Maker, app: Flask) -> None:
    people(make)
    code = deputy_code(make, make.account("ma", ("deputy", TOWN), name="马代表"))
    case = submit(app, code=code)["id"]
    handle(make, case)
    file = sign(make.login("ma"), case, "我到现场看过，水已经通了。").get_json()
    words = {event["move"]: event["evidence"] for event in file["timeline"]}
    assert words == {"11-2": {}, "11-1": {"answer": "我到现场看过，水已经通了。"}, "9": {}, "7a-1": {}, "7": {}}
