"""Importing stations: the tree, places, and every bad row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.geo.crs import Crs, from_wgs84
from backend.grid.service import import_areas
from backend.imports.domain import ImportRefused, Outcome
from backend.imports.service import read_table
from backend.stations import service
from backend.stations.service.imports import COLUMNS, OPTIONAL
from tests.backend.grid.drawn import WEST, area_rows, outline, write_csv

HEADER = "code,name,kind,parent_code,area_code,lon,lat,phone,mobile,opened_on,closed_on"
TREE = (
    f"P,文峰采集点,collection_post,L,{WEST},103.805,35.395,0932-000-0001,,,",
    "L,洮阳镇联络点,liaison_point,C,621124100,,,,,,",
    "C,临洮联系点,contact_point,,621124,103.806,35.396,,false,2025-01-01,",
)


@pytest.fixture
def session(owner: Database):  # type: ignore[no-untyped-def]
    """A transaction of the owner, with areas stored and 临洮县 one square."""
    with owner.transaction(Context(service="import")) as session:
        import_areas(session, area_rows(), outline("621124", "A"))
        yield session


def load(session: Session, folder: Path, *lines: str, crs: Crs | None = "wgs84") -> Outcome:
    """Import a table."""
    rows = read_table(write_csv(folder / "s.csv", HEADER, *lines), COLUMNS, OPTIONAL)
    return service.import_stations(session, rows, crs, date(2026, 3, 1))


def refused(session: Session, folder: Path, *lines: str, crs: Crs | None = "wgs84") -> list[str]:
    """Import in a savepoint and return what was found."""
    with pytest.raises(ImportRefused) as refusal, session.begin_nested():
        load(session, folder, *lines, crs=crs)
    assert session.scalar(text("select count(*) from station")) == 0
    return [finding.line() for finding in refusal.value.findings]


def test_a_tree_is_stored_whatever_the_order_and_repeating_changes_nothing(session: Session, tmp_path: Path) -> None:
    assert load(session, tmp_path, *TREE).counts == {"stations": 3, "added": 3, "changed": 0}
    assert load(session, tmp_path, *TREE).counts == {"stations": 3, "added": 0, "changed": 0}
    moved = TREE[0].replace("103.805", "103.806")
    assert load(session, tmp_path, moved).counts == {"stations": 1, "added": 0, "changed": 1}
    parents = session.execute(
        text("select s.code, p.code from station s join station p on p.id = s.parent_id order by 1")
    )
    assert [tuple(row) for row in parents] == [("L", "C"), ("P", "L")]


def test_shifted_places_are_stored_in_wgs84(session: Session, tmp_path: Path) -> None:
    lon, lat = from_wgs84(103.806, 35.396, "bd09")
    load(session, tmp_path, f"C,临洮联系点,contact_point,,621124,{lon:.12f},{lat:.12f},,,,", crs="bd09")
    x, y = session.execute(text("select st_x(geom), st_y(geom) from station")).one()
    assert (x, y) == pytest.approx((103.806, 35.396), abs=1e-8)


def test_a_place_without_named_system_is_refused(session: Session, tmp_path: Path) -> None:
    lines = refused(session, tmp_path, *TREE, crs=None)
    assert [line.split(":")[0] for line in lines] == ["row 2", "row 4"]
    assert "never guessed" in lines[0]


def test_every_bad_row_is_listed(session: Session, tmp_path: Path) -> None:
    lines = refused(
        session,
        tmp_path,
        *TREE,
        f"a b,x,collection_post,L,{WEST},,,,,,",
        f"N,,collection_post,L,{WEST},,,,,,",
        f"K,x,kiosk,L,{WEST},,,,,,",
        f"U,x,collection_post,NOPE,{WEST},,,,,,",
        f"T,x,collection_post,,{WEST},,,,,,",
        f"W,x,contact_point,P,{WEST},,,,,,",
        "A,x,contact_point,,621199,,,,,,",
        f"P,x,collection_post,L,{WEST},,,,,,",
        f"G,x,collection_post,L,{WEST},103.8,,,,,",
        f"F,x,collection_post,L,{WEST},NaN,35.3,,,,",
        f"S,x,collection_post,L,{WEST},35.395,103.805,,,,",
        f"Z,x,collection_post,L,{WEST},0,0,,,,",
        f"O,x,collection_post,L,{WEST},103.815,35.395,,,,",
        f"H,x,collection_post,L,{WEST},,,drop table,perhaps,2026-13-01,2025-01-01",
        f"E,x,collection_post,L,{WEST},,,,,2026-01-01,2026-01-01",
        f"R,x,liaison_point,R2,{WEST},,,,,,",
        f"R2,x,contact_point,R2,{WEST},,,,,,",
    )
    found: dict[str, str] = {}
    for line in lines:
        row, _, what = line.partition(": ")
        found[row] = found.get(row, "") + what
    for row, what in {
        "row 5": "a code has up to 40", "row 6": "a name has 1 to 100", "row 7": "unknown kind 'kiosk'",
        "row 8": "unknown parent code NOPE", "row 9": "a collection_post has a parent", "row 10": "above a contact_point stands",
        "row 11": "unknown area code '621199'", "row 12": "duplicate code, also in row 2", "row 13": "both are numbers",
        "row 14": "both are numbers", "row 15": "off the globe", "row 16": "not in China", "row 17": "outside 621124 临洮县",
        "row 19": "closed_on is not after", "row 20": "stands above itself", "row 21": "stands above itself",
    }.items():  # fmt: skip
        assert what in found[row], (row, found.get(row))
    assert "phone 'drop table'" in found["row 18"]
    assert "mobile 'perhaps'" in found["row 18"]
    assert "opened_on '2026-13-01'" in found["row 18"]
    assert {"row 2", "row 3", "row 4"}.isdisjoint(found)
    assert "103.815000, 35.395000" in found["row 17"]


def test_an_empty_table_is_refused(session: Session, tmp_path: Path) -> None:
    assert refused(session, tmp_path) == ["row 1: -: the file has no row"]
