"""Who makes what, and the steps it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from backend.bodies.domain import KINDS as BODIES
from backend.initiatives.domain import KINDS, STEPS, SUGGESTION, Standing, State, makes, months_after, steps_from
from backend.initiatives.domain.likeness import shared_words

NOBODY = frozenset[str]()
NO_ONE = Standing(maker=False, addressed=False)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_names_roles_and_bodies_there_are(kind: str) -> None:
    known = KINDS[kind]
    assert known.makers and (known.by | known.to) <= BODIES.keys()
    assert makes(known, NOBODY, frozenset(BODIES)) is None
    assert makes(known, known.makers, frozenset(BODIES)) in known.makers


def test_a_suggestion_of_the_courts_is_no_organs() -> None:
    advice = KINDS["procuratorial_suggestion"]
    assert makes(advice, frozenset({"organ"}), frozenset({"government"})) is None
    assert makes(advice, frozenset({"organ"}), frozenset({"procuratorate"})) == "organ"


def test_every_state_is_reached_and_left_but_the_last() -> None:
    assert {step.to for step in STEPS} == set(State) - {State.OPEN}
    assert {step.source for step in STEPS} == set(State) - {State.CLOSED}
    addressed = Standing(maker=False, addressed=True)
    assert [step.to for step in steps_from("legislative_gap", "sent", addressed)] == [State.ANSWERED]
    assert steps_from("legislative_gap", "open", addressed) == []


def test_a_suggestion_has_a_way_out_of_every_state_and_each_step_is_ones_own() -> None:
    everybody = Standing(maker=True, addressed=True, office=True)
    for state in set(State) - {State.CLOSED}:
        assert steps_from(SUGGESTION, state, everybody), state
        for step in steps_from(SUGGESTION, state, everybody):
            alone = [
                who
                for who in ("maker", "addressed", "office")
                if step in steps_from(SUGGESTION, state, replace(NO_ONE, **{who: True}))
            ]
            assert alone == [step.by], step


def test_three_months_end_with_the_month() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 1, 15), 3) == date(2026, 4, 15)


def test_words_are_shared_when_half_of_the_texts_have_them() -> None:
    said = ["三组水渠堵了，请来看看", "渠水不通，四组水渠也浇不上", "水渠塌了，我们没有水"]
    assert shared_words(said) == ["水渠"], "what stands in every report says nothing"
    assert shared_words(["只有一件"]) == [] == shared_words([])
