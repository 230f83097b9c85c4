"""The list of meetings: one without a day has a cursor, too."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from backend.activities.schemas import last_of
from backend.errors import Invalid
from backend.http.paging import encode

ONE, THEN = UUID(int=7), datetime(2026, 12, 1, 1, 30, tzinfo=UTC)


def test_a_cursor_names_the_time_and_the_meeting_that_were_read_last() -> None:
    assert last_of("") is None
    assert last_of(encode(THEN.isoformat(), ONE)) == (THEN, ONE)
    assert last_of(encode("", ONE)) == (None, ONE)


@pytest.mark.parametrize("cursor", ["x", encode("2026-12-01T01:30:00", ONE), encode("soon", ONE), encode("", "one")])
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        last_of(cursor)
    assert refused.value.field == "cursor"
