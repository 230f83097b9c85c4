"""`zhitong bodies`: import and appoint."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from backend.bodies.commands import bodies
from backend.settings import Settings
from tests.backend.grid.drawn import write_csv
from tests.make import Maker


def test_a_file_is_stored_whole_and_people_are_appointed(make: Maker, settings: Settings, tmp_path: Path) -> None:
    make.counties()
    make.account("xin")
    file = write_csv(tmp_path / "b.csv", "code,name,kind,area_code", "SW,县水务局,department,621124")
    told = [
        CliRunner().invoke(bodies, words, obj=settings).exit_code
        for words in (
            ["import", "--dry-run", str(file)], ["import", str(file)], ["appoint", "xin", "SW", "--until", "2030-01-01"],
            ["appoint", "xin", "NONE"],
        )
    ]  # fmt: skip
    assert told == [0, 0, 0, 1]
    assert make.rows("select until_day::text from body_member") == [("2030-01-01",)]
