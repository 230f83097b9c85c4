"""Many people at once: all of them, or nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.accounts import service
from backend.accounts.domain.sheet import COLUMNS, OPTIONAL
from backend.imports.domain import ImportRefused
from backend.imports.service import read_sheet
from tests.backend.accounts.lists import HEADER, csv
from tests.make import Maker

KEY = bytes(range(32))
TOWN = "621124100"


def run(make: Maker, path: Path, *rows: tuple[str, ...], dry_run: bool = False) -> list[service.GivenPassword]:
    """Import a list as the owner."""
    path.write_bytes(csv(HEADER, *rows))
    with make.owner.transaction() as session:
        table = read_sheet(path, COLUMNS, OPTIONAL)
        return service.import_people(session, table, KEY, taken=frozenset(), dry_run=dry_run)


def test_everybody_is_made_with_a_password_of_their_own(make: Maker, tmp_path: Path) -> None:
    people = [(f"人{n}", f"p{n}", "网格员、联络员", TOWN, "", "2099-12-31", "13912345678") for n in range(20)]
    assert run(make, tmp_path / "a.csv", *people, dry_run=True) == []
    assert make.run("select count(*) from account") == 0
    given = run(make, tmp_path / "a.csv", *people)
    assert len({each.password for each in given}) == 20
    assert make.run("select count(*) from account_role where until_day = '2099-12-31'") == 40
    assert make.login("p7", given[7].password).get("/api/me").get_json()["needs"] == "password"
    kept = make.rows("select phone_sealed from account")
    assert len({bytes(row[0]) for row in kept}) == 20 and not [row for row in kept if b"139" in bytes(row[0])]


def test_one_bad_row_and_nobody_is_made(make: Maker, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        run(make, tmp_path / "a.csv", ("好", "hao", "网格员", TOWN, "", "", ""), ("坏", "huai", "?", TOWN, "", "", ""))
    assert [(each.where, each.code) for each in refused.value.findings] == [("row 3", "huai")]
    with pytest.raises(ImportRefused, match="no row"):
        run(make, tmp_path / "b.csv")
    assert make.run("select count(*) from account") == 0
