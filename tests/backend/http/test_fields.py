"""Fields of the wire: what would break further in is refused at the door, in the caller's words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from marshmallow import ValidationError
from marshmallow.fields import Field

from backend.app import ZhitongApp
from backend.http.fields import Between, Digest, Known, Metres, PointField, StrictInteger, Text, UtcDateTime, utc
from backend.plain import visible

SURROGATES = some.characters(categories=["Cs"])


def refused(field: Field[Any], value: object) -> str:
    with pytest.raises(ValidationError) as error:
        field.deserialize(value)
    return str(error.value.messages[0])


@given(some.text(max_size=30))
def test_a_text_is_measured_by_what_is_seen_of_it(text: str) -> None:
    field = Text(least=2, most=8)
    bare = visible(text).strip()
    if "\x00" in text:
        assert refused(field, text) == "有不能保存的字符"
    elif len(bare) < 2:
        assert refused(field, text) == "至少写2个字"
    elif len(bare) > 8:
        assert refused(field, text) == "最多写8个字"
    else:
        assert field.deserialize(text) == bare


@given(some.text(max_size=5), SURROGATES, some.text(max_size=5))
def test_half_a_pair_of_surrogates_is_no_text(before: str, half: str, after: str) -> None:
    assert refused(Text(), before + half + after) == "有不能保存的字符"


def test_a_password_keeps_its_blanks_and_they_count() -> None:
    field = Text(least=3, most=4, as_it_is=True)
    assert field.deserialize(" a ") == " a "
    assert refused(field, " abc ") == "最多写4个字"
    for value in (7, None, ["a"], b"\xff"):
        refused(field, value)


@pytest.fixture
def in_english(bare: ZhitongApp) -> Iterator[None]:
    with bare.test_request_context("/?lang=en"):
        yield


@pytest.mark.usefixtures("in_english")
def test_refusals_are_told_in_the_callers_language() -> None:
    for field, value in (
        (Text(most=2), "abc"),
        (Text(), "\x00"),
        (Metres(), -1),
        (PointField(), 7),
        (UtcDateTime(), "0001-01-01T00:00:00+14:00"),
    ):
        told = refused(field, value)
        assert told.isascii(), told


@pytest.mark.parametrize(("value", "kept"), [(0, 0), (100_000, 100_000), (12.3456, 12.35), (1e-9, 0), ("7.5", 7.5)])
def test_metres_are_kept_to_the_centimetre(value: object, kept: float) -> None:
    assert Metres().deserialize(value) == kept


@pytest.mark.parametrize("value", [-0.01, 100_000.01, math.nan, math.inf, True, "", "ten", None, 10**400, [1]])
def test_what_is_no_distance_is_refused(value: object) -> None:
    refused(Metres(), value)


def test_between_takes_both_ends_and_measures_lists_by_their_length() -> None:
    few = Between(1, 2, of="length")
    few([7]), few([7, 7])
    for wrong in ([], [7] * 3):
        with pytest.raises(ValidationError, match="最多2项"):
            few(wrong)


@given(some.integers(-(10**15), 7 * 10**15), some.integers(-14 * 60, 14 * 60))
def test_a_time_is_utc_inside_and_comes_back_as_the_same_bytes(microseconds: int, offset: int) -> None:
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    held = UtcDateTime().deserialize(when.astimezone(timezone(timedelta(minutes=offset))).isoformat())
    assert held == when
    assert held.utcoffset() == timedelta(0)
    sent = utc(held)
    assert sent.endswith("Z")
    assert utc(UtcDateTime().deserialize(sent)) == sent


@pytest.mark.parametrize(
    "value",
    ["2026-11-21T08:30:00", "2026-11-21", "yesterday", "", None, 1_763_000_000, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
     "2026-02-30T08:00:00Z", "2026-11-21T25:00:00Z"],
)  # fmt: skip
def test_a_time_without_its_zone_or_out_of_the_calendar_is_refused(value: object) -> None:
    refused(UtcDateTime(), value)


def test_a_time_goes_out_in_utc_and_nothing_as_null() -> None:
    field, china = UtcDateTime(), timezone(timedelta(hours=8))
    assert field.serialize("at", {"at": datetime(2026, 11, 21, 7, 5, tzinfo=china)}) == "2026-11-20T23:05:00Z"
    assert field.serialize("at", {"at": None}) is None


@pytest.mark.parametrize("value", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 64 + "\n", 7])
def test_a_digest_is_64_lower_hex_and_nothing_behind(value: object) -> None:
    assert Digest().deserialize("0af" + "9" * 61) == "0af" + "9" * 61
    refused(Digest(), value)


@pytest.mark.parametrize("value", ["7", 7.5, True, None, "", math.nan])
def test_a_whole_number_is_a_number_and_whole(value: object) -> None:
    assert StrictInteger().deserialize(7) == 7
    refused(StrictInteger(), value)


def test_only_known_words_are_taken_to_the_letter() -> None:
    assert Known("low", "high").deserialize("low") == "low"
    for value in ("Low", "low ", "", "medium", 0):
        refused(Known("low", "high"), value)
