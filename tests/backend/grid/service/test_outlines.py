"""What is drawn of townships and villages: on every day what shapely unites of their cells, whatever was imported in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.editions.service import take_back
from backend.grid import service
from backend.grid.domain import Edition
from tests.backend.grid.drawn import EAST, WEST, area_rows, cells, county, outline

TOWN = "621124100"
FIRST = Edition("621124", "第一版", date(2026, 1, 1), "drawn", synthetic=True, attribution="")
AHEAD = replace(FIRST, name="明年", in_force_from=date(2097, 1, 1))
DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 31), date(2097, 1, 1), date(2099, 1, 1)]
IN_FORCE = "in_force_from <= :day and (in_force_to is null or :day < in_force_to)"


@pytest.fixture
def session(owner: Database):  # type: ignore[no-untyped-def]
    """A transaction of the owner."""
    with owner.transaction(Context(service="import")) as session:
        yield session


def kept(session: Session, day: date) -> dict[str, shapely.Geometry]:
    """Return what is drawn on a day, by code; fails when one code is drawn twice."""
    rows = session.execute(
        text(f"select area_code, st_asbinary(geom) as shape from area_outline where {IN_FORCE}"), {"day": day}
    ).all()
    assert len(rows) == len({row.area_code for row in rows})
    return {row.area_code: shapely.from_wkb(bytes(row.shape)) for row in rows}


def united(session: Session, day: date) -> dict[str, shapely.Geometry]:
    """Return what shapely unites of the cells in force on a day, by code of village and township."""
    rows = session.execute(
        text(f"select area_code, st_asbinary(geom_3857) as shape from grid_cell where {IN_FORCE}"), {"day": day}
    ).all()
    shapes = [(code, shapely.from_wkb(bytes(row.shape))) for row in rows for code in (row.area_code, row.area_code[:9])]
    return {code: shapely.union_all([shape for each, shape in shapes if each == code]) for code, _ in shapes}


def same(session: Session) -> None:
    for day in DAYS:
        ours, theirs = kept(session, day), united(session, day)
        assert set(ours) == set(theirs), day
        assert all(shapely.equals(ours[code], theirs[code]) for code in ours), day


def test_each_import_draws_what_it_changes(session: Session) -> None:
    county(session, "AABBCC\nAABBCC")
    service.import_cells(session, cells("AABBCC\nAABBCC", B=EAST, C=EAST), FIRST)
    same(session)
    assert set(kept(session, DAYS[1])) == {TOWN, WEST, EAST}
    assert kept(session, DAYS[0]) == {}
    service.import_cells(session, cells("AABDCC\nAABBCC", B=WEST, C=EAST, D=EAST), AHEAD)
    same(session)
    # A village by itself, before the day of the whole county's.
    west = replace(FIRST, area_code=WEST, name="西", in_force_from=date(2026, 6, 1))
    before = kept(session, date(2097, 1, 1))
    ahead = session.scalar(text("select max(id) from grid_edition"))
    take_back(session, ahead, date(2026, 3, 1))
    same(session)
    assert not shapely.equals(kept(session, date(2097, 1, 1))[EAST], before[EAST])
    service.import_cells(session, cells("EF\nEF"), west)
    same(session)
    carried = {day: kept(session, day) for day in DAYS}
    assert service.refresh_outlines(session) > 0
    assert {day: set(found) for day, found in carried.items()} == {day: set(kept(session, day)) for day in DAYS}
    same(session)


def test_an_outline_of_its_own_goes_before_what_the_cells_cover(session: Session) -> None:
    county(session, "AAB\nAAB")
    service.import_cells(session, cells("AAB\nAAB", B=EAST), FIRST)
    before = kept(session, FIRST.in_force_from)
    service.import_areas(session, area_rows(), outline(TOWN, "AAA\nAAA"))
    after = kept(session, FIRST.in_force_from)
    own = session.scalar(
        text("select st_asbinary(st_transform(geom, 3857)) from area where code = :town"), {"town": TOWN}
    )
    assert shapely.equals_exact(after[TOWN], shapely.from_wkb(bytes(own)))
    assert shapely.equals(after[WEST], before[WEST]), "a village has none of its own yet"


def test_small_maps_have_a_line_within_ten_metres(session: Session) -> None:
    county(session, "AABBB\nAAABB")
    service.import_cells(session, cells("AABBB\nAAABB", B=EAST), FIRST)
    rows = session.execute(
        text("select st_asbinary(geom) as near, st_asbinary(geom_far) as far from area_outline")
    ).all()
    assert len(rows) == 3
    for row in rows:
        near, far = (shapely.from_wkb(bytes(each)) for each in (row.near, row.far))
        assert shapely.hausdorff_distance(near, far) <= 10
        assert far.is_valid
