"""Importing and looking up deputies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.db import Context, Database
from backend.deputies import service
from backend.deputies.queries import Wanted
from backend.deputies.service import COLUMNS, OPTIONAL
from backend.imports.domain import ImportRefused
from backend.imports.service import read_table
from tests.backend.grid.drawn import write_csv
from tests.make import Maker

HEADER = "code,name,level,area_code,station_code,term_to"
GOOD = ("D1,甲,county,621124,LT,2027-12-31", "D2,乙,town,621124100,,")


def test_deputies_are_stored_once_and_found(owner: Database, make: Maker, tmp_path: Path) -> None:
    make.counties()
    rows = read_table(write_csv(tmp_path / "d.csv", HEADER, *GOOD), COLUMNS, OPTIONAL)
    with owner.transaction(Context(service="import")) as session:
        assert service.import_deputies(session, rows).counts == {"deputies": 2, "added": 2, "changed": 0, "placed": 0}
        assert service.import_deputies(session, rows).counts == {"deputies": 2, "added": 0, "changed": 0, "placed": 0}
        one, station = session.execute(
            text("select d.id, s.id from deputy d, station s where d.code = 'D1' and s.code = 'LT'")
        ).one()
        found = service.get(session, one)
        assert found is not None
        assert (found.code, found.name, found.level, found.area_code) == ("D1", "甲", "county", "621124")
        assert (found.station_id, found.account_id, found.term_to) == (station, None, date(2027, 12, 31))
        assert service.get(session, one + 1000) is None


def test_every_bad_row_is_listed_and_none_stored(owner: Database, make: Maker, tmp_path: Path) -> None:
    make.counties()
    bad = ("D5,x,county", "?,x,county,621124,,", "D3,,emperor,621199,NOPE,soon", "D1,x,county,621124,,")
    rows = read_table(write_csv(tmp_path / "d.csv", HEADER, *GOOD, *bad), COLUMNS, OPTIONAL)
    with owner.transaction(Context(service="import")) as session:
        with pytest.raises(ImportRefused) as refusal:
            service.import_deputies(session, rows)
        assert [f"{f.where}: {f.what}" for f in refusal.value.findings] == [
            "row 4: 3 cells, the header has 6",
            "row 5: a code has up to 40 letters and digits",
            "row 6: has no name",
            "row 6: unknown level 'emperor', known are national, province, city, county, town, street_council",
            "row 6: term_to 'soon' is no day like 2026-11-21",
            "row 6: unknown area code '621199'",
            "row 6: unknown station code 'NOPE'",
            "row 7: duplicate code, also in row 2",
        ]
        assert session.scalar(text("select count(*) from deputy")) == 0


def test_a_file_places_deputies_in_groups_and_cells_once(owner: Database, make: Maker, tmp_path: Path) -> None:
    make.counties()
    header = f"{HEADER},group_code,group_name,cells"
    good = "D1,甲,town,621124100,LT-WF,,G1,第一小组,621124100001001；621124100002001"
    rows = read_table(
        write_csv(tmp_path / "d.csv", header, good, "D2,乙,town,621124100,LT-WF,,G1,第一小组,"), COLUMNS, OPTIONAL
    )
    bad = "D3,丙,town,621124100,,,G1,别的小组,999"
    with owner.transaction(Context(service="import")) as session:
        assert service.import_deputies(session, rows).counts["placed"] == 4
        assert service.import_deputies(session, rows).counts["placed"] == 0
        (one, two) = service.listed(session, Wanted(prefix="621124100"), after=0, most=9)
        assert [each["name"] for each in one.places] == ["第一小组", "文峰社区1格", "东街社区1格"]
        assert [each.code for each in service.listed(session, Wanted(cell="621124100002001"), after=0, most=9)] == [
            "D1"
        ]
        assert [home.groups[0]["members"] for home in service.homes(session, "621124100001") if home.groups] == [2]
        assert service.levels(session, "621124") == {"town": 2} and two.code == "D2"
        with pytest.raises(ImportRefused) as refusal:
            service.import_deputies(
                session, read_table(write_csv(tmp_path / "b.csv", header, good, bad), COLUMNS, OPTIONAL)
            )
        assert [each.what for each in refusal.value.findings] == [
            "a group has a name and a station", "unknown cell code '999'", "group 'G1' has another name or station in an earlier row",
        ]  # fmt: skip
