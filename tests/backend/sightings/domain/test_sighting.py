"""A sighting's digest tells a repeat from another report; the day of its grid survives a wrong clock."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.http.words import catalogue
from backend.sightings.domain import NEWEST, OLDEST, REFUSALS, NewSighting, Outcome, refusal_for, taken

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
ONE = NewSighting(
    id=UUID(int=1), seen_at=NOW, category="land", noticed_by="door_visit", hidden=False, risk="low", text="地埂",
    place=(103.8, 35.4), crs="gcj02", accuracy_m=12.5, fixed_at=NOW, cell_code="A", out_of_cell_reason=None, visit_id=None,
    attachments=("ab" * 32, "cd" * 32),
)  # fmt: skip
OTHER = {
    "id": UUID(int=2), "seen_at": NOW + timedelta(microseconds=1), "category": "family", "noticed_by": "own_observation", "hidden": True,
    "risk": "high", "text": "地埂 ", "place": (35.4, 103.8), "crs": "wgs84", "accuracy_m": None, "fixed_at": None, "cell_code": None,
    "out_of_cell_reason": "other", "visit_id": UUID(int=3), "attachments": ("cd" * 32, "ab" * 32),
}  # fmt: skip


def test_a_repeat_has_the_same_digest_and_any_other_fact_another() -> None:
    assert set(OTHER) == {each.name for each in fields(NewSighting)}
    digests = {replace(ONE, **{name: value}).digest() for name, value in OTHER.items()}
    assert len(digests | {ONE.digest()}) == len(OTHER) + 1
    assert replace(ONE).digest() == ONE.digest()


@pytest.mark.parametrize(
    ("seen", "day"),
    [
        ("2026-11-20T15:59:59Z", date(2026, 11, 20)), ("2026-11-20T16:00:00Z", date(2026, 11, 21)),
        ("2025-12-01T00:00:00Z", date(2025, 12, 1)), ("2026-11-22T08:29:59Z", date(2026, 11, 22)),
        ("2126-01-01T00:00:00Z", date(2026, 11, 21)), ("1985-01-01T00:00:00Z", date(2026, 11, 21)),
    ],
)  # fmt: skip
def test_its_day_is_the_one_in_china_unless_the_clock_is_out_of_all_reason(seen: str, day: date) -> None:
    assert replace(ONE, seen_at=datetime.fromisoformat(seen)).day(NOW) == day


@given(some.datetimes(timezones=some.just(UTC)))
def test_the_day_is_never_far_from_when_it_was_received(seen: datetime) -> None:
    day = replace(ONE, seen_at=seen).day(NOW)
    assert (NOW - OLDEST).date() <= day <= (NOW + NEWEST).date() + timedelta(days=1)


def test_a_row_without_a_place_names_no_system() -> None:
    row = replace(ONE, place=None, fixed_at=None).row(3, NOW, b"\x01\xff", b"\xd1")
    assert (row["lon"], row["lat"], row["source_crs"], row["fixed_at"]) == (None,) * 4
    assert (row["n"], row["mac"], row["spelling"]) == (3, "01ff", "d1")
    assert row["digest"] == replace(ONE, place=None, fixed_at=None).digest().hex()
    placed = ONE.row(0, NOW, b"")
    assert (placed["lon"], placed["lat"], placed["source_crs"], placed["photos"]) == (
        103.8,
        35.4,
        "gcj02",
        list(ONE.attachments),
    )


def test_every_word_of_the_statement_has_its_refusal_and_every_refusal_its_words() -> None:
    for status in REFUSALS:
        told = refusal_for(status)
        assert told.title in catalogue()
        assert Outcome(ONE.id, refusal=told).status == told.status >= 400
    with pytest.raises(KeyError):
        refusal_for("new")
    assert [Outcome(ONE.id, "{}", new=new).status for new in (True, False)] == [201, 200]


def test_anothers_id_is_refused_like_ones_own_with_other_content() -> None:
    mine, theirs = refusal_for("differs"), taken()
    assert (mine.status, mine.word, mine.field, mine.title) == (theirs.status, theirs.word, theirs.field, theirs.title)
