"""The demo counties imported by the command line as an office would; refusals, dry runs, kills."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import signal
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.cli import main
from backend.db import Database
from backend.grid.domain import Edition
from backend.grid.service import import_cells, lock_imports
from backend.imports.domain import Outcome, Step
from backend.imports.service import console, run
from backend.settings import Settings
from backend.stations.service import reattach
from tests.backend.grid.drawn import EAST, area_rows, cells, outline, write_csv, write_geojson

GIS = Path(__file__).parents[3] / "gis_data"
CELLS = ("--in-force-from", "2025-01-01", "--edition", "2025年版", "--source", "合成", "--synthetic")
Zhitong = Callable[..., Result]
# Where an import writes, in the order in which it comes there; ZHITONG_KILLS=6 kills it at each.
WRITES = ("grid_edition", "station_cell", "procrastinate_jobs", "grid_cell", "cell_change", "audit_entry")
KILLS = int(os.environ.get("ZHITONG_KILLS", "3"))


@pytest.fixture
def zhitong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Zhitong:
    """Run `zhitong …` on the test's database."""
    monkeypatch.setattr(Settings, "from_environment", classmethod(lambda _cls: settings))

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)

    return run


def rows(owner: Database, sql: str) -> Sequence[tuple[object, ...]]:
    """Return the rows of a query as the owner."""
    with owner.transaction() as session:
        return [tuple(row) for row in session.execute(text(sql))]


def stored(owner: Database) -> tuple[object, ...]:
    """Return how many areas, editions, cells, stations, attachments and audit entries there are."""
    tables = ("area", "grid_edition", "grid_cell", "station", "station_cell", "audit_entry")
    return rows(owner, "select " + ", ".join(f"(select count(*) from {table})" for table in tables))[0]


def drawn_county(zhitong: Zhitong, folder: Path) -> None:
    """Import 临洮县 as two squares."""
    lines = [",".join(row.cells[name] for name in ("code", "name", "level", "parent_code")) for row in area_rows()]
    table = write_csv(folder / "areas.csv", "code,name,level,parent_code", *lines)
    shape = write_geojson(folder / "outlines.geojson", outline("621124", "AB"))
    assert zhitong("areas", "import", table, "--outlines", shape).exit_code == 0


def test_the_demo_counties_are_complete(zhitong: Zhitong, owner: Database) -> None:
    answers = [
        zhitong("areas", "import", GIS / "areas.csv", "--outlines", GIS / "outlines.geojson"),
        zhitong("cells", "import", GIS / "cells_621124.geojson", "--area", "621124", *CELLS),
        zhitong("cells", "import", GIS / "cells_522702.geojson", "--area", "522702", *CELLS),
        zhitong("stations", "import", GIS / "stations.csv", "--crs", "cgcs2000"),
        zhitong("deputies", "import", GIS / "deputies.csv"),
    ]
    assert [answer.exit_code for answer in answers] == [0] * 5, [answer.output for answer in answers]
    assert rows(owner, "select left(code, 6), level, count(*) from area where level in ('town', 'village') group by 1, 2 order by 1, 2") == [
        ("522702", "town", 8), ("522702", "village", 87), ("621124", "town", 18), ("621124", "village", 335),
    ]  # fmt: skip
    assert rows(owner, "select left(area_code, 6), count(*), sum(households) from grid_cell group by 1 order by 1") == [
        ("522702", 270, 107934), ("621124", 411, 176356),
    ]  # fmt: skip
    # every cell names its village, every post stands in a cell of its own village
    assert rows(
        owner,
        "select count(*) from grid_cell c left join area a on a.code = c.area_code and a.level = 'village' where a.code is null",
    ) == [(0,)]
    posts = rows(owner, "select count(*), count(*) filter (where s.area_code = c.area_code and l.distance_m = 0)"
                        " from station s left join station_cell l on l.station_id = s.id left join grid_cell c on c.id = l.cell_id"
                        " where s.kind = 'collection_post'")  # fmt: skip
    assert posts == [(151, 151)]
    assert rows(owner, "select kind, count(*) from station where area_code like '522702%' and kind <> 'collection_post' group by 1 order by 1") == [
        ("contact_point", 1), ("workstation", 6),
    ]  # fmt: skip
    assert rows(owner, "select count(*) from station where kind = 'liaison_point'") == [(18,)]
    assert rows(owner, "select distinct attribution from grid_edition") == [
        ("网格为合成数据，不作为法定界线·底图GS(2024)0650号",)
    ]


