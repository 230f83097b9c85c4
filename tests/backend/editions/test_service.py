"""What an edition moved: its record explains the difference between the map before and after; an edition ahead can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner

from backend.clock import today
from backend.db import Database
from backend.editions import service
from backend.editions.commands import cells as commands
from backend.errors import Conflict, NotFound
from backend.jobs.registry import everywhere
from backend.settings import Settings
from tests.backend.cases.service.test_remap import DJ, WF, WJM, counted, drawn, file
from tests.backend.editions.conftest import draw, flows, next_one
from tests.make import Maker


def test_the_record_explains_what_the_map_counts_before_and_after(county: Maker) -> None:
    """Through two editions: what a cell counts is what came to it, and nobody's report is told twice or hidden ones at all."""
    before = counted(county)
    edition, outcome = draw(county, next_one(), today() - timedelta(days=2), "第三版")
    found = flows(county, edition)
    after = counted(county)
    assert found == {("A", "X"): 2, ("A", "Y"): 2, ("B", "Y"): 1, (None, "V"): 1}
    assert before["A"] + before["B"] == 5
    assert {cell: after[cell] for cell in ("X", "Y", "V")} == {"X": 2, "Y": 3, "V": 1}
    assert before["-"] - after["-"] == 1
    assert outcome.counts["reports that count in another cell"] == 6
    assert outcome.counts["open cases to move"] == 6, "five with a place, C's has another code; the closed one stays"
    assert (outcome.counts["cells new"], outcome.counts["workers without their cell"]) == (1, 2)
    assert "reports on the map A -> X: 2" in outcome.notes
    assert "cell V: new" in outcome.notes
    assert any("cell A is gone, name another" in note for note in outcome.notes)
    second, _ = draw(county, drawn("PPPQZV", P=WF, Q=DJ, Z=WJM, V=WJM), today(), "第四版")
    assert flows(county, second) == {("X", "P"): 2, ("Y", "P"): 3}
    assert {cell: n for cell, n in counted(county).items() if n} == {"P": 5, "Z": 1, "V": 1, "-": counted(county)["-"]}


def test_what_comes_in_before_the_first_day_is_counted_on_it_once(county: Maker, worker_database: Database) -> None:
    day = today() + timedelta(days=30)
    edition, _ = draw(county, next_one(), day, "第三版")
    assert flows(county, edition)["A", "X"] == 2
    file(county, 0)
    with worker_database.transaction(everywhere("editions.count")) as session:
        assert service.count_due(session, today()) == []
        assert service.count_due(session, day) == [edition]
        assert service.count_due(session, day) == []
    assert flows(county, edition)["A", "X"] == 3


TABLES = ("grid_edition", "grid_cell", "cell_change", "station_cell", "edition_move", "edition_record")


def state(make: Maker) -> list[object]:
    """Return how much stands in the tables of editions, and until when cells and editions are in force."""
    counts = [make.run(f"select count(*) from {table}") for table in TABLES]
    ends = "select string_agg(code || coalesce(in_force_to::text, '-'), ' ' order by id) from grid_cell"
    return [*counts, make.run(ends), make.run("select count(*) from grid_edition where in_force_to is null")]


def test_an_edition_ahead_can_be_taken_back_and_one_in_force_cannot(county: Maker, settings: Settings) -> None:
    before = state(county)
    first, _ = draw(county, next_one(), today() + timedelta(days=1), "第三版")
    second, _ = draw(county, drawn("PPPQZV", P=WF, Q=DJ, Z=WJM, V=WJM), today() + timedelta(days=9), "第四版")
    with county.owner.transaction() as session:
        with pytest.raises(Conflict, match="后面还有一版"):
            service.take_back(session, first, today())
        with pytest.raises(NotFound):
            service.take_back(session, second + 1, today())
        with pytest.raises(Conflict, match="已经启用"):
            service.take_back(session, second, today() + timedelta(days=9))
    listed = CliRunner().invoke(commands, ["moved", "--edition", str(first)], obj=settings)
    assert "A,X,2" in listed.output
    for edition in (second, first):
        answer = CliRunner().invoke(commands, ["withdraw", "--edition", str(edition)], obj=settings)
        assert answer.exit_code == 0, answer.output
    assert state(county) == before
    audited = county.rows("select subject_id from audit_entry where action = 'edition.withdrawn' order by id")
    assert [row.subject_id for row in audited] == [str(second), str(first)]
    again, _ = draw(county, next_one(), today(), "第三版")
    assert flows(county, again)["A", "X"] == 2
