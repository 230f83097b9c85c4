"""The steps of a ballot, and who goes them."""

from __future__ import annotations

import pytest

from backend.ballots.domain import State, arrows_from


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("draft", {"open", "void"}), ("open", {"closed", "void"}), ("closed", {"void"}), ("counted", {"published", "void"}),
        ("published", set()), ("void", set()),
    ],
)  # fmt: skip
def test_who_runs_it_never_counts_it(state: State, to: set[str]) -> None:
    assert {each.to for each in arrows_from(state, clerk=True)} == to
    assert arrows_from(state, clerk=False) == []
