"""A move lands where it leads, and a signing where it is."""

from __future__ import annotations

from backend.cases.domain import Move, State


def test_a_signing_stays_where_it_is() -> None:
    assert Move("x", State.ANSWERING, State.ANSWERED, "签发答复", signs=True).lands is State.ANSWERING
    assert Move("x", State.ANSWERING, State.ANSWERED, "答复").lands is State.ANSWERED