def test_a_faulty_file_is_refused_as_a_whole_and_every_fault_is_told(
    zhitong: Zhitong, owner: Database, tmp_path: Path
) -> None:
    drawn_county(zhitong, tmp_path)
    before = stored(owner)
    drawn = cells("A.C", C="621199100001")
    drawn.features[0].properties["households"] = -1
    answer = zhitong("cells", "import", write_geojson(tmp_path / "c.geojson", drawn), "--area", "621124", *CELLS)
    assert answer.exit_code == 1
    for part in ("feature 0: G-A: households -1", "feature 1: G-C: unknown area code 621199100001",
                 "feature 1: G-C: lies outside the outline of 621124", "gap: -: gap to the outline of 621124", "4 found, nothing is stored"):  # fmt: skip
        assert part in answer.output
    assert stored(owner) == before


def test_unnamed_system_bad_options_and_missing_files(zhitong: Zhitong, owner: Database, tmp_path: Path) -> None:
    drawn_county(zhitong, tmp_path)
    before = stored(owner)
    nameless = write_geojson(tmp_path / "c.geojson", cells("AB"), crs=None)
    answer = zhitong("cells", "import", nameless, "--area", "621124", *CELLS)
    assert (answer.exit_code, "never guessed" in answer.output) == (1, True)
    assert zhitong("cells", "import", nameless, "--area", "621124", "--crs", "mars", *CELLS).exit_code == 1
    assert zhitong("cells", "import", tmp_path / "none", "--area", "621124", *CELLS).exit_code == 2
    assert (
        zhitong("cells", "import", nameless, "--area", "621124", *CELLS[2:], "--in-force-from", "soon").exit_code == 2
    )
    places = write_csv(
        tmp_path / "s.csv", "code,name,kind,parent_code,area_code,lon,lat", "C,C,contact_point,,621124,103.805,35.395"
    )
    assert "never guessed" in zhitong("stations", "import", places).output
    assert stored(owner) == before
    assert zhitong("cells", "import", nameless, "--area", "621124", "--crs", "EPSG:4326", *CELLS).exit_code == 0


def test_a_dry_run_checks_and_counts_and_stores_nothing(zhitong: Zhitong, owner: Database, tmp_path: Path) -> None:
    drawn_county(zhitong, tmp_path)
    before = stored(owner)
    good = write_geojson(tmp_path / "c.geojson", cells("AB", B=EAST))
    answer = zhitong("cells", "import", good, "--area", "621124", *CELLS, "--dry-run")
    assert (answer.exit_code, stored(owner)) == (0, before)
    assert "dry run, nothing is stored: 2 cells, 800 households" in answer.output
    bad = write_geojson(tmp_path / "bad.geojson", cells("A."))
    assert zhitong("cells", "import", bad, "--area", "621124", *CELLS, "--dry-run").exit_code == 1


def test_a_second_edition_says_which_posts_moved(zhitong: Zhitong, tmp_path: Path) -> None:
    drawn_county(zhitong, tmp_path)
    first = write_geojson(tmp_path / "c.geojson", cells("AB", B=EAST))
    assert zhitong("cells", "import", first, "--area", "621124", *CELLS).exit_code == 0
    places = write_csv(
        tmp_path / "s.csv", "code,name,kind,parent_code,area_code,lon,lat",
        "C,联系点,contact_point,,621124,,", f"P,东街采集点,collection_post,C,{EAST},103.815,35.395",
    )  # fmt: skip
    assert zhitong("stations", "import", places, "--crs", "EPSG:4490").exit_code == 0
    again = zhitong("cells", "import", first, "--area", "621124", *CELLS)
    assert (again.exit_code, "imported already" in again.output) == (1, True)
    second = write_geojson(tmp_path / "d.geojson", cells("AZ", Z=EAST))
    answer = zhitong(
        "cells",
        "import",
        second,
        "--area",
        "621124",
        "--in-force-from",
        "2026-06-01",
        "--edition",
        "2026年版",
        "--source",
        "x",
    )
    assert answer.exit_code == 0, answer.output
    assert "post P 东街采集点: G-B -> G-Z" in answer.output
    assert "cell G-B: kept -> G-Z 100.0%" in answer.output
    assert (
        "open cases follow by the worker, not before 2026-06-01; which ones: zhitong cases moved --edition 2"
        in answer.output
    )
    done = "1 former editions ended, 0 cells split, 0 cells merged, 0 cells redrawn, 2 cells kept, 0 pairs of neighbours found, 1 posts moved"
    assert f"2 cells, 800 households, {done}" in answer.output


