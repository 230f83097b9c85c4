"""Importing areas and outlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from shapely import MultiPolygon, Polygon
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.grid import service
from backend.grid.domain import Edition
from backend.imports.domain import Feature, Features, Finding, ImportRefused
from tests.backend.grid.drawn import AREAS, area_rows, cells, features, outline


@pytest.fixture
def session(owner: Database):  # type: ignore[no-untyped-def]
    """A transaction of the owner."""
    with owner.transaction(Context(service="import")) as session:
        yield session


def refused(session: Session, rows: tuple[tuple[str, ...], ...], outlines: Features | None = None) -> list[str]:
    """Import in a savepoint and return what was found."""
    before = session.execute(text("select code, name, st_astext(geom) from area order by code")).all()
    with pytest.raises(ImportRefused) as refusal, session.begin_nested():
        service.import_areas(session, area_rows(rows), outlines)
    assert session.execute(text("select code, name, st_astext(geom) from area order by code")).all() == before
    return [finding.line() for finding in refusal.value.findings]


def test_a_tree_is_stored_whatever_the_order_and_repeating_changes_nothing(session: Session) -> None:
    rows = area_rows(tuple(reversed(AREAS)))
    first = service.import_areas(session, rows, outline("621124", "AB"))
    assert first.counts == {"areas": 9, "added": 9, "changed": 0, "outlines changed": 1}
    again = service.import_areas(session, rows, outline("621124", "AB"))
    assert again.counts == {"areas": 9, "added": 0, "changed": 0, "outlines changed": 0}
    assert session.scalar(text("select count(*) from audit_entry where action = 'areas.imported'")) == 1
    assert [a.code for a in service.areas_up(session, "621124100002", date(2026, 1, 1))] == [
        "621124100002", "621124100", "621124", "621100", "620000",
    ]  # fmt: skip


def test_a_new_name_keeps_the_old_one_as_alias(session: Session) -> None:
    service.import_areas(session, area_rows())
    changed = (*AREAS[:2], ("621124", "临洮市", "county", "621100", "short_name:临洮|old_code:622425"), *AREAS[3:])
    assert service.import_areas(session, area_rows(changed)).counts["changed"] == 1
    found = session.execute(text("select alias, kind from area_alias where area_code = '621124' order by alias")).all()
    assert sorted(tuple(row) for row in found) == [
        ("622425", "old_code"),
        ("临洮", "short_name"),
        ("临洮县", "old_name"),
    ]


def test_every_bad_row_is_listed(session: Session) -> None:
    lines = refused(
        session,
        (
            ("620000", "甘肃省", "province", ""),
            ("621100", "定西市", "city", "629999"),
            ("62112", "临洮县", "county", "621100"),
            ("621124", "", "county", "621100"),
            ("621124", "临洮县", "county", "621100"),
            ("621125100", "武阳镇", "town", "621124"),
            ("621124100", "洮阳镇", "village", "621124"),
            ("621126", "岷县", "shire", "621100"),
            ("621127", "某县", "county", ""),
            ("621128", "某县", "county", "621124"),
            ("621129", "某县", "county", "621100", "nick:某"),
        ),
    )
    found = {line.split(":")[0]: line for line in lines}
    assert "unknown parent code 629999" in found["row 3"]
    assert "six, nine or twelve digits" in lines[0]
    assert "has no name" in found["row 5"]
    assert "duplicate code, also in row 5" in found["row 6"]
    assert "does not begin with the code of its parent" in found["row 7"]
    assert "a village has 12 digits" in found["row 8"]
    assert "unknown level 'shire'" in found["row 9"]
    assert "every other area has one" in found["row 10"]
    assert "not above a county" in found["row 11"]
    assert "is not kind:alias" in found["row 12"]


def test_days_are_checked(session: Session) -> None:
    rows = area_rows((("620000", "甘肃省", "province", ""),))
    rows[0].cells.update(valid_from="2026-02-30", valid_to="20260301")
    with pytest.raises(ImportRefused, match=r"(?s)valid_from.*valid_to"):
        service.import_areas(session, rows)
    rows[0].cells.update(valid_from="2026-03-01", valid_to="2026-03-01")
    with pytest.raises(ImportRefused, match="not after"):
        service.import_areas(session, rows)


def test_bad_outlines_are_listed_and_nothing_is_stored(session: Session) -> None:
    x, y = 103.9, 35.3
    bow_tie = MultiPolygon([Polygon([(x, y), (x + 1, y + 1), (x + 1, y), (x, y + 1), (x, y)])])
    drawn = [
        *features({"A": {"code": "621100"}}, "AA.").features,
        Feature(1, {"code": "621124"}, features({"A": {}}, "AAA").features[0].geometry),
        Feature(2, {"code": "621125"}, features({"A": {}}, ".A.").features[0].geometry),
        Feature(3, {"code": "621199"}, features({"A": {}}, "A..").features[0].geometry),
        Feature(4, {"code": "621125"}, features({"A": {}}, ".A.").features[0].geometry),
        Feature(5, {"name": "x"}, features({"A": {}}, ".A.").features[0].geometry),
        Feature(6, {"code": "620000"}, bow_tie),
    ]
    lines = refused(session, AREAS, Features(drawn, "EPSG:4326"))
    whats = [line.split(": ", 2)[0] + " " + line.split(": ", 2)[2] for line in lines]
    assert any(w.startswith("feature 4 duplicate code, also feature 2") for w in whats)
    assert any(w.startswith("feature 5 property code is missing") for w in whats)
    assert any(w.startswith("feature 3 no area has this code") for w in whats)
    assert any(w.startswith("feature 6 invalid geometry: Self-intersection") for w in whats)
    assert any(w.startswith("feature 1 lies outside the outline of 621100") for w in whats)
    assert any(w.startswith("feature 1 overlaps 621125") for w in whats)


def test_an_outline_may_not_leave_out_what_is_stored_below_it(session: Session) -> None:
    town = ("621124100", "洮阳镇", "town", "621124")
    service.import_areas(session, area_rows(), outline("621124", "AABB"))
    service.import_areas(session, area_rows(), outline("621124100", "AA.."))
    # the city has no outline: the county counts as its nearest below, and the township below the county is not asked twice
    lines = refused(session, (*AREAS[:1], AREAS[1]), outline("621100", "A"))
    assert ["m² of 621124, which lies below it" in line for line in lines] == [True]
    (line,) = refused(session, AREAS[:3], outline("621124", "A.AA"))
    assert (
        line == "feature 0: 621124: leaves out 1007914.7 m² of 621124100, which lies below it at 103.815000, 35.395000"
    )
    both = Features(
        [*outline("621124", "A.AA").features, replace(outline("621124100", "A").features[0], index=1)], "EPSG:4326"
    )
    assert service.import_areas(session, area_rows((*AREAS[:3], town)), both).counts["outlines changed"] == 2


def test_an_outline_may_not_leave_out_cells_but_a_new_generation_may(session: Session) -> None:
    service.import_areas(session, area_rows(), outline("621124", "AABB"))
    service.import_cells(
        session, cells("ABCD"), Edition("621124", "一", date(2026, 1, 1), "x", synthetic=True, attribution="")
    )
    (line,) = refused(session, AREAS[:3], outline("621124", "AA"))
    assert "feature 0: 621124: leaves out 2015829.4 m² of 2 of its cells" in line
    assert (
        service.import_areas(session, area_rows(AREAS[:3]), outline("621124", "AABBB")).counts["outlines changed"] == 1
    )
    new = area_rows((AREAS[2], AREAS[2]))
    new[0].cells.update(valid_from="2000-01-01", valid_to="2031-01-01")
    new[1].cells.update(valid_from="2031-01-01")
    assert service.import_areas(session, new, outline("621124", "AA")).counts["outlines changed"] == 1
    later = Edition("621124", "二", date(2031, 1, 1), "x", synthetic=True, attribution="")
    assert service.import_cells(session, cells("EF"), later)[0].cells == 2


def test_faulty_rows_hide_no_faulty_outline(session: Session) -> None:
    rows = area_rows(
        (
            *AREAS,
            ("621126", "", "county", "621100"),
            ("621126100", "x" * 101, "town", "621126"),
            ("621128", "\x07", "county", "621100"),
        )
    )
    rows.findings.append(Finding("row 20", "621127", "3 cells, the header has 4"))
    bad = [*outline("621124", "A").features, Feature(1, {"code": "621125"}, outline("x", "A").features[0].geometry)]
    bad += [
        Feature(2, {"code": code}, outline("x", "....A").features[0].geometry)
        for code in ("621126", "621127", "621199")
    ]
    bad = [replace(feature, index=n) for n, feature in enumerate(bad)]
    unread = Finding("feature 9", "621100", "has a ring that is not closed")
    with pytest.raises(ImportRefused) as refusal:
        service.import_areas(session, rows, Features(bad, "EPSG:4326", [unread]))
    assert sorted(f"{f.where}: {f.what.split(':')[0]}" for f in refusal.value.findings) == [
        "feature 0: overlaps 621125",
        "feature 4: no area has this code",
        "feature 9: has a ring that is not closed",
        "row 11: has no name",
        "row 12: name has 101 characters, at most 100 are taken",
        "row 13: name holds a character that cannot be shown",
        "row 20: 3 cells, the header has 4",
    ]
    # nothing is left of it, though whoever called goes on in the same transaction
    assert session.scalar(text("select count(*) from area")) == 0
    long = area_rows((("620000", "甘肃省", "province", "", f"short_name:{'x' * 101}|old_name:a\x1bb"),))
    with pytest.raises(ImportRefused, match=r"(?s)alias has 101.*alias holds a character"):
        service.import_areas(session, long)
