"""Who touches whom: as libpysal's queen has it, and after a new edition as if it were found anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.grid import service
from backend.grid.domain import Edition
from tests.backend.grid.drawn import EAST, cells, county
from tests.draw import draw

FIRST = Edition("621124", "第一版", date(2026, 1, 1), "drawn", synthetic=True, attribution="")
SECOND = replace(FIRST, name="第二版", in_force_from=date(2026, 6, 1))
# G touches nobody, D lies around C, A and F meet in a corner.
PICTURE = "ADDD..\nADCD.G\nADDD..\nEFFFH.\nEBBBH."
# B is split in two; all others stay as they are.
LATER = "ADDD..\nADCD.G\nADDD..\nEFFFH.\nEBBIH."


@pytest.fixture
def session(owner: Database):  # type: ignore[no-untyped-def]
    """A transaction of the owner."""
    with owner.transaction(Context(service="import")) as session:
        yield session


def pairs(session: Session, day: date, *prefixes: str) -> set[str]:
    """Return the pairs in force on a day by their letters, like `AB`."""
    names = {row.id: row.letter for row in session.execute(text("select id, right(code, 1) as letter from grid_cell"))}
    found = service.neighbours(session, prefixes or ("621124",), day)
    return {"".join(sorted((names[one], names[other]))) for one, other in found.tolist()}


def queens(picture: str) -> set[str]:
    """Return the same by libpysal."""
    from libpysal.weights import Queen

    shapes = {letter: shapely.from_wkt(wkt) for letter, wkt in draw(picture).items()}
    found = Queen.from_iterable(shapes.values(), ids=list(shapes), silence_warnings=True)
    return {one + other for one, beside in found.neighbors.items() for other in beside if one < other}


@pytest.mark.filterwarnings("ignore")  # of theirs: defaults of later versions
def test_neighbours_are_the_queens_and_a_new_edition_finds_only_what_is_new(session: Session) -> None:
    county(session, PICTURE)
    first = service.import_cells(session, cells(PICTURE), FIRST)[2]
    assert pairs(session, FIRST.in_force_from) == queens(PICTURE)
    assert first.counts["pairs of neighbours found"] == len(queens(PICTURE))
    assert not {pair for pair in queens(PICTURE) if "G" in pair}, "an island has none"
    second = service.import_cells(session, cells(LATER), SECOND)[2]
    told = queens(LATER)
    new = {pair for pair in told if set(pair) & set("BI")}
    assert pairs(session, SECOND.in_force_from) == told
    assert second.counts["pairs of neighbours found"] == len(new), "cells that stay as they are keep their pairs"
    assert pairs(session, date(2026, 5, 31)) == queens(PICTURE), "the former edition keeps its own"
    stored = everything(session)
    assert service.refresh_neighbours(session) == len(stored)
    assert everything(session) == stored, "carried on by change is as good as found anew"


def test_cells_of_two_editions_are_neighbours_across_the_border(session: Session) -> None:
    """A township that is drawn anew by itself keeps touching those around it, and they it."""
    county(session, "AABB")
    service.import_cells(session, cells("AABB", B=EAST), FIRST)
    east = replace(SECOND, area_code=EAST, name="东街")
    service.import_cells(session, cells("..BC", B=EAST, C=EAST), east)
    assert pairs(session, SECOND.in_force_from) == {"AB", "BC"}
    assert pairs(session, SECOND.in_force_from, EAST) == {"BC"}
    stored = everything(session)
    service.refresh_neighbours(session)
    assert everything(session) == stored


def everything(session: Session) -> list[tuple[int, int]]:
    found = session.execute(text("select cell_id, neighbour_id from cell_neighbour order by 1, 2"))
    return [(one, other) for one, other in found]
