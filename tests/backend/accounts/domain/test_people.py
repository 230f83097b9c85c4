"""Where a role stands on a day."""

from __future__ import annotations

from datetime import date

import pytest

from backend.accounts.domain import state_of

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(("since", "until", "confirmed", "state"), [
    (DAY, None, True, "held"), (DAY, DAY, True, "held"), (date(2026, 11, 23), None, True, "coming"),
    (date(2026, 1, 1), date(2026, 11, 21), True, "ended"), (DAY, date(2026, 11, 21), True, "ended"),
    (date(2027, 1, 1), date(2026, 12, 31), True, "ended"), (DAY, None, False, "waiting"),
    (date(2026, 1, 1), date(2026, 11, 21), False, "ended"),
])  # fmt: skip
def test_only_what_is_confirmed_and_in_its_term_is_held(
    since: date, until: date | None, confirmed: bool, state: str
) -> None:
    assert state_of(since, until, DAY, confirmed=confirmed) == state
