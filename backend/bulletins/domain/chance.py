"""Whether two counts differ by more than chance. Pure."""

from __future__ import annotations

import math


def differ(now: int, before: int, days: int, days_before: int) -> tuple[int, float]:
    """Return which way two counts differ (1 more, -1 fewer, 0 alike) and how likely so much of it is by chance.

    Both are taken as Poisson numbers of one and the same rate a day. Given what they come to together, the count of now is then
    binomial with the share of its days, whatever the rate (the conditional test of two Poisson means); the probability is that of
    so many or more (or of so few or fewer), doubled, since nobody said beforehand which way. 1 where there is nothing.
    """
    both, share = now + before, days / (days + days_before)
    expected = both * share
    if both == 0 or now == expected:
        return 0, 1.0
    ways = range(now, both + 1) if now > expected else range(now + 1)
    p = min(1.0, 2 * math.fsum(_binomial(k, both, share) for k in ways))
    return (1 if now > expected else -1), p


def _binomial(k: int, n: int, share: float) -> float:
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(log + k * math.log(share) + (n - k) * math.log1p(-share))
