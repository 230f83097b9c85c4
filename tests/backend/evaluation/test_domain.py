"""Points, ranks and shares of a budget, by tables (H02, H03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from uuid import UUID

import pytest

from backend.evaluation.domain import (
    Computed,
    Effort,
    Indicator,
    Period,
    Scheme,
    Told,
    balanced,
    compute,
    points,
    ranked,
    shared,
    stand,
    subsidies,
)

D = Decimal
COUNT = Indicator("held", "activities", "活动场次", "", "activities", None, "more", "month", D(1), D(60))
SHARE = Indicator(
    "shown", "activities", "留有记录", "", "activities_shown", "activities", "more", "whole", D(80), D(40)
)
HEADS = Indicator("said", "opinions", "每千户", "", "opinions", "households", "more", "year", D(10), D(100))
LATE = replace(COUNT, direction="less", pace="whole", target=D(2))


@pytest.mark.parametrize(
    ("indicator", "counts", "households", "computed", "got"),
    [
        # as many as the target asks for over twelve months, half of them, more than it asks for
        (COUNT, {"activities": 12}, None, Computed(12, None, D(12), counted=True), D(100)),
        (COUNT, {"activities": 6}, None, Computed(6, None, D(6), counted=True), D(50)),
        (COUNT, {"activities": 40}, None, Computed(40, None, D(40), counted=True), D(100)),
        # nothing recorded: no value, no points, but it counts
        (COUNT, {}, None, Computed(0, None, None, counted=True), D(0)),
        (SHARE, {"activities": 8, "activities_shown": 4}, None, Computed(4, 8, D("50.00"), counted=True), D("62.50")),
        (SHARE, {"activities": 8}, None, Computed(0, 8, D("0.00"), counted=True), D(0)),
        # nothing to be in proportion to: it counts nowhere
        (SHARE, {}, None, Computed(0, 0, None, counted=False), None),
        (HEADS, {"opinions": 3}, 400, Computed(3, 400, D("7.50"), counted=True), D(75)),
        (HEADS, {"opinions": 3}, 0, Computed(3, 0, None, counted=False), None),
        (HEADS, {"opinions": 3}, None, Computed(3, 0, None, counted=False), None),
        (HEADS, {}, 400, Computed(0, 400, None, counted=True), D(0)),
        (LATE, {"activities": 2}, None, Computed(2, None, D(2), counted=True), D(100)),
        (LATE, {"activities": 8}, None, Computed(8, None, D(8), counted=True), D(25)),
    ],
)
def test_what_an_indicator_comes_to(
    indicator: Indicator, counts: dict[str, int], households: int | None, computed: Computed, got: Decimal | None
) -> None:
    found = compute(indicator, counts, households)
    assert found == computed
    assert points(indicator, found.value, 12, counted=found.counted) == got


@pytest.mark.parametrize(
    ("scores", "ranks"),
    [
        ({}, {}),
        ({1: None, 2: None}, {1: None, 2: None}),
        ({1: D(80), 2: D(90), 3: D(80), 4: None, 5: D(70)}, {1: 2, 2: 1, 3: 2, 4: None, 5: 4}),
        ({1: D("0.00"), 2: D(0)}, {1: 1, 2: 1}),
    ],
)
def test_equal_scores_share_a_rank(scores: dict[int, Decimal | None], ranks: dict[int, int | None]) -> None:
    assert ranked(scores) == ranks


def test_a_correction_stands_beside_what_was_computed_and_what_cannot_be_judged_weighs_nothing() -> None:
    scheme = Scheme(UUID(int=1), "试", 40, 30, 30, (COUNT, SHARE, HEADS), None, 1)
    told = {
        "held": Told(Computed(6, None, D(6), counted=True), True, D(9)),
        "shown": Told(Computed(3, 6, D(50), counted=True), True),
        "said": Told(Computed(3, 0, None, counted=False)),
    }
    found = stand(scheme, 12, told)
    assert found.points == {"held": (D(50), D(75)), "shown": (D("62.50"), D("62.50")), "said": (None, None)}
    assert found.dimensions == {"activities": (D("55.00"), D("70.00")), "opinions": (None, None)}
    assert (found.score, found.covered) == (D("70.00"), D(100))
    assert stand(scheme, 12, told | {"said": Told(told["said"].computed, True, D(10))}).score == D("85.00")
    nothing = Told(Computed(0, 0, None, counted=False))
    assert stand(replace(scheme, indicators=(SHARE,)), 12, {"shown": nothing}).score is None
    assert [balanced([D(60), D(40)]), balanced([D("33.33")] * 3)] == [True, False]


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [("2026-02-01", 1, "2026-02-28"), ("2025-11-01", 3, "2026-01-31"), ("2025-12-01", 12, "2026-11-30")],
)
def test_a_period_is_whole_months(since: str, months: int, until: str) -> None:
    assert Period(date.fromisoformat(since), months).until == date.fromisoformat(until)


def test_shares_come_to_the_budget_to_the_cent() -> None:
    third = {1: Fraction(1, 3), 2: Fraction(1, 3), 3: Fraction(1, 3)}
    assert shared(100, third) == {1: 34, 2: 33, 3: 33}
    draw = Random(56)
    for _ in range(50):
        work = {key: draw.randrange(0, 9) for key in range(draw.randrange(1, 9))}
        efforts = {key: Effort(n, draw.randrange(0, 9), D(draw.randrange(0, 9))) for key, n in work.items()}
        budget = draw.randrange(1, 10**9)
        found = subsidies(budget, (40, 30, 30), efforts)
        assert found is None or sum(each.cents for each in found.values()) == budget
        assert found is None or sum(each.share for each in found.values()) == 100, "as the line of the sum says"


def test_what_all_have_none_of_shares_nothing() -> None:
    found = subsidies(900, (40, 30, 30), {1: Effort(2, 0, D(50)), 2: Effort(1, 0, D(100))})
    assert found is not None
    # 40 and 30 of 70: 4/7 of two thirds and 3/7 of a third
    assert [each.cents for each in found.values()] == [471, 429]
    assert found[1].population is None
    assert found[1].work == D("66.67")
    assert subsidies(900, (0, 100, 0), {1: Effort(2, 0, D(50))}) is None
