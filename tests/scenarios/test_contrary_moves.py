"""Two people move the same case at the same moment, each another way: one wins, the other is told, and one thing has happened (T23)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from backend.clock import today
from tests.make import Browser, Maker
from tests.story import LATER, Story, move, offices, people, submit

ROUNDS = 6
MINUTES = {"minutes": "（2026）9号", "met_on": str(today())}


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


def both(case: str, moves: list[tuple[Browser, str, dict[str, object]]]) -> list[TestResponse]:
    """Let each make its move of the version that all have read, at one moment; return the answers, who won first."""
    version = moves[0][0].get(f"/api/cases/{case}").get_json()["version"]
    gate = Barrier(len(moves))

    def go(one: tuple[Browser, str, dict[str, object]]) -> TestResponse:
        who, to, more = one
        gate.wait()
        answer: TestResponse = move(who, case, to, version=version, **more)
        return answer

    with ThreadPoolExecutor(len(moves)) as pool:
        return sorted(pool.map(go, moves), key=lambda answer: answer.status_code)


def test_one_of_two_contrary_moves_wins_and_the_other_is_told(app: Flask, make: Maker, story: Story) -> None:
    for _ in range(ROUNDS):
        case = submit(app)["id"]
        refusal = {"reason": "已在法院起诉", "evidence": {"ways": "请向法院了解"}}
        won, lost = both(case, [(story.who("lian"), "accepted", {}), (story.who("ren"), "refused", refusal)])
        assert (won.status_code, lost.status_code) == (200, 412), lost.get_data(as_text=True)
        assert lost.get_json()["title"].endswith("刚改了这一项。")
        left = make.rows("select to_state from case_event where case_id = :case", case=case)
        assert [row[0] for row in left] == [won.get_json()["state"]], "one thing has happened"
        assert make.run("select state from cases where id = :case", case=case) == won.get_json()["state"]
        noted = make.rows("select action from audit_entry where subject_id = :case and actor_id is not null", case=case)
        assert [row[0] for row in noted] == [f"case.{won.get_json()['state']}"]


def test_the_chairpersons_cannot_approve_and_refuse_at_once_and_nothing_is_forwarded_before(
    app: Flask, make: Maker, story: Story
) -> None:
    ids = offices(make)
    case = submit(app)["id"]
    story.step("lian", case, "accepted")
    story.step("ren", case, "triage", row="8-2", reason="牵涉几个村")
    story.step("ren", case, "to_report", basis="wide")
    story.step("lian", case, "sent_up", body=ids["yan"], summary="几个村共用一条渠")
    story.step("yan", case, "sorting")
    story.step("yan", case, "studying", body=ids["gong"], report="渠系管护没有主体")
    story.step("gong", case, "tabled", body=ids["hui"], agenda="渠系管护")
    hui, gong = make.login("hui"), story.who("gong")
    forward = {"evidence": {"body": ids["fu"], "letter": "（2026）3号", "due": LATER}}
    no = {"reason": "材料不足", "evidence": MINUTES}
    answers = both(case, [
        (story.who("hui"), "approved", {"evidence": MINUTES}), (hui, "not_approved", no), (gong, "forwarded", forward),
    ])  # fmt: skip
    codes = [answer.status_code for answer in answers]
    assert codes[0] == 200 and set(codes[1:]) <= {403, 409, 412}, codes
    state = make.run("select state from cases where id = :case", case=case)
    assert state in {"approved", "not_approved"}
    assert make.run("select count(*) from case_seat where case_id = :case and seat = 'handler'", case=case) == 0
