"""A sighting off the wire: what is missing, what is read otherwise than it was sent, what is never taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from marshmallow import ValidationError

from backend.errors import Invalid
from backend.geo.crs import NAMES, to_wgs84
from backend.sightings.domain import MOST_ATTACHMENTS, NewSighting
from backend.sightings.schemas import SightingSchema

LEAST = {
    "id": "0198aa11-2222-7333-8444-555566667777", "seen_at": "2026-11-21T16:30:00+08:00", "category": "land", "noticed_by": "door_visit",
    "hidden": False, "risk": "low", "text": " 地埂 ",
}  # fmt: skip
PLACE = {"type": "Point", "coordinates": [103.8, 35.4]}
DIGESTS = [f"{n:064x}" for n in range(MOST_ATTACHMENTS + 1)]


def read(**more: Any) -> NewSighting:
    found = SightingSchema().load(LEAST | more)
    assert isinstance(found, NewSighting)
    return found


def test_the_least_there_can_be_has_no_place_and_no_photo() -> None:
    found = read()
    assert (found.id, found.text, found.attachments) == (UUID(LEAST["id"]), "地埂", ())
    assert (found.place, found.crs, found.accuracy_m, found.fixed_at, found.cell_code) == (None,) * 5
    assert found.seen_at.isoformat() == "2026-11-21T08:30:00+00:00"


@pytest.mark.parametrize("name", sorted(LEAST))
def test_each_of_these_is_needed(name: str) -> None:
    for sent in ({key: value for key, value in LEAST.items() if key != name}, LEAST | {name: None}):
        with pytest.raises(ValidationError) as refused:
            SightingSchema().load(sent)
        assert list(refused.value.normalized_messages()) == [name]


@pytest.mark.parametrize("crs", NAMES)
def test_a_place_is_wgs84_inside_and_its_system_is_kept(crs: str) -> None:
    found = read(place=PLACE, crs=crs)
    assert found.place == pytest.approx(to_wgs84(103.8, 35.4, crs), abs=1e-9)
    assert found.crs == crs


def test_a_place_whose_system_is_not_named_is_never_guessed() -> None:
    with pytest.raises(Invalid) as refused:
        read(place=PLACE)
    assert refused.value.field == "crs"


def test_a_photo_named_twice_is_one_in_the_order_sent() -> None:
    assert read(attachments=[DIGESTS[2], DIGESTS[1], DIGESTS[2]]).attachments == (DIGESTS[2], DIGESTS[1])
    assert len(read(attachments=DIGESTS[:MOST_ATTACHMENTS]).attachments) == MOST_ATTACHMENTS
    with pytest.raises(ValidationError):
        read(attachments=DIGESTS)


def test_the_same_sent_in_another_way_is_the_same_sighting() -> None:
    again = read(seen_at="2026-11-21T08:30:00Z", text="地埂", attachments=[], place=None, id=LEAST["id"].upper())
    assert again.digest() == read().digest()


@pytest.mark.parametrize("hidden", ["true", "false", "yes", None, "", []])
def test_whether_it_is_hidden_is_said_and_never_read_out_of_something_else(hidden: object) -> None:
    with pytest.raises(ValidationError):
        read(hidden=hidden)
    assert [read(hidden=each).hidden for each in (True, False)] == [True, False]
