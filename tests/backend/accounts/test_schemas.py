"""A login off the wire: an account is a word, a password is kept as it is."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from backend.accounts.domain import MOST
from backend.accounts.schemas import LoginSchema

GOOD = {"account": "ma", "password": " mu lan "}


def test_blanks_around_an_account_are_dropped_and_those_of_a_password_kept() -> None:
    assert LoginSchema().load(GOOD | {"account": " ma\n"}) == GOOD | {"code": ""}


def test_whatever_password_may_be_set_may_be_sent() -> None:
    longest = "密" * MOST
    assert LoginSchema().load(GOOD | {"password": longest})["password"] == longest


@pytest.mark.parametrize(
    "change",
    [{"account": ""}, {"account": "  "}, {"account": "x" * 41}, {"account": 7}, {"account": None}, {"password": ""}, {"password": "x" * 257},
     {"password": ["x"]}, {"account": "m\x00a"}, {"password": "\ud800"}, {"remember": True}],
    ids=str,
)  # fmt: skip
def test_what_nobody_types_is_refused_by_name(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        LoginSchema().load(GOOD | change)
    assert list(refused.value.normalized_messages()) == list(change)
