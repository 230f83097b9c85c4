"""Importing bodies: all of a file or nothing, every bad row named."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.bodies import service
from backend.bodies.service import COLUMNS, OPTIONAL
from backend.db import Context, Database
from backend.imports.domain import ImportRefused
from backend.imports.service import read_table
from tests.backend.grid.drawn import write_csv
from tests.make import Maker

HEADER = "code,name,kind,area_code,phone,address,closed_on"
GOOD = ("SW,县水务局,department,621124,0932-1,,", "TJ,调委会,mediation_committee,621124100,,,2030-01-01")


def test_bodies_are_stored_once_and_serve_their_places(owner: Database, make: Maker, tmp_path: Path) -> None:
    make.counties()
    rows = read_table(write_csv(tmp_path / "b.csv", HEADER, *GOOD), COLUMNS, OPTIONAL)
    with owner.transaction(Context(service="import")) as session:
        assert service.import_bodies(session, rows).counts == {"bodies": 2, "added": 2, "changed": 0}
        assert service.import_bodies(session, rows).counts == {"bodies": 2, "added": 0, "changed": 0}
        assert [each.code for each in service.serving(session, "621124100001")] == ["TJ", "SW"], (
            "the nearest level first"
        )
        assert [each.code for each in service.serving(session, "621124101001")] == ["SW"]
        assert [each.code for each in service.serving(session, None, {"mediator"})] == ["TJ"]
        assert service.serving(session, "522702100001") == []


def test_every_bad_row_is_listed_and_none_stored(owner: Database, make: Maker, tmp_path: Path) -> None:
    make.counties()
    bad = ("?,甲,department,621124,,,", "X,,palace,999999,,,soon", "SW,乙,court,621124,,,")
    rows = read_table(write_csv(tmp_path / "b.csv", HEADER, *GOOD, *bad), COLUMNS, OPTIONAL)
    with owner.transaction(Context(service="import")) as session:
        with pytest.raises(ImportRefused) as refusal:
            service.import_bodies(session, rows)
        said = [f"{each.where}: {each.what.partition(',')[0]}" for each in refusal.value.findings]
    assert said == [
        "row 4: a code has up to 40 letters and digits", "row 5: has no name", "row 5: unknown kind 'palace'",
        "row 5: closed_on 'soon' is no day like 2026-11-21", "row 5: unknown area code '999999'",
        "row 6: duplicate code",
    ]  # fmt: skip
    assert make.run("select count(*) from body") == 0
