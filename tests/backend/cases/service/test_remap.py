"""Open cases follow the grid when an edition comes into force; reports keep the cell of their day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from backend.cases.commands import cases as commands
from backend.clock import today
from backend.db import Context
from backend.grid.domain import Edition
from backend.grid.service import import_cells
from backend.imports.domain import Features
from backend.jobs.service import defer
from backend.settings import Settings
from backend.stations.service import reattach
from tests.backend.grid.drawn import features
from tests.draw import middle
from tests.errands import bring_forward, run_errands
from tests.make import Maker, new_id

WF, DJ, WJM = "621124100001", "621124100002", "621124101001"
TODAY = today()


def drawn(picture: str, **areas: str) -> Features:
    """Return one cell a letter, its code the letter, in the village given for it."""
    return features({k: {"code": k, "area_code": area, "households": 400} for k, area in areas.items()}, picture)


def file(make: Maker, column: float | None, row: float = 0, *, cell: str | None = None) -> str:
    """File a sighting in a square, or with a cell and no place; return its id."""
    made = {
        "id": new_id(), "seen_at": "2026-03-01T02:30:00Z", "category": "land", "noticed_by": "door_visit",
        "hidden": False, "risk": "low", "text": "两户因地埂起争执",
    }  # fmt: skip
    if column is not None:
        at = middle(column, row)
        made |= {"place": {"type": "Point", "coordinates": [at.x, at.y]}, "crs": "wgs84", "accuracy_m": 5.0}
        made |= {"fixed_at": "2026-03-01T02:29:50Z"}
    else:
        made |= {"cell_code": cell}
    answer = make.login("ma").post("/api/sightings", json=made)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(made["id"])


def cells_of(make: Maker, *ids: str) -> list[tuple[str | None, str | None]]:
    """Return the code of the cell of each case, and of its report."""
    found = {
        str(row.id): (row.of_case, row.of_report)
        for row in make.rows(
            "select c.id, g.code as of_case, h.code as of_report from cases c join report r on r.id = c.id"
            " left join grid_cell g on g.id = c.cell_id left join grid_cell h on h.id = r.cell_id"
        )
    }
    return [found[each] for each in ids]


def draw_again(make: Maker, cells: Features, day: date, name: str) -> int:
    """Store a new edition of the county and return its id."""
    edition = Edition("621124", name, day, "drawn", synthetic=True, attribution="")
    with make.owner.transaction(Context(service="import")) as session:
        stored, prefix, outcome = import_cells(session, cells, edition)
        reattach(session, stored, prefix, outcome)
    return stored.id


@pytest.fixture
def county(make: Maker) -> Maker:
    """Three cells A, A, B, B, C in force since February, and a worker for all of them."""
    make.counties()
    draw_again(make, drawn("AABBC", A=WF, B=DJ, C=WJM), date(2026, 2, 1), "第二版")
    make.account("ma", ("grid_worker", "621124"))
    make.account("li", ("liaison", "621124"))
    return make


def third() -> Features:
    """Return the next edition: X is half of A, Y the other half and B, Z is C, V is new."""
    return drawn("XYYYZV", X=WF, Y=DJ, Z=WJM, V=WJM)


def test_open_cases_go_to_the_cell_of_their_place_and_reports_stay(county: Maker, settings: Settings) -> None:
    west, east, kept = file(county, 0), file(county, 1), file(county, 4)
    bare, closed, outside = file(county, None, cell="B"), file(county, 0), file(county, 5)
    close(county, closed)
    edition = draw_again(county, third(), TODAY, "第三版")
    run_errands(settings)
    assert cells_of(county, west, east, kept, bare, closed, outside) == [
        ("X", "A"), ("Y", "A"), ("Z", "C"), ("Y", "B"), ("A", "A"), ("V", None),
    ]  # fmt: skip
    noted = county.rows("select case_id::text as id from case_remap where edition_id = :id", id=edition)
    assert {row.id for row in noted} == {west, east, kept, bare, outside}
    audited = county.rows("select subject_id from audit_entry where action = 'case.remapped'")
    assert {row.subject_id for row in audited} == {west, east, kept, bare, outside}
    assert county.run("select max(version) from cases where id = :id", id=west) == 1, "whoever reads it may go on"
    bring_forward(county)
    run_errands(settings)
    assert county.run("select count(*) from case_remap") == 5
    answer = CliRunner().invoke(commands, ["moved", "--edition", str(edition)], obj=settings)
    number = county.run("select number from cases where id = :id", id=west)
    assert f"{number},A,X" in answer.output
    assert "5 open cases have another cell" in answer.output


def test_an_edition_of_later_moves_nothing_before_its_day(county: Maker, settings: Settings) -> None:
    one = file(county, 0)
    edition = draw_again(county, third(), TODAY + timedelta(days=30), "第三版")
    run_errands(settings)
    assert cells_of(county, one) == [("A", "A")]
    county.run("update grid_edition set in_force_from = :day where id = :id", day=TODAY, id=edition)
    county.run("update grid_cell set in_force_from = :day where edition_id = :id", day=TODAY, id=edition)
    county.run("update grid_cell set in_force_to = :day where in_force_to > :day", day=TODAY)
    with county.owner.transaction() as session:
        defer(session, "cases.remap")
    run_errands(settings)
    assert cells_of(county, one) == [("X", "A")], "the daily round finds what came into force"


def counted(make: Maker) -> dict[str, int]:
    """Return what the head's map counts by cell, `-` for outside every cell, `?` for cells no longer in force."""
    body = make.login("li").get("/api/hotspots").get_json()
    figures = {cell["code"]: cell["count"] for cell in body["cells"]}
    return figures | {"-": body["unplaced"], "?": body["former"]}


def listed(make: Maker) -> dict[str, int]:
    """Return how many cases the list shows for each cell that the map shows, and for none."""
    li = make.login("li")
    asked = {code: f"cell={code}" for code in counted(make)} | {"-": "unplaced=1"}
    return {code: len(li.get(f"/api/cases?{asked[code]}").get_json()["items"]) for code in asked if code != "?"}


def close(make: Maker, case: str) -> None:
    """Close a case past its table."""
    make.unwatched("update cases set state = 'closed' where id = :id", id=case)


def test_the_map_and_the_lists_count_in_the_cells_of_today(county: Maker, settings: Settings) -> None:
    """Closed cases too, whose own cell stays; before the open ones were moved and after; through two editions."""
    for column in (0, 1, 1, 4, 5, 8):
        file(county, column)
    close(county, file(county, 1))
    close(county, file(county, 5))
    close(county, file(county, None, cell="B"))
    assert counted(county) == listed(county) | {"?": 0} == {"A": 4, "B": 1, "C": 1, "-": 3, "?": 0}
    draw_again(county, third(), TODAY - timedelta(days=2), "第三版")
    there = {"X": 1, "Y": 4, "Z": 1, "V": 2, "-": 1, "?": 0}
    assert counted(county) == listed(county) | {"?": 0} == there
    run_errands(settings)
    assert counted(county) == listed(county) | {"?": 0} == there
    draw_again(county, drawn("PPPQZV", P=WF, Q=DJ, Z=WJM, V=WJM), TODAY, "第四版")
    there = {"P": 5, "Q": 0, "Z": 1, "V": 2, "-": 1, "?": 0}
    assert counted(county) == listed(county) | {"?": 0} == there
    run_errands(settings)
    assert counted(county) == listed(county) | {"?": 0} == there
