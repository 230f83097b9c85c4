"""The demo counties, imported by the command line as an office would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from backend.cli import main
from backend.db import Database
from backend.settings import Settings

GIS = Path(__file__).parents[3] / "gis_data"
CELLS = ("--in-force-from", "2025-01-01", "--edition", "2025年版", "--source", "合成", "--synthetic")
Zhitong = Callable[..., Result]


@pytest.fixture
def zhitong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Zhitong:
    """Run `zhitong …` on the test's database."""
    monkeypatch.setattr(Settings, "from_environment", classmethod(lambda _cls: settings))

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)

    return run


def rows(owner: Database, sql: str) -> Sequence[object]:
    """Return the rows of a query as the owner."""
    with owner.transaction() as session:
        return [tuple(row) for row in session.execute(text(sql))]


def test_the_demo_counties_are_complete(zhitong: Zhitong, owner: Database) -> None:
    answers = [
        zhitong("areas", "import", GIS / "areas.csv", "--outlines", GIS / "outlines.geojson"),
        zhitong("cells", "import", GIS / "cells_621124.geojson", "--area", "621124", *CELLS),
        zhitong("cells", "import", GIS / "cells_522702.geojson", "--area", "522702", *CELLS),
        zhitong("stations", "import", GIS / "stations.csv", "--crs", "cgcs2000"),
        zhitong("deputies", "import", GIS / "deputies.csv"),
    ]
    assert [answer.exit_code for answer in answers] == [0] * 5, [answer.output for answer in answers]
    print([a.output for a in answers])
