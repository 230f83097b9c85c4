"""By which of several roles a person may act, and what waits for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.cases.domain import BY_ID, DEPUTY, MOVES, Actor

HERE, TOWN, NEXT = "621124100001", "621124100", "621124101"
SIGN = BY_ID["11-1"]
LIAISON, BOTH = ("liaison", TOWN), (("liaison", TOWN), (DEPUTY, TOWN))


def test_a_role_counts_only_where_it_is_held() -> None:
    person = Actor(7, "李", (LIAISON, ("town_congress", "6211")))
    assert person.role_for(BY_ID["7a-1"], HERE) == "liaison"
    assert person.role_for(BY_ID["7a-1"], NEXT + "001") is None
    assert person.role_for(BY_ID["13-2"], NEXT + "001") == "town_congress"


def test_every_role_of_a_person_is_tried_the_deputys_only_where_the_own_code_led() -> None:
    both = Actor(7, "李", BOTH)
    assert both.role_for(SIGN, HERE) == "liaison"
    assert replace(both, holds=frozenset({DEPUTY})).role_for(SIGN, HERE) == DEPUTY
    only_deputy = Actor(7, "李", ((DEPUTY, TOWN),))
    assert only_deputy.role_for(SIGN, HERE) is None
    assert replace(only_deputy, holds=frozenset({DEPUTY})).role_for(SIGN, NEXT) == DEPUTY
    assert replace(only_deputy, holds=frozenset({DEPUTY})).role_for(BY_ID["12-1"], HERE) is None


def test_what_waits_is_what_one_may_do_and_is_asked_to() -> None:
    waits = Actor(7, "李", BOTH).waits()
    assert {(state, prefix) for state, prefix, *_ in waits.there} == {
        (state, TOWN)
        for state in (
            "pending",
            "accepted",
            "answering",
            "reopened",
            "refused",
            "triage",
            "returned",
            "extending",
            "terminated",
            "linked",
            "to_report",
            "sent_back",
            "redoing",
        )
    }
    assert waits.by_code == ("answering", "pending")
    assert Actor(7, "李", (LIAISON,)).waits().by_code == ()
    assert Actor(8, "何", (("verifier", TOWN),)).waits().there == (("verifying", TOWN, True, False, ""),)
    assert Actor(9, "张", (("town_head", TOWN),)).waits().there == ()


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.id)
def test_nobody_waits_for_what_comes_by_itself(move) -> None:
    assert not (move.unasked and move.rests)
    assert move.roles | move.holders
