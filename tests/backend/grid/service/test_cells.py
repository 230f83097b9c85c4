"""Importing an edition: each kind of fault is found, named and placed; nothing or all is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from shapely import MultiPolygon, Polygon, box
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.grid import service
from backend.grid.domain import Edition
from backend.imports.domain import Feature, Features, Finding, ImportRefused
from tests.backend.grid.drawn import AREAS, EAST, WEST, area_rows, cells, county, features
from tests.draw import NORTH, middle
from tests.draw import WEST as LEFT

FIRST = Edition("621124", "第一版", date(2026, 1, 1), "drawn", synthetic=True, attribution="")
SECOND = replace(FIRST, name="第二版", in_force_from=date(2026, 6, 1))


@pytest.fixture
def session(owner: Database):  # type: ignore[no-untyped-def]
    """A transaction of the owner."""
    with owner.transaction(Context(service="import")) as session:
        yield session


def found(session: Session, drawn: Features, edition: Edition = FIRST, *, unbounded: bool = False) -> list[Finding]:
    """Import in a savepoint and return what was found."""
    before = session.scalar(text("select count(*) from grid_cell"))
    with pytest.raises(ImportRefused) as refusal, session.begin_nested():
        service.import_cells(session, drawn, edition, unbounded=unbounded)
    assert session.scalar(text("select count(*) from grid_cell")) == before
    return refusal.value.findings


def refused(session: Session, drawn: Features, edition: Edition = FIRST, *, unbounded: bool = False) -> list[Finding]:
    """Import in a savepoint and return what was found; there is no cell before nor after."""
    findings = found(session, drawn, edition, unbounded=unbounded)
    assert session.scalar(text("select count(*) from grid_cell")) == 0
    return findings


def test_a_partition_is_stored_with_names(session: Session) -> None:
    county(session, "AB\nAC")
    drawn = cells("AB\nAC", B=EAST, C=EAST)
    drawn.features[1].properties["code"] = f"{EAST}002"
    drawn.features[2].properties.update({"name": "东街市场", "kind": "dedicated"})
    stored, prefix, outcome = service.import_cells(session, drawn, FIRST)
    assert (prefix, stored.cells, outcome.counts["households"]) == ("621124", 3, 1200)
    found = session.execute(text("select code, name, kind, area_code from grid_cell order by id")).all()
    assert [tuple(row) for row in found] == [
        ("G-A", "文峰社区G-A网格", "base", WEST),
        (f"{EAST}002", "东街村第2网格", "base", EAST),
        ("G-C", "东街市场", "dedicated", EAST),
    ]
    assert session.scalar(text("select action from audit_entry order by id desc limit 1")) == "cells.imported"


def test_a_gap_is_found_with_its_place_and_size(session: Session) -> None:
    county(session, "ABC")
    (gap,) = refused(session, cells("A.C"))
    assert "gap to the outline of 621124" in gap.what
    assert gap.at == pytest.approx((middle(1, 0).x, middle(1, 0).y), abs=1e-6)
    assert "1007914.7 m²" in gap.what  # 0.01° x 0.01° at 35.4° N: 1,109.6 m by 908.4 m


def test_every_gap_is_found(session: Session) -> None:
    county(session, "ABCDE")
    assert len(refused(session, cells("A.C.E"))) == 2


def test_an_overlap_names_both(session: Session) -> None:
    county(session, "AB")
    drawn = features({"A": {"code": "G-A", "area_code": WEST, "households": 1}}, "AA")
    second = features({"B": {"code": "G-B", "area_code": WEST, "households": 1}}, ".B").features[0]
    findings = refused(session, Features([*drawn.features, replace(second, index=1)], "EPSG:4326"))
    assert [(f.where, f.code) for f in findings] == [("feature 0", "G-A")]
    assert "overlaps feature 1 (G-B)" in findings[0].what
    assert findings[0].at == pytest.approx((middle(1, 0).x, middle(1, 0).y), abs=1e-6)


def test_a_cell_within_another_is_an_overlap(session: Session) -> None:
    county(session, "AAA\nAAA\nAAA")
    drawn = [*cells("AAA\nAAA\nAAA").features, replace(cells("...\n.B.\n...").features[0], index=1)]
    assert "overlaps feature 1" in refused(session, Features(drawn, "EPSG:4326"))[0].what


def test_a_cell_over_the_outline_is_found(session: Session) -> None:
    county(session, "AB.")
    (over,) = refused(session, cells("ABC"))
    assert (over.where, over.code) == ("feature 2", "G-C")
    assert "outside the outline of 621124" in over.what
    assert over.at == pytest.approx((middle(2, 0).x, middle(2, 0).y), abs=1e-6)


def test_an_invalid_polygon_is_found_with_reason_and_place_and_hides_no_other_fault(session: Session) -> None:
    county(session, "ABCD")
    x, y, d = LEFT, NORTH, 0.01
    bow_tie = MultiPolygon([Polygon([(x, y), (x + d, y - d), (x + d, y), (x, y - d), (x, y)])])
    good = cells(".B.D").features
    bad = Feature(0, {"code": "G-A", "area_code": WEST, "households": 1}, bow_tie)
    findings = refused(session, Features([bad, *(replace(f, index=n) for n, f in enumerate(good, 1))], "EPSG:4326"))
    assert findings[0].what == "invalid geometry: Self-intersection"
    assert findings[0].at == pytest.approx((x + d / 2, y - d / 2))
    assert ["gap" in f.what for f in findings[1:]] == [True]
    assert findings[1].at == pytest.approx((middle(2, 0).x, middle(2, 0).y), abs=1e-6)


def test_every_bad_property_is_listed(session: Session) -> None:
    county(session, "ABCDEFHIJK")
    drawn = cells("ABCDEFHIJK", B="621199100001", C="621125100001")
    drawn.features[0].properties["households"] = "400"
    drawn.features[3].properties["code"] = "G-A"
    drawn.features[4].properties.pop("code")
    drawn.features[5].properties.update({"kind": "round", "households": True, "area_code": None})
    drawn.features[6].properties.update({"kind": 7, "name": 5})
    drawn.features[7].properties["name"] = "x" * 101
    drawn.features[8].properties["name"] = "东街\x1b[2J"
    drawn.features[9].properties.update({"kind": ["base"], "area_code": "\ud800", "name": None})
    lines = [f"{f.where}: {f.what}" for f in refused(session, drawn)]
    assert lines == [
        "feature 0: households '400' is no whole number from 0 to 100000",
        "feature 1: unknown area code 621199100001",
        "feature 2: its area 621125100001 is not in 621124",
        "feature 3: duplicate code, also feature 0",
        "feature 4: property code is missing or not of up to 40 letters and digits",
        "feature 5: property area_code is missing",
        "feature 5: households True is no whole number from 0 to 100000",
        "feature 5: unknown kind 'round', known are base, dedicated",
        "feature 6: unknown kind 7, known are base, dedicated",
        "feature 6: name is no text",
        "feature 7: name has 101 characters, at most 100 are taken",
        "feature 8: name holds a character that cannot be shown",
        "feature 9: property area_code is missing",
        "feature 9: unknown kind ['base'], known are base, dedicated",
    ]


def test_rounding_below_the_tolerance_is_no_gap(session: Session) -> None:
    county(session, "AB")
    drawn = cells("AB")
    shaved = drawn.features[1].geometry.buffer(-1e-13, join_style="mitre")
    assert 0 < drawn.features[1].geometry.difference(shaved).area < 1e-8 * 2e-4
    drawn.features[1] = replace(drawn.features[1], geometry=MultiPolygon([shaved]))
    assert service.import_cells(session, drawn, FIRST)[0].cells == 2


def test_slivers_that_are_nothing_each_and_much_together_are_found(session: Session) -> None:
    service.import_areas(session, area_rows(), Features([_strip(0, 60, "621124")], "EPSG:4326"))
    good = [_strip(n, n + 1, f"G{n}") for n in range(60)]
    wide = [replace(f, geometry=MultiPolygon([f.geometry.geoms[0].union(box(*_edge(f)))])) for f in good]
    assert [f.what.split(",")[0] for f in refused(session, Features(wide, "EPSG:4326"))] == ["overlap by slivers"]
    assert service.import_cells(session, Features(good, "EPSG:4326"), FIRST)[0].cells == 60


def _strip(start: int, end: int, code: str) -> Feature:
    """Return a feature from column `start` to `end` of a row."""
    shape = MultiPolygon([box(LEFT + start * 0.01, NORTH - 0.01, LEFT + end * 0.01, NORTH)])
    return Feature(start, {"code": code, "area_code": WEST, "households": 1}, shape)


def _edge(feature: Feature) -> tuple[float, float, float, float]:
    """Return the 0.1 mm along its eastern edge, beyond it."""
    _, south, east, north = feature.geometry.bounds
    return east, south, east + 1e-9, north


def test_an_unknown_area_is_refused(session: Session) -> None:
    county(session, "A")
    (finding,) = refused(session, cells("A"), replace(FIRST, area_code="621199"))
    assert "unknown area code" in finding.what


def test_an_area_with_nothing_to_hold_it_against_is_taken_only_when_told_so(session: Session) -> None:
    service.import_areas(session, area_rows())
    assert [(f.where, f.what.split(",")[0]) for f in refused(session, cells("A.C"))] == [
        ("--area", "has no outline and no cells before it")
    ]
    outcome = service.import_cells(session, cells("A.C"), FIRST, unbounded=True)[2]
    assert outcome.notes == ["621124 has no outline: gaps were not looked for, kept inside no other"]


def test_a_township_without_outline_is_held_against_the_county_and_the_cells_before_it(session: Session) -> None:
    county(session, "ABCD")
    town = replace(SECOND, area_code="621124100")
    assert [f.what.split(":")[0] for f in refused(session, cells("....E"), town)] == [
        "has no outline and no cells before it, so gaps cannot be seen",
        "lies outside the outline of 621124",
    ]
    assert ["outside" in f.what for f in refused(session, cells("....E"), town, unbounded=True)] == [True]
    neighbour = "621124101"
    service.import_areas(
        session,
        area_rows((*AREAS, (neighbour, "邻镇", "town", "621124"), (f"{neighbour}001", "村", "village", neighbour))),
    )
    service.import_cells(session, cells("ABCD", D=f"{neighbour}001"), FIRST)
    (gap,) = found(session, cells("EF."), town)
    assert gap.what == "gap to the ground of the 3 cells before it: 1007914.7 m²"
    assert gap.at == pytest.approx((middle(2, 0).x, middle(2, 0).y), abs=1e-6)
    assert {f.what.split(":")[0] for f in found(session, cells("EEFG"), town)} == {"overlaps G-D of another area"}
    outcome = service.import_cells(session, cells("EEF"), town)[2]
    note, *changes = outcome.notes
    assert [change.partition(" -> ")[0] for change in changes] == [
        "cell G-A: merged",
        "cell G-B: merged",
        "cell G-C: kept",
    ]
    assert "gaps were looked for against the ground of the 3 cells before it, kept inside the outline of 621124" in note


def test_what_could_not_be_read_hides_no_other_fault_and_is_no_gap(session: Session) -> None:
    county(session, "ABCD")
    drawn = cells("A..D").features
    drawn[1].properties.update(area_code="621199100001")
    meant = features({"B": {}}, ".B..").features[0].geometry.convex_hull
    unread = Feature(2, {"code": "G-A", "area_code": WEST, "households": 1}, MultiPolygon(), meant)
    read = Features([*drawn, unread], "EPSG:4326", [Finding("feature 2", "G-A", "has a ring that is not closed")])
    assert [(f.where, f.what.split(":")[0]) for f in refused(session, read)] == [
        ("feature 2", "has a ring that is not closed"),
        ("feature 1", "unknown area code 621199100001"),
        ("feature 2", "duplicate code, also feature 0"),
        ("gap", "gap to the outline of 621124"),
    ]


def test_the_same_edition_twice_is_refused_and_an_earlier_one_too(session: Session) -> None:
    county(session, "AB")
    service.import_cells(session, cells("AB"), FIRST)
    for edition, what in (
        (FIRST, "imported already"),
        (replace(FIRST, name="other"), "must come into force later"),
        (replace(SECOND, in_force_from=date(2025, 1, 1)), "must come into force later"),
        (replace(SECOND, name=FIRST.name), "imported already"),
    ):
        with pytest.raises(ImportRefused, match=what), session.begin_nested():
            service.import_cells(session, cells("AB"), edition)


def test_a_new_edition_ends_the_former_cells_on_its_first_day(session: Session) -> None:
    county(session, "AB")
    first, *_ = service.import_cells(session, cells("AB"), FIRST)
    second, *_ = service.import_cells(session, cells("CD"), SECOND)
    assert second.ended == (first.id,)
    place = middle(0, 0)
    for day, code in (
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "G-A"),
        (date(2026, 5, 31), "G-A"),
        (date(2026, 6, 1), "G-C"),
    ):
        cell = service.cell_at(session, place.x, place.y, day)
        assert (cell.code if cell else None) == code
    assert session.scalar(text("select in_force_to from grid_edition where id = :id"), {"id": first.id}) == date(
        2026, 6, 1
    )


def test_what_became_of_each_cell_is_recorded_with_its_shares(session: Session) -> None:
    """A is split, B and C are merged, D takes a part of E, F stays, H has another code."""
    county(session, "AABBCCDDEEFH")
    service.import_cells(session, cells("AABBCCDDEEFH"), FIRST)
    edition, _, outcome = service.import_cells(session, cells("PQMMMMDDDEFI"), SECOND)
    found = session.execute(text(
        "select former_code, code, kind, round(share_of_former::numeric, 3)::float, round(share_of_cell::numeric, 3)::float"
        " from cell_change where edition_id = :id order by former_code, code"
    ), {"id": edition.id}).all()  # fmt: skip
    assert [tuple(row) for row in found] == [
        ("G-A", "G-P", "split", 0.5, 1.0), ("G-A", "G-Q", "split", 0.5, 1.0),
        ("G-B", "G-M", "merged", 1.0, 0.5), ("G-C", "G-M", "merged", 1.0, 0.5),
        ("G-D", "G-D", "redrawn", 1.0, 0.667), ("G-E", "G-D", "redrawn", 0.5, 0.333), ("G-E", "G-E", "redrawn", 0.5, 1.0),
        ("G-F", "G-F", "kept", 1.0, 1.0), ("G-H", "G-I", "kept", 1.0, 1.0),
    ]  # fmt: skip
    counts = {name: count for name, count in outcome.counts.items() if name.startswith("cells ")}
    assert counts == {"cells split": 1, "cells merged": 2, "cells redrawn": 2, "cells kept": 2}
    assert [note for note in outcome.notes if note.startswith("cell ")] == [
        "cell G-A: split -> G-P 50.0%, G-Q 50.0%",
        "cell G-B: merged -> G-M 100.0%",
        "cell G-C: merged -> G-M 100.0%",
        "cell G-D: redrawn -> G-D 100.0%",
        "cell G-E: redrawn -> G-D 50.0%, G-E 50.0%",
        "cell G-H: kept -> G-I 100.0%",
    ]


def test_what_rounding_moves_is_no_change(session: Session) -> None:
    county(session, "AB")
    service.import_cells(session, cells("AB"), FIRST)
    drawn = cells("AB")
    for n, feature in enumerate(drawn.features):
        rounded = MultiPolygon([feature.geometry.geoms[0].buffer(1e-12 * (-1) ** n, join_style="mitre")])
        drawn.features[n] = replace(feature, geometry=rounded)
    edition, *_ = service.import_cells(session, drawn, SECOND)
    found = session.execute(
        text("select former_code, code, kind from cell_change where edition_id = :id"), {"id": edition.id}
    )
    assert sorted(tuple(row) for row in found) == [("G-A", "G-A", "kept"), ("G-B", "G-B", "kept")]


def test_cells_of_another_area_in_the_way_are_found(session: Session) -> None:
    service.import_areas(session, area_rows())
    service.import_cells(session, cells("AB"), FIRST, unbounded=True)
    neighbour = replace(FIRST, area_code="621125")
    with pytest.raises(ImportRefused) as refusal, session.begin_nested():
        service.import_cells(session, cells(".BC", B="621125100001", C="621125100001"), neighbour, unbounded=True)
    assert [f.what.split(":")[0] for f in refusal.value.findings] == [
        "overlaps G-B of another area",
        "the code is in use in 621124100001",
    ]
