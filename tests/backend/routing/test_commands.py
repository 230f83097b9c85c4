"""`zhitong routing import`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from backend.routing.commands import routing
from backend.settings import Settings
from tests.backend.grid.drawn import write_csv
from tests.make import Maker

HEAD = "position,area_code,channel,category,body,days,weekdays,from_hour,until_hour,until_day,disabled"


def test_a_file_is_stored_whole_and_each_fault_is_told(make: Maker, settings: Settings, tmp_path: Path) -> None:
    make.counties()
    make.run("insert into body (code, name, kind, area_code) values ('SW', '县水务局', 'department', '621124')")

    def load(*rows: str) -> tuple[int, str]:
        told = CliRunner().invoke(routing, ["import", str(write_csv(tmp_path / "r.csv", HEAD, *rows))], obj=settings)
        return told.exit_code, told.output

    good = ("1,621124100,industry,land,SW,5,1 2 3,8,18,,", "2,621124,congress,,,,,,,,yes")
    code, said = load(*good)
    assert code == 0, said
    again, said = load(*good)
    assert again == 0 and make.run("select count(*) from audit_entry where action = 'routing.imported'") == 1, said
    assert load("2,621124,congress,,,,,,,,")[0] == 0
    rules = make.rows(
        "select position, category, body_id is null, days, weekdays, disabled, version from routing_rule order by 1"
    )
    assert rules == [(1, "land", False, 5, [1, 2, 3], False, 1), (2, None, True, None, None, False, 2)]

    code, said = load(
        "0,621124,industry,,,,,,,,", "3,999999,industry,,,,,,,,", "4,621124,both,,,,,,,,", "5,621124,industry,moon,,,,,,,",
        "6,621124,industry,,XX,,,,,,", "7,522702,industry,,SW,,,,,,", "8,621124,industry,,,,8,,,,", "9,621124,industry,,,,,8,,,",
        "10,621124,industry,,,,,,,2026-13-01,", "11,621124,industry,,,,,,,,", "11,621124100,industry,,,,,,,,",
    )  # fmt: skip
    assert code != 0
    assert [n for n in range(2, 13) if f"row {n}:" not in said] == [11], said
    assert make.run("select count(*) from routing_rule") == 2, "nothing of a bad file"
