"""What is asked of cases: days are days in China, words are words of the table, nothing goes without a bound."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from marshmallow import ValidationError

from backend.cases.domain import BY_ID, Filters, State
from backend.cases.schemas.asked import (
    AnswerSchema,
    CaseFiltersSchema,
    RevealSchema,
    TransitionSchema,
    filters_of,
    midnight,
)  # fmt: skip
from backend.clock import CHINA


def asked(**query: Any) -> Filters:
    return filters_of(CaseFiltersSchema().load(query))


def test_without_a_word_everything_is_asked_for() -> None:
    assert asked() == asked(lang="en") == Filters()


def test_both_days_count_whole_as_days_in_china() -> None:
    found = asked(**{"from": "2026-11-21", "to": "2026-11-21"})
    assert found.since == datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert found.until == datetime(2026, 11, 21, 16, tzinfo=UTC)


@given(some.dates(date(1990, 1, 1), date(2200, 1, 1)), some.integers(0, 400))
def test_midnight_is_midnight_in_china(day: date, later: int) -> None:
    moment = midnight(day, later=later)
    assert moment is not None
    local = moment.astimezone(CHINA)
    assert (local.date(), local.hour, local.minute) == (day + timedelta(days=later), 0, 0)
    assert midnight(None, later=later) is None


@pytest.mark.parametrize(
    ("word", "waiting"), [("me", True), ("true", True), ("1", True), ("false", False), ("0", False), ("", False)]
)
def test_what_waits_for_me_is_asked_in_these_words(word: str, waiting: bool) -> None:
    assert asked(waiting=word).waiting is waiting


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"}, {"state": "PENDING"}, {"from": "1989-12-31"}, {"to": "2200-01-02"}, {"from": "21.11.2026"}, {"station": "0"},
        {"station": str(2**62 + 1)}, {"limit": "0"}, {"limit": "201"}, {"cursor": "x" * 401}, {"cell": "x" * 41}, {"waiting": "you"},
        {"unplaced": "me"}, {"open": "me"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_name(query: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        CaseFiltersSchema().load(query)
    assert list(refused.value.normalized_messages()) == list(query)


def test_every_state_and_every_move_of_the_table_may_be_named() -> None:
    for move in BY_ID.values():
        assert TransitionSchema().load({"to": str(move.to), "move": move.id})["move"] == move.id
    for state in State:
        assert asked(state=str(state)).state == state


@pytest.mark.parametrize(
    "body",
    [
        {}, {"to": "lost"}, {"to": "accepted", "move": "99"}, {"to": "accepted", "evidence": {"k" * 41: "x"}}, {"to": "accepted", "reason": None},
        {"to": "accepted", "evidence": {"check": "字" * 5001}}, {"to": "accepted", "evidence": {str(n): "x" for n in range(21)}},
        {"to": "accepted", "evidence": {"check": 7}}, {"to": "accepted", "version": 1}, {"to": "accepted", "evidence": {"check": "\x00"}},
    ],
    ids=lambda body: str(body)[:60],
)  # fmt: skip
def test_a_move_of_another_form_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TransitionSchema().load(body)


@pytest.mark.parametrize(("schema", "name", "least"), [(AnswerSchema, "text", 5), (RevealSchema, "reason", 2)])
def test_a_text_that_is_needed_is_more_than_blanks(schema: type, name: str, least: int) -> None:
    assert schema().load({name: "字" * least})[name] == "字" * least
    for short in ("", "字" * (least - 1), "字" * (least - 1) + " " * 9):
        with pytest.raises(ValidationError):
            schema().load({name: short})
