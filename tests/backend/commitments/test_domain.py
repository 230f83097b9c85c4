"""Who may say what of a promise: its body all but that it drops, who convenes all of it."""

from __future__ import annotations

import pytest

from backend.commitments.domain import Keeper, State, may_become


@pytest.mark.parametrize("to", State)
def test_only_who_convenes_lets_a_promise_drop(to: State) -> None:
    assert may_become(to, owner=True, convener=False) == (to != State.WITHDRAWN)
    assert may_become(to, owner=False, convener=True)
    assert not may_become(to, owner=False, convener=False)


def test_one_convenes_where_the_role_is_held() -> None:
    keeper = Keeper(1, "李联络", (("liaison", "621124100"), ("verifier", "621124101")))
    assert keeper.convenes("621124100001") and keeper.convenes("621124100")
    assert not keeper.convenes("621124101") and not keeper.convenes("621124")
