"""The figures."""

from __future__ import annotations

from backend.digests.domain import Funnel


def test_the_shares_are_those_of_the_source() -> None:
    funnel = Funnel(1028, 464, 70, 458, 458, 450)
    assert (funnel.report_rate, funnel.adoption_of_reported, funnel.adoption_of_raised) == (0.4514, 0.1509, 0.0681)
    assert funnel.delivery_rate == 0.9825
    assert Funnel(0, 0, 0, 0, 0, 0).report_rate is None