def test_an_import_that_is_broken_off_at_any_step_leaves_nothing(
    settings: Settings, zhitong: Zhitong, owner: Database, tmp_path: Path
) -> None:
    drawn_county(zhitong, tmp_path)
    before = stored(owner)
    edition = Edition("621124", "一", date(2026, 1, 1), "x", synthetic=True, attribution="")
    steps: list[str] = []

    def broken_at(last: str | None) -> Callable[[Session, Step], Outcome]:
        def work(session: Session, step: Step) -> Outcome:
            def told(name: str) -> None:
                step(name)
                steps.append(name)
                if name == last:
                    raise KeyboardInterrupt

            made, prefix, outcome = import_cells(session, cells("AB"), edition, told)
            told("attaching posts")
            reattach(session, made, prefix, outcome)
            told("committing")
            return outcome

        return work

    run(settings.database_url, broken_at(None), steps=8, dry_run=True)
    for name in tuple(steps):
        with pytest.raises(KeyboardInterrupt):
            run(settings.database_url, broken_at(name), steps=8, dry_run=False)
        assert stored(owner) == before, name
    run(settings.database_url, broken_at(None), steps=8, dry_run=False)
    assert stored(owner) != before


@pytest.mark.parametrize("table", WRITES[:KILLS])
def test_an_import_killed_while_it_writes_leaves_nothing(
    settings: Settings, zhitong: Zhitong, owner: Database, tmp_path: Path, table: str
) -> None:
    """`kill -9` (T51): the moment is that at which it waits for a table that the test holds."""
    drawn_county(zhitong, tmp_path)
    post = "P,东街采集点,collection_post,C,621124100002,103.815,35.395"
    places = write_csv(
        tmp_path / "s.csv", "code,name,kind,parent_code,area_code,lon,lat", "C,C,contact_point,,621124,,", post
    )
    assert zhitong("stations", "import", places, "--crs", "wgs84").exit_code == 0
    first = write_geojson(tmp_path / "c.geojson", cells("AB", B=EAST))
    assert zhitong("cells", "import", first, "--area", "621124", *CELLS).exit_code == 0
    second = write_geojson(tmp_path / "d.geojson", cells("AZ", Z=EAST))
    words = ("--area", "621124", "--in-force-from", "2026-06-01", "--edition", "2026年版", "--source", "x")
    before = stored(owner)
    with owner.transaction() as session:
        session.execute(text(f"lock table {table} in share row exclusive mode"))
        child = os.fork()
        if child == 0:
            zhitong("cells", "import", second, *words)
            os._exit(0)
        waits = "select pid from pg_locks where not granted and relation = cast(:name as regclass)"
        try:
            pid = until(lambda: session.scalar(text(waits), {"name": table}))
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    until(lambda: not rows(owner, f"select pid from pg_stat_activity where pid = {pid}"))
    assert stored(owner) == before
    assert zhitong("cells", "import", second, *words).exit_code == 0


def until(come: Callable[[], object]) -> object:
    """Ask until the answer is something, at most half a minute; return it."""
    end = time.monotonic() + 30
    while not (answer := come()):
        assert time.monotonic() < end, "it never came"
    return answer


