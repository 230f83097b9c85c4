"""Importing stations: the tree, places, and every bad row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from psycopg2.errors import LockNotAvailable
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.geo.crs import Crs, from_wgs84
from backend.grid.service import import_areas
from backend.imports.domain import ImportRefused, Outcome
from backend.imports.service import read_table
from backend.stations import service
from backend.stations.domain import ALONE, PARENTS
from backend.stations.service.imports import COLUMNS, OPTIONAL
from backend.stations.service.tree import belongs
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


def stored(session: Session) -> list[tuple[object, ...]]:
    """Return every station with what stands above it."""
    found = session.execute(text("select code, kind, parent_id, area_code from station order by code"))
    return [tuple(row) for row in found]


def refused(session: Session, folder: Path, *lines: str, crs: Crs | None = "wgs84") -> list[str]:
    """Import in a savepoint and return what was found."""
    before = stored(session)
    with pytest.raises(ImportRefused) as refusal, session.begin_nested():
        load(session, folder, *lines, crs=crs)
    assert stored(session) == before
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
        f"Y,x,collection_post,L,{WEST}",
        f"YY,x,collection_post,Y,{WEST},,,,,,",
        f"B,{'x' * 101},collection_post,L,{WEST},,,,,,",
        f"V,a\x07b,collection_post,L,{WEST},,,,,,",
        "N2,x,collection_post,L,621125100001,,,,,,",
    )
    found: dict[str, str] = {}
    for line in lines:
        row, _, what = line.partition(": ")
        found[row] = found.get(row, "") + what
    for row, what in {
        "row 5": "a code has up to 40", "row 6": "has no name", "row 7": "unknown kind 'kiosk'",
        "row 8": "unknown parent code NOPE", "row 9": "a collection_post has a parent", "row 10": "above a contact_point stands",
        "row 11": "unknown area code '621199'", "row 12": "duplicate code, also in row 2", "row 13": "both are numbers",
        "row 14": "both are numbers", "row 15": "off the globe", "row 16": "not in China", "row 17": "outside 621124 临洮县",
        "row 19": "closed_on is not after", "row 21": "stands above itself",
    }.items():  # fmt: skip
        assert what in found[row], (row, found.get(row))
    assert "phone 'drop table'" in found["row 18"]
    assert "mobile 'perhaps'" in found["row 18"]
    assert "opened_on '2026-13-01'" in found["row 18"]
    assert "5 cells, the header has 11" in found["row 22"]
    assert "name has 101 characters" in found["row 24"]
    assert "name holds a character that cannot be shown" in found["row 25"]
    assert "its area 621125100001 is not in the area 621124100 of its parent L" in found["row 26"]
    # row 23 hangs below the row that could not be read: nobody can say that there is no such station
    # and row 20 only hangs below row 21
    assert {"row 2", "row 3", "row 4", "row 20", "row 23"}.isdisjoint(found)
    assert "103.815000, 35.395000" in found["row 17"]


def test_an_empty_table_is_refused(session: Session, tmp_path: Path) -> None:
    assert refused(session, tmp_path) == ["row 1: -: the file has no row"]


def test_a_change_of_kind_is_checked_against_what_is_stored_below(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path, *TREE)
    (line,) = refused(session, tmp_path, "L,洮阳镇联络点,collection_post,C,621124100,,,,,,")
    assert line.startswith("row 2: L: below it P: its parent L is a collection_post; above a collection_post stands")
    (line,) = refused(session, tmp_path, f"C,临洮联系点,collection_post,P,{WEST},,,,,,")[:1]
    assert "its parent P is a collection_post" in line


def test_a_circle_of_the_file_and_what_is_stored_is_found(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path, *TREE, "C2,第二联系点,contact_point,C,621124,,,,,,")
    assert refused(session, tmp_path, "C,临洮联系点,contact_point,C2,621124,,,,,,") == [
        "row 2: C: stands above itself", "row 2: C: below it C2: stands above itself",
    ]  # fmt: skip


def test_a_parent_that_goes_to_another_county_would_leave_its_posts_behind(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path, *TREE)
    assert refused(session, tmp_path, "L,武阳镇联络点,liaison_point,,621125100,,,,,,") == [
        f"row 2: L: below it P: its area {WEST} is not in the area 621125100 of its parent L"
    ]
    both = ("L,武阳镇联络点,liaison_point,,621125100,,,,,,", "P,城关采集点,collection_post,L,621125100001,,,,,,")
    assert load(session, tmp_path, *both).counts["changed"] == 2


@pytest.mark.parametrize(
    ("area", "parent", "fits"),
    [(WEST, "621124", True), ("621124", WEST, True), (WEST, "621100", True), (WEST, "620000", True),
     ("621100", "621124", False), (WEST, "621125", False), (WEST, "522700", False), ("522702", "620000", False)],
)  # fmt: skip
def test_a_station_hangs_below_one_of_its_county_or_of_what_is_above(area: str, parent: str, *, fits: bool) -> None:
    assert belongs(area, parent) is fits


def test_the_database_keeps_the_tree_too(owner: Database) -> None:
    """Whoever writes past the import is held to the same kinds, areas and direction."""
    insert = "insert into station (code, name, kind, area_code, parent_id) values (:code, 'x', :kind, :area, :parent) returning id"

    def attempt(*stations: tuple[str, str, str], circle: bool = False) -> str | None:
        """Store a chain of (code, kind, area), each below the one before; return the error's code, None when all holds."""
        try:
            with owner.transaction(Context(service="import")) as session:
                ids: list[int | None] = [None]
                for code, kind, area in stations:
                    values = {"code": code, "kind": kind, "area": area, "parent": ids[-1]}
                    ids.append(session.scalar(text(insert), values))
                if circle:
                    session.execute(
                        text("update station set parent_id = :last where id = :first"),
                        {"last": ids[-1], "first": ids[1]},
                    )
                session.execute(text("set constraints all immediate"))
                session.rollback()
        except DBAPIError as error:
            return str(getattr(error.orig, "pgcode", ""))
        return None

    with owner.transaction(Context(service="import")) as session:
        import_areas(session, area_rows())
    for kind, allowed in PARENTS.items():
        for parent in PARENTS:
            chain = [("P", parent, "621124"), ("K", kind, "621124")]
            if parent not in ALONE:
                chain.insert(0, ("C", "contact_point", "621124"))
            assert attempt(*chain) == (None if parent in allowed else "ZT010"), (kind, parent)
    assert attempt(("P", "liaison_point", "621125"), ("K", "collection_post", WEST)) == "ZT011"
    assert attempt(("P", "contact_point", "621100"), ("K", "contact_point", WEST)) is None
    assert attempt(("P", "contact_point", "621124"), ("K", "contact_point", "621124"), circle=True) == "ZT012"


def test_one_import_waits_for_another(owner: Database, tmp_path: Path) -> None:
    """Stations are not attached to editions that another import is just writing."""
    rows = read_table(write_csv(tmp_path / "s.csv", HEADER, TREE[2]), COLUMNS, OPTIONAL)
    with owner.transaction(Context(service="import")) as first:
        import_areas(first, area_rows())
        with owner.transaction(Context(service="import")) as second:
            second.execute(text("set local lock_timeout = '50ms'"))
            with pytest.raises(OperationalError) as refusal:
                service.import_stations(second, rows, "wgs84", date(2026, 3, 1))
            assert isinstance(refusal.value.orig, LockNotAvailable)
            second.rollback()
