"""Refusals: each has a status and a word of its own, and keeps what it was given."""

from __future__ import annotations

import pytest

from backend import errors
from backend.errors import Clash, Conflict, Refusal, TooMany, Unavailable

# A clash is a conflict that says more: what it says stands in tests/backend/sightings/service/test_amending.py.
KINDS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Clash
]
SPECIFIC = [kind for kind in KINDS if kind is not Refusal]


def made(kind: type[Refusal], **more: object) -> Refusal:
    return kind("说明", **({"retry_after": 7} if kind is TooMany else {}), **more)


def test_no_two_kinds_share_a_status_or_a_word() -> None:
    assert len({kind.status for kind in SPECIFIC}) == len({kind.code for kind in SPECIFIC}) == len(SPECIFIC) > 10


@pytest.mark.parametrize("kind", SPECIFIC, ids=lambda kind: kind.__name__)
def test_a_refusal_is_never_a_fault_of_ours_and_says_which_status_it_is(kind: type[Refusal]) -> None:
    assert 400 <= kind.status < 500 or kind is Unavailable
    assert (kind.__doc__ or "").startswith(f"{kind.status}: ")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_field_word_and_parameters_are_kept_whatever_the_kind(kind: type[Refusal]) -> None:
    told = made(kind, field="items.3.place", code="own_word", n=5)
    assert (told.title, str(told), told.field, told.word, told.params) == (
        "说明",
        "说明",
        "items.3.place",
        "own_word",
        {"n": 5},
    )


def test_the_word_of_its_kind_is_said_where_none_is_given() -> None:
    assert (Conflict("x").word, Conflict("x", code="waiting").word, Conflict("x").word) == (
        "conflict",
        "waiting",
        "conflict",
    )


def test_the_seconds_to_wait_are_no_parameter_of_the_text() -> None:
    for told in (TooMany("x", retry_after=9, n=3), Unavailable("x", retry_after=9, n=3)):
        assert (told.retry_after, told.params) == (9, {"n": 3})
    assert Unavailable("x").retry_after > 0