def test_an_import_beside_another_gives_up_and_says_so(
    zhitong: Zhitong, owner: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_county(zhitong, tmp_path)
    monkeypatch.setattr(console, "OPTIONS", console.OPTIONS.replace("lock_timeout=10000", "lock_timeout=50"))
    stations = write_csv(
        tmp_path / "s.csv", "code,name,kind,parent_code,area_code,lon,lat", "C,C,contact_point,,621124,,"
    )
    deputies = write_csv(tmp_path / "d.csv", "code,name,level,area_code,station_code", "D,甲,county,621124,")
    with owner.transaction() as session:
        lock_imports(session)
        for arguments in (("stations", "import", stations), ("deputies", "import", deputies)):
            answer = zhitong(*arguments)
            assert (answer.exit_code, "another import" in answer.output) == (1, True), answer.output
    assert zhitong("stations", "import", stations).exit_code == 0
    assert zhitong("deputies", "import", deputies).exit_code == 0


def test_the_table_of_the_data_is_true() -> None:
    """Checksums and row counts of gis_data/README.md."""
    table = re.findall(
        r"^\| `([\w.]+)` \| .*? \| (\d+) \| .* \| `([0-9a-f]{64})` \|$",
        (GIS / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    files = {name: (int(count), digest) for name, count, digest in table}
    assert set(files) == {path.name for path in GIS.iterdir() if path.name != "README.md"}
    for name, (count, digest) in files.items():
        raw = (GIS / name).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == digest, name
        found = (
            json.loads(raw)["features"] if name.endswith("geojson") else list(csv.DictReader(raw.decode().splitlines()))
        )
        assert len(found) == count, name


def test_nobody_real_is_named_in_the_made_up_data() -> None:
    with (GIS / "stations.csv").open(encoding="utf-8") as file:
        assert {row["phone"][4:9] for row in csv.DictReader(file)} == {"-000-"}
    with (GIS / "deputies.csv").open(encoding="utf-8") as file:
        assert all(row["name"].endswith("（示例）") for row in csv.DictReader(file))


def test_a_township_edition_drawn_elsewhere_is_refused_and_an_edition_needs_its_name(
    zhitong: Zhitong, owner: Database, tmp_path: Path
) -> None:
    drawn_county(zhitong, tmp_path)
    first = write_geojson(tmp_path / "c.geojson", cells("AB", B=EAST))
    assert zhitong("cells", "import", first, "--area", "621124", *CELLS).exit_code == 0
    before = stored(owner)
    town = ("--area", "621124100", "--edition", "二", "--source", "x", "--in-force-from", "2031-01-01")
    far = write_geojson(tmp_path / "far.geojson", cells(".......C"))
    for more in ((), ("--no-outline",)):
        answer = zhitong("cells", "import", far, *town, *more)
        assert answer.exit_code == 1
        for part in ("outside the outline of 621124", "gap to the ground of the 2 cells before it"):
            assert part in answer.output
    assert zhitong("cells", "import", first, *town, "--edition", "").exit_code == 2
    assert zhitong("cells", "import", first, *town, "--source", "a\x1bb").exit_code == 2
    assert stored(owner) == before
    empty = write_geojson(tmp_path / "e.geojson", cells("C", C="621125100001"))
    elsewhere = ("--area", "621125", *CELLS)
    answer = zhitong("cells", "import", empty, *elsewhere)
    assert (answer.exit_code, "--no-outline" in answer.output) == (1, True)


@pytest.mark.parametrize(
    ("table", "column", "most"),
    [("area", "name", 100), ("area_former", "name", 100), ("area_alias", "alias", 100), ("grid_edition", "name", 200),
     ("grid_edition", "source", 200), ("grid_edition", "attribution", 200), ("grid_cell", "name", 100), ("station", "name", 100),
     ("station", "address", 200), ("station", "opening_hours", 200), ("deputy", "name", 40)],
)  # fmt: skip
def test_the_database_takes_no_long_text_and_no_control_character(
    owner: Database, table: str, column: str, most: int
) -> None:
    rule = rows(
        owner, f"select pg_get_expr(conbin, conrelid) from pg_constraint where conname = '{table}_{column}_plain'"
    )[0][0]
    with owner.transaction() as session:
        for value, fits in (
            ("镇" * most, True),
            ("镇" * (most + 1), False),
            ("a\x1bb", False),
            ("a\x85", False),
            ("a\n", False),
        ):
            held = session.scalar(
                text(f"select {rule} from (select cast(:value as text) as {column}) t"), {"value": value}
            )
            assert held is fits, (value, rule)
