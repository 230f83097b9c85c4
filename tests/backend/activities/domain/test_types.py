"""What a kind counts, and which steps are done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backend.activities.domain.types import Counted, Kind, Step, checked_numbers, done_steps, lacking
from backend.errors import Invalid

KIND = Kind(
    "visit", "走访", "Visit", 60, False, False, None, True, (),
    (Step("plan", "before", "words", "安排", "Plan"), Step("meeting", "during", "people", "签到", "Sign-in")),
    (Counted("n", "count", "企业", "Firms"), Counted("paid", "money", "支出", "Paid"), Counted("who", "text", "主讲", "By")),
)  # fmt: skip


def test_numbers_are_kept_as_the_kind_has_them() -> None:
    given = {"n": 140, "paid": 0.1, "who": " 王老师 "}
    assert checked_numbers(KIND, given) == {"n": 140, "paid": "0.10", "who": "王老师"}
    assert checked_numbers(KIND, {"n": None, "who": ""}) == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [({"n": -1}, "n"), ({"n": True}, "n"), ({"n": 1.5}, "n"), ({"n": "7"}, "n"), ({"n": 10**7}, "n"), ({"paid": "x"}, "paid"),
     ({"paid": -1}, "paid"), ({"paid": float("nan")}, "paid"), ({"paid": [1]}, "paid"), ({"who": 3}, "who"), ({"who": "a\n"}, "who"),
     ({"who": "字" * 201}, "who"), ({"other": 1}, "other")],
)  # fmt: skip
def test_what_it_does_not_count_so_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_numbers(KIND, given)
    assert refused.value.field == f"numbers.{field}"


def test_what_was_solved_had_been_found() -> None:
    kind = replace(KIND, fields=tuple(Counted(each, "count", each, each) for each in ("problems", "solved")))
    assert checked_numbers(kind, {"problems": 2, "solved": 2}) == {"problems": 2, "solved": 2}
    for given in ({"problems": 1, "solved": 2}, {"solved": 1}):
        with pytest.raises(Invalid) as refused:
            checked_numbers(kind, given)
        assert refused.value.field == "numbers.solved"


def test_a_kind_needs_steps_and_parts() -> None:
    needs = replace(KIND, needs=("plan", "leader"))
    assert [
        lacking(needs, done, parts) for done, parts in (((), ()), (("plan",), ("guest",)), (("plan",), ("leader",)))
    ] == ["plan", "leader", None]


def test_a_step_is_done_when_noted_or_when_what_it_takes_is_there() -> None:
    assert done_steps(KIND, [], {}) == frozenset()
    assert done_steps(KIND, ["plan"], {"people": True}) == {"plan", "meeting"}
    with pytest.raises(Invalid):
        KIND.step("nowhere")
