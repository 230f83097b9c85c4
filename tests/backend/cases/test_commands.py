"""`zhitong cases moved`: what an edition brought into another cell, as a table that a spreadsheet reads."""

from __future__ import annotations

import csv
from io import StringIO

from click.testing import CliRunner
from flask import Flask

from backend.cases.commands import cases
from backend.settings import Settings
from tests.make import Maker
from tests.story import people, submit


def test_the_moved_ones_are_listed_by_number_and_counted_beside(make: Maker, app: Flask, settings: Settings) -> None:
    people(make)
    for former in ("null", "cell_id"):
        make.run(
            "insert into case_remap (case_id, edition_id, former_id, cell_id, area_code, hidden)"
            f" select id, (select min(id) from grid_edition), {former}, cell_id, area_code, hidden from cases where id = :id",
            id=submit(app)["id"],
        )
    edition = str(make.run("select min(id) from grid_edition"))
    told = CliRunner().invoke(cases, ["moved", "--edition", edition], obj=settings)
    cell = "621124100001001"
    first, second = (row[0] for row in make.rows("select number from cases order by number"))
    assert list(csv.reader(StringIO(told.stdout))) == [
        ["case", "former_cell", "cell"],
        [first, "", cell],
        [second, cell, cell],
    ]
    assert told.stderr == "2 open cases have another cell\n"
    none = CliRunner().invoke(cases, ["moved", "--edition", "999"], obj=settings)
    assert (none.stdout, none.stderr) == ("case,former_cell,cell\n", "0 open cases have another cell\n")
