"""Recording sightings as a service: nothing of nobody, and one answer for each in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backend.db import Context, Database, Trip
from backend.errors import NotFound
from backend.http.viewer import RoleAt, Viewer
from backend.sightings import service
from backend.sightings.domain import NewSighting
from tests.make import Maker

VILLAGE = "621124100001"
DIGESTS = ("ab" * 32, "cd" * 32)


def sighting(**more: object) -> NewSighting:
    plain = NewSighting(
        id=uuid4(), seen_at=datetime.now(UTC), category="land", noticed_by="door_visit", hidden=False, risk="low", text="地埂",
        place=None, crs=None, accuracy_m=None, fixed_at=None, cell_code=f"{VILLAGE}001", out_of_cell_reason=None, visit_id=None,
        attachments=DIGESTS,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def context_of(make: Maker, login: str) -> Context:
    person = make.account(login, ("grid_worker", VILLAGE))
    return Viewer(person, login, login, (RoleAt("grid_worker", VILLAGE),), "").context()


def test_each_has_its_own_answer_in_the_order_sent_and_repeats_get_the_first_ones(
    make: Maker, app_database: Database
) -> None:
    make.counties()
    ma, li = context_of(make, "ma"), context_of(make, "li")
    one, two = sighting(), sighting(text="二")
    sent = [one, sighting(category="none"), one, replace(one, text="别的"), two, sighting(cell_code="nowhere")]
    first = service.record(Trip(app_database, ma.filing()), sent)
    assert [each.status for each in first] == [201, 422, 200, 409, 201, 422]
    assert [each.id for each in first] == [each.id for each in sent]
    assert first[2].answer == first[0].answer
    with app_database.transaction(ma.filing()) as session:
        again = service.record(Trip(app_database, ma.filing()), [two, one])
        assert service.record(Trip(app_database, ma.filing()), []) == []
        assert service.missing(session, one.id) == list(DIGESTS)
    assert [(each.status, each.answer) for each in again] == [(200, first[4].answer), (200, first[0].answer)]
    theirs = service.record(Trip(app_database, li.filing()), [one])
    assert [each.status for each in theirs] == [409], "another's id"
    with app_database.transaction(li.filing()) as session:
        for nothing in (one.id, uuid4()):
            with pytest.raises(NotFound):
                service.missing(session, nothing)
    assert make.run("select count(*) from report") == 2


def test_nobody_records_nothing(make: Maker, app_database: Database) -> None:
    make.counties()
    nobody = Context(file_areas=("621124",)).filing()
    with app_database.transaction(nobody) as session:
        for verb in (
            lambda: service.record(Trip(app_database, nobody), [sighting()]),
            lambda: service.missing(session, uuid4()),
        ):
            with pytest.raises(NotFound):
                verb()
