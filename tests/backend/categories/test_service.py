"""The catalogue of matters: in the order people see it, retired ones known but no longer offered."""

from __future__ import annotations

from datetime import date

from backend.categories import service
from backend.db import Database
from tests.make import Maker

TODAY = date(2026, 11, 22)


def test_the_matters_of_the_field_are_there_in_order_with_not_sure_last(owner: Database) -> None:
    with owner.transaction() as session:
        offered = service.all_current(session, TODAY)
    codes = [category.code for category in offered]
    assert {"family", "neighbours", "land", "relocation"} <= set(codes)
    assert [category.sort for category in offered] == sorted(category.sort for category in offered)
    assert codes[-1] == "other"


def test_a_retired_one_is_offered_until_its_day_and_known_for_ever(owner: Database, make: Maker) -> None:
    make.run("update category set retired_on = :day where code = 'traffic'", day=TODAY)
    with owner.transaction() as session:
        before, after = (service.all_current(session, day) for day in (date(2026, 11, 21), TODAY))
        known = service.get(session, "traffic")
        assert service.get(session, "no_such_matter") is None
    assert {category.code for category in before} - {category.code for category in after} == {"traffic"}
    assert known is not None
    assert known.retired_on == TODAY
