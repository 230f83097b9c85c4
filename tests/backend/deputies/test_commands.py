"""`zhitong deputies import`: a file is checked first and stored as a whole."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from backend.deputies.commands import deputies
from backend.settings import Settings
from tests.backend.grid.drawn import write_csv
from tests.make import Maker

HEADER = "code,name,level,area_code,station_code"


def test_a_dry_run_stores_nothing_a_bad_file_neither_and_a_good_one_all(
    make: Maker, settings: Settings, tmp_path: Path
) -> None:
    make.counties()
    good = write_csv(tmp_path / "good.csv", HEADER, "D1,甲,county,621124,LT", "D2,乙,town,621124100,")
    bad = write_csv(tmp_path / "bad.csv", HEADER, "D1,甲,county,621124,LT", "D2,乙,emperor,621124100,")
    told = []
    for words in (["--dry-run", str(good)], [str(bad)], [str(good)]):
        done = CliRunner().invoke(deputies, ["import", *words], obj=settings)
        told.append((done.exit_code, make.run("select count(*) from deputy")))
        last = done.stdout.splitlines()[-1:]
    assert told == [(0, 0), (1, 0), (0, 2)]
    assert last == ["2 deputies, 2 added, 0 changed, 0 placed"]
