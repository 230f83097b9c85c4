"""When a number of reports is too high for chance."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backend.alerts.domain import Rule, Tally, is_rise, tail, turned, usual
from backend.hotspots.domain import Cluster, HotCell

RULE = Rule(5, 7, past_days=56, least_mean=1.0, odds=1000)
numbers = st.integers(0, 400)


def tally(now: int, before: int, past_days: float = 56) -> Tally:
    return Tally("621124100001", 1, "land", now, before, past_days)


@given(st.integers(0, 60), st.floats(0.1, 50))
def test_the_tail_is_that_of_poisson(least: int, mean: float) -> None:
    direct = 1 - math.fsum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(least))
    assert math.isclose(tail(least, mean), max(0.0, direct), rel_tol=1e-6, abs_tol=1e-12)


@given(numbers, numbers, st.floats(0, 56))
def test_more_now_is_never_less_of_a_rise_and_more_before_never_more_of_one(now: int, before: int, past: float) -> None:
    if is_rise(tally(now, before, past), RULE):
        assert now > usual(tally(now, before, past), RULE)
        assert now >= RULE.n
        assert is_rise(tally(now + 1, before, past), RULE)
        assert before == 0 or is_rise(tally(now, before - 1, past), RULE)
        assert is_rise(tally(now, before, past), replace(RULE, odds=RULE.odds - 1))


def test_figures_that_can_be_checked_by_hand() -> None:
    # P(X >= 7 | 1) is one in 12,000, P(X >= 5 | 1) one in 273
    assert is_rise(tally(7, 0), RULE)
    assert not is_rise(tally(5, 0), RULE)
    assert not is_rise(tally(7, 16), RULE), "two a week are usual there"
    assert not is_rise(tally(50, 0, 20), RULE), "three weeks of past are needed"
    assert usual(tally(9, 16), RULE) == 2
    # at the borders: P(X >= 6 | 1) is one in 1,683; three weeks to the hour; fewer than `n`, however rare; no past at all
    assert is_rise(tally(6, 0), RULE)
    assert not is_rise(tally(6, 0), replace(RULE, odds=1683))
    assert is_rise(tally(6, 0), replace(RULE, odds=1682))
    assert is_rise(tally(6, 0, 21), RULE)
    assert not is_rise(tally(6, 0, 20.999), RULE)
    assert not is_rise(tally(4, 0), replace(RULE, least_mean=0.001))
    assert not is_rise(tally(400, 0, 0), RULE)


def hot(trend: str | None, since: date | None = date(2026, 11, 1)) -> HotCell:
    return HotCell(7, "网格", 3, 3.2, 0.0014, trend, since)


def test_hot_cells_are_raised_when_one_of_them_is_new_or_grows_and_there_are_enough_reports() -> None:
    rule = Rule(5, 30, odds=100)
    for trend in ("persistent", "fading", "none", None):
        assert turned(Cluster([hot(trend)], 9, 2.0), "621124100", rule) is None
    assert turned(Cluster([hot("new")], 4, 2.0), "621124100", rule) is None
    found = turned(
        Cluster([hot("persistent"), hot("new", date(2026, 11, 9)), hot("growing")], 5, 2.0), "621124100", rule
    )
    assert found is not None
    assert (found.trend, found.since, found.z, found.mean, found.area_code) == (
        "growing",
        date(2026, 11, 1),
        3.2,
        2.0,
        "621124100",
    )
