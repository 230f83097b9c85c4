"""Posts and cells: attached to the one that covers them, else the nearest; again with each edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.errors import NotFound
from backend.grid.domain import Edition
from backend.grid.service import import_areas, import_cells
from backend.imports.domain import ImportRefused, Outcome, Row, Table
from backend.stations import service
from tests.backend.grid.drawn import WEST, area_rows, cells
from tests.draw import middle

FIRST = Edition("621124", "第一版", date(2026, 1, 1), "drawn", synthetic=True, attribution="")
SECOND = replace(FIRST, name="第二版", in_force_from=date(2026, 6, 1))


@pytest.fixture
def session(owner: Database):  # type: ignore[no-untyped-def]
    """A transaction of the owner, with areas stored."""
    with owner.transaction(Context(service="import")) as session:
        import_areas(session, area_rows())
        yield session


def edition(session: Session, picture: str, which: Edition) -> Outcome:
    """Import an edition and attach the posts again."""
    stored, prefix, outcome = import_cells(session, cells(picture), which, unbounded=True)
    service.reattach(session, stored, prefix, outcome)
    return outcome


def posts(session: Session, area: str = WEST, **columns: float | None) -> None:
    """Store a contact point and a post in each of the given columns of the drawing."""
    rows = []
    for n, (code, column) in enumerate([("LT", None), *columns.items()], 2):
        place = {"lon": "", "lat": ""}
        if column is not None:
            place = {"lon": f"{middle(column, 0).x}", "lat": f"{middle(column, 0).y}"}
        kind, parent = ("collection_post", "LT") if n > 2 else ("contact_point", "")
        given = {"code": code, "name": code, "kind": kind, "parent_code": parent, "area_code": area}
        blank = dict.fromkeys(("address", "phone", "opening_hours", "mobile", "opened_on", "closed_on"), "")
        rows.append(Row(n, blank | given | place))
    service.import_stations(session, Table(rows), "wgs84", date(2026, 3, 1))


def attached(session: Session) -> dict[str, tuple[str, int]]:
    """Return cell and rounded distance of each post in its latest edition."""
    found = session.execute(text(
        "select s.code, c.code as cell, round(distance_m) as far from station_cell l join station s on s.id = l.station_id"
        " join grid_cell c on c.id = l.cell_id order by l.edition_id"
    ))  # fmt: skip
    return {row.code: (row.cell, int(row.far)) for row in found}


def test_posts_are_attached_when_stations_come_after_cells(session: Session) -> None:
    edition(session, "AB", FIRST)
    posts(session, inside=1, edge=0.5, outside=3, nowhere=None)
    # 1.5 squares of 0.01° (908.4 m at this latitude) east of the edge of B
    assert attached(session) == {"inside": ("G-B", 0), "edge": ("G-A", 0), "outside": ("G-B", 1363)}


def test_a_new_edition_moves_posts_and_says_so(session: Session) -> None:
    posts(session, p=0, q=1, far=2.5, nowhere=None)
    first = edition(session, "AB", FIRST)
    assert first.counts["posts moved"] == 3
    second = edition(session, "AC", SECOND)
    assert attached(session) == {"p": ("G-A", 0), "q": ("G-C", 0), "far": ("G-C", 908)}
    assert [note for note in second.notes if note.startswith("post")] == [
        "post far far: G-B -> G-C, 908 m outside it",
        "post q q: G-B -> G-C",
        "post nowhere nowhere: has no place, stays without a cell",
    ]
    # the former edition keeps its own
    assert session.scalar(text("select count(*) from station_cell")) == 6


def test_a_post_that_moves_is_attached_again_and_one_without_place_is_let_go(session: Session) -> None:
    edition(session, "AB", FIRST)
    posts(session, p=0, q=1)
    posts(session, p=1, q=None)
    assert attached(session) == {"p": ("G-B", 0)}


def test_a_post_that_goes_to_another_county_is_in_one_cell_only(session: Session) -> None:
    edition(session, "AB..", FIRST)
    other = replace(FIRST, area_code="621125")
    import_cells(session, cells("..CD", C="621125100001", D="621125100001"), other, unbounded=True)
    posts(session, p=0)
    assert attached(session) == {"p": ("G-A", 0)}
    posts(session, area="621125100001", p=2)
    assert attached(session) == {"p": ("G-C", 0)}
    assert session.scalar(text("select count(*) from station_cell")) == 1
    posts(session, p=0)
    assert attached(session) == {"p": ("G-A", 0)}
    assert session.scalar(text("select count(*) from station_cell")) == 1


def test_cells_far_from_their_posts_are_refused(session: Session) -> None:
    posts(session, p=0, near=4)
    with pytest.raises(ImportRefused) as refusal, session.begin_nested():
        edition(session, ".......AB", FIRST)
    # 6.5 squares of 0.01° (908.4 m at this latitude) west of A
    assert [f.line() for f in refusal.value.findings] == ["post: p: 5905 m outside the nearest cell, G-A"]


def test_coverage_names_the_cells_without_a_post(session: Session) -> None:
    edition(session, "AB", FIRST)
    posts(session, one=0.0, two=0.2)
    found = service.coverage(session, "621124", date(2026, 3, 1))
    assert [(cell.code, cell.posts) for cell in found.cells] == [("G-A", 2), ("G-B", 0)]
    assert [cell.code for cell in found.blank] == ["G-B"]
    assert found.rate == 0.5


def test_coverage_of_an_area_without_cells_is_refused(session: Session) -> None:
    with pytest.raises(NotFound):
        service.coverage(session, "621125", date(2026, 3, 1))
