"""What is missing, too much or somebody else's is said before anything is written."""

from __future__ import annotations

import pytest

from backend.cases.domain import BY_ID
from backend.cases.service.checks import numbers_together, what_is_given
from backend.errors import Invalid


@pytest.mark.parametrize(
    ("row", "reason", "given", "field"),
    [
        ("13-2", "", {}, "reason"), ("13-2", "又坏了", {"check": "x"}, "evidence.check"), ("9", "", {}, "evidence.check"),
        ("9", "", {"check": "看"}, "evidence.check"), ("9", "", {"check": "看过", "answer": "x"}, "evidence.answer"),
        ("7", "", {"k" * 60: ""}, f"evidence.{'k' * 40}"),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_much_is_named(row: str, reason: str, given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        what_is_given(BY_ID[row], reason, given)
    assert refused.value.field == field


def test_just_enough_suffices_and_a_reason_nobody_asked_for_does_no_harm() -> None:
    what_is_given(BY_ID["9"], "", {"check": "看过"})
    what_is_given(BY_ID["7"], "顺便", {})


def test_numbers_are_read_however_they_are_divided_each_once_and_not_without_end() -> None:
    assert numbers_together({"together": " 2026-2，2026-1、2026-2 "}) == ["2026-1", "2026-2"]
    assert numbers_together({}) == []
    with pytest.raises(Invalid):
        numbers_together({"together": " ".join(map(str, range(51)))})
