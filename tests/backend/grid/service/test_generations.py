"""Days of validity: an abolished area is not named after its last day, its successor is; a code lives in generations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.grid import service
from backend.grid.domain import Edition
from backend.grid.service.areas import COLUMNS, OPTIONAL
from backend.imports.domain import ImportRefused, Outcome, Table
from backend.imports.service import read_features, read_table
from tests.backend.grid.drawn import EAST, WEST, area_rows, cells, features, write_csv, write_geojson

HEADER = "code,name,level,parent_code,valid_from,valid_to,successor_code"
BEFORE, LAST, AFTER = date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)
MERGED = f"{WEST},文峰社区居民委员会,village,621124100,,2026-06-01,{EAST}"


@pytest.fixture
def session(owner: Database) -> Iterator[Session]:
    """A transaction of the owner, with a county's areas."""
    with owner.transaction(Context(service="import")) as session:
        service.import_areas(session, area_rows())
        yield session


@pytest.fixture
def imported(session: Session, tmp_path: Path):  # type: ignore[no-untyped-def]
    """`imported(line, …)` writes a CSV and imports it."""

    def run(*lines: str) -> Outcome:
        table = write_csv(tmp_path / "areas.csv", HEADER, *lines)
        return service.import_areas(session, read_table(table, COLUMNS, OPTIONAL))

    return run


def names_up(session: Session, code: str, on: date) -> list[str]:
    """Return the names of what stands for a code on a day and of what is above it, the county last."""
    return [area.name for area in service.areas_up(session, code, on)][:-2]


def test_an_abolished_village_is_stood_for_by_its_successor_from_the_day_it_ended(session: Session, imported) -> None:  # type: ignore[no-untyped-def]
    assert imported(MERGED).counts == {"areas": 1, "added": 0, "changed": 1}
    assert names_up(session, WEST, LAST) == ["文峰社区居民委员会", "洮阳镇", "临洮县"]
    assert names_up(session, WEST, AFTER) == ["东街村民委员会", "洮阳镇", "临洮县"]
    assert imported(MERGED).counts == {"areas": 1, "added": 0, "changed": 0}


def test_without_a_successor_what_was_above_stands_for_it(session: Session, imported) -> None:  # type: ignore[no-untyped-def]
    imported(f"{WEST},文峰社区居民委员会,village,621124100,,2026-06-01,")
    assert names_up(session, WEST, AFTER) == ["洮阳镇", "临洮县"]


def test_a_village_of_an_abolished_township_is_walked_up_through_the_one_that_took_over(  # type: ignore[no-untyped-def]
    session: Session, imported
) -> None:
    imported(
        "621124101,八里铺镇,town,621124,2026-06-01,,",
        "621124100,洮阳镇,town,621124,,2026-06-01,621124101",
    )
    assert names_up(session, WEST, LAST) == ["文峰社区居民委员会", "洮阳镇", "临洮县"]
    assert names_up(session, WEST, AFTER) == ["文峰社区居民委员会", "八里铺镇", "临洮县"]
    assert names_up(session, "621124101", LAST) == ["临洮县"], "a township that does not stand yet is not named"


def test_a_code_lives_in_generations_each_with_its_name(session: Session, imported) -> None:  # type: ignore[no-untyped-def]
    counts = imported(
        f"{WEST},文峰社区居民委员会,village,621124100,2000-01-01,2026-06-01,",
        f"{WEST},文峰新村村民委员会,village,621124100,2026-06-01,,",
    ).counts
    assert counts == {"areas": 1, "added": 1, "changed": 1}
    assert names_up(session, WEST, LAST)[0] == "文峰社区居民委员会"
    assert names_up(session, WEST, AFTER)[0] == "文峰新村村民委员会"
    aliases = session.execute(text("select alias, kind from area_alias where area_code = :code"), {"code": WEST}).all()
    assert [tuple(row) for row in aliases] == [("文峰社区居民委员会", "old_name")]
    renamed = imported(f"{WEST},文峰村村民委员会,village,621124100,,,")
    assert renamed.counts["changed"] == 1, "a row without a first day speaks of the newest generation"
    assert names_up(session, WEST, LAST)[0] == "文峰社区居民委员会"
    assert names_up(session, WEST, AFTER)[0] == "文峰村村民委员会"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ((f"{WEST},文峰,village,621124100,2026-06-01,,",), "days overlap: from 2000-01-01 on, and from 2026-06-01"),
        (
            (f"{WEST},文峰,village,621124100,2000-01-01,2026-07-01,", f"{WEST},文峰,village,621124100,2026-06-01,,"),
            "days overlap: from 2000-01-01 until 2026-07-01, and from 2026-06-01",
        ),
        ((f"{WEST},文峰,village,621124100,,,", f"{WEST},文峰,village,621124100,2000-01-01,,"), "duplicate code, also"),
        ((f"{WEST},文峰,village,621124100,,,{EAST}",), "has a successor but no valid_to"),
        ((f"{WEST},文峰,village,621124100,,2026-06-01,{WEST}",), "succeeds itself"),
        ((f"{WEST},文峰,village,621124100,,2026-06-01,621124100099",), "unknown successor code 621124100099"),
        ((f"{WEST},文峰,village,621124100,,2026-06-01,621125100",), "is a town, not a village"),
        (
            (
                f"{WEST},文峰,village,621124100,,2026-06-01,{EAST}",
                f"{EAST},东街,village,621124100,,2026-05-01,",
            ),
            f"its successor {EAST} does not stand on 2026-06-01",
        ),
    ],
)
def test_days_that_do_not_fit_are_refused(session: Session, imported, lines: tuple[str, ...], fault: str) -> None:  # type: ignore[no-untyped-def]
    before = session.execute(text("select * from area_span order by code, valid_from")).all()
    with pytest.raises(ImportRefused, match=fault), session.begin_nested():
        imported(*lines)
    assert session.execute(text("select * from area_span order by code, valid_from")).all() == before


def test_an_outline_may_lie_where_an_abolished_neighbour_lay(session: Session, imported, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def outlines(**codes: str) -> Outcome:
        drawn = features({letter: {"code": code} for letter, code in codes.items()}, "AB" if len(codes) > 1 else "AA")
        path = write_geojson(tmp_path / "outlines.geojson", drawn)
        row = Table(each for each in area_rows() if each.cells["code"] == "621124100")
        return service.import_areas(session, row, read_features(path))

    assert outlines(A=WEST, B=EAST).counts["outlines changed"] == 2
    with pytest.raises(ImportRefused, match=f"overlaps {WEST}"), session.begin_nested():
        outlines(A=EAST)
    imported(
        MERGED,
        f"{EAST},东街村民委员会,village,621124100,2000-01-01,2026-06-01,",
        f"{EAST},文东村,village,621124100,2026-06-01,,",
    )
    assert outlines(A=EAST).counts["outlines changed"] == 1
    sizes = session.execute(text(
        "select valid_from::text, round(st_area(geom)::numeric, 4)::float from area_span where code = :code order by 1"
    ), {"code": EAST}).all()  # fmt: skip
    assert [tuple(row) for row in sizes] == [("2000-01-01", 0.0001), ("2026-06-01", 0.0002)], (
        "each with the outline of its days"
    )


def test_an_edition_may_not_name_a_village_that_no_longer_stands(session: Session, imported) -> None:  # type: ignore[no-untyped-def]
    imported(MERGED)
    edition = Edition("621124", "新版", AFTER, "drawn", synthetic=True, attribution="")
    with pytest.raises(ImportRefused, match=f"its area {WEST} does not stand on 2026-06-01"):
        service.import_cells(session, cells("AB", B=EAST), edition)
