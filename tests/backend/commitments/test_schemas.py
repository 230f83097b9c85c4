"""The list of promises: its cursor is its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from backend.commitments.schemas import last_of
from backend.errors import Invalid
from backend.http.paging import encode

ONE = UUID(int=7)


def test_a_cursor_names_the_day_and_the_promise_that_were_read_last() -> None:
    assert last_of(None) is None
    assert last_of(encode(date(2026, 12, 1), ONE)) == (date(2026, 12, 1), ONE)


@pytest.mark.parametrize("cursor", ["x", encode("2026-12-01"), encode("soon", ONE), encode("2026-12-01", "one")])
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        last_of(cursor)
    assert refused.value.field == "cursor"
