"""Cursors: what we gave comes back as it was, whatever else comes is refused and named."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from backend.errors import Invalid
from backend.http.paging import counted_from, day_and_id, day_moment_and_id, decode, encode, last_read, moment_and_id

WHEN, WHICH = datetime(2026, 11, 21, 8, 30, 0, 123456, tzinfo=UTC), UUID(int=7)


def packed(keys: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


@given(some.lists(some.text() | some.integers(-(2**62), 2**62), min_size=1, max_size=4))
def test_keys_come_back_as_they_were(keys: list[str | int]) -> None:
    cursor = encode(*keys)
    assert decode(cursor, len(keys)) == keys
    assert not set(cursor) & set("+/=&?# ")


@given(some.datetimes(timezones=some.just(UTC)), some.uuids())
def test_the_place_in_a_list_comes_back_to_the_microsecond(when: datetime, which: UUID) -> None:
    assert moment_and_id(encode(when.isoformat(), which)) == (when, which)


@pytest.mark.parametrize("cursor", [None, ""])
def test_without_a_cursor_it_is_the_first_page(cursor: str | None) -> None:
    assert moment_and_id(cursor) is None


@given(some.text(min_size=1) | some.binary(min_size=1).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
@example("A")
@example("网格")
@example(base64.urlsafe_b64encode(b"[" * 100_000).decode())
@example(base64.urlsafe_b64encode(b"9" * 5000).decode())
def test_whatever_else_comes_is_refused_and_named(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        moment_and_id(cursor)
    assert refused.value.field == "cursor"


@pytest.mark.parametrize(
    "keys",
    [
        [], [WHEN.isoformat()], [WHEN.isoformat(), str(WHICH), "more"], {"0": WHEN.isoformat(), "1": str(WHICH)}, "ab", 7, None,
        [WHEN.isoformat(), None], [WHEN.isoformat(), [str(WHICH)]], [1.5, str(WHICH)], [WHEN.isoformat(), "7"],
        [WHEN.replace(tzinfo=None).isoformat(), str(WHICH)], [1763713800, str(WHICH)], ["", str(WHICH)], [str(WHICH), WHEN.isoformat()],
    ],
)  # fmt: skip
def test_keys_of_another_form_are_refused(keys: object) -> None:
    with pytest.raises(Invalid) as refused:
        moment_and_id(packed(keys))
    assert refused.value.field == "cursor"


@given(some.none() | some.dates(), some.datetimes(timezones=some.just(UTC)), some.uuids())
def test_a_place_in_a_list_by_days_comes_back_also_where_the_row_has_no_day(
    day: date | None, when: datetime, which: UUID
) -> None:
    assert day_moment_and_id(encode(day.isoformat() if day else "", when.isoformat(), which)) == (day, when, which)
    assert day_moment_and_id(None) is None


@pytest.mark.parametrize("day", ["soon", "2026-02-30", 7, None, [], "\x00"])
def test_a_day_of_another_form_is_refused(day: object) -> None:
    for keys in ([day, WHEN.isoformat(), str(WHICH)], [WHEN.isoformat(), str(WHICH)]):
        with pytest.raises(Invalid) as refused:
            day_moment_and_id(packed(keys))
        assert refused.value.field == "cursor"


def test_a_day_and_what_was_read_last_come_back() -> None:
    assert day_and_id(None) is None
    assert day_and_id(encode(date(2026, 12, 1), WHICH)) == (date(2026, 12, 1), WHICH)


@pytest.mark.parametrize("cursor", ["x", encode("2026-12-01"), encode("soon", WHICH), encode("2026-12-01", "one")])
def test_a_day_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        day_and_id(cursor)
    assert refused.value.field == "cursor"


@pytest.mark.parametrize("key", [True, -1, 2**63, "7", 6])
def test_a_key_that_is_counted_is_a_number_within_bounds(key: object) -> None:
    assert last_read(packed([7]), counted_from(7)) == (7,)
    with pytest.raises(Invalid):
        last_read(packed([key]), counted_from(7))
