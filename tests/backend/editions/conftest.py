"""A county before and after its grid is drawn anew."""

from __future__ import annotations

from datetime import date

import pytest

from backend.db import Context
from backend.editions import queries, service
from backend.grid.domain import Edition
from backend.grid.service import import_cells
from backend.imports.domain import Features, Outcome
from backend.stations.service import reattach
from tests.backend.cases.service.test_remap import DJ, WF, WJM, close, drawn, file
from tests.make import Maker

Flows = dict[tuple[str | None, str | None], int]


def draw(make: Maker, cells: Features, day: date, name: str) -> tuple[int, Outcome]:
    """Store an edition of the county with its record, as the command does."""
    edition = Edition("621124", name, day, "drawn", synthetic=True, attribution="")
    with make.owner.transaction(Context(service="import")) as session:
        stored, prefix, outcome = import_cells(session, cells, edition)
        reattach(session, stored, prefix, outcome)
        service.record(session, stored, outcome)
    return stored.id, outcome


def flows(make: Maker, edition: int) -> Flows:
    """Return how many reports an edition moved, by the codes of the cells."""
    with make.owner.transaction() as session:
        return {(flow.former, flow.cell): int(flow.n) for flow in queries.moves(session, edition)}


@pytest.fixture
def county(make: Maker) -> Maker:
    """Three cells A, A, B, B, C in force since February, a worker by name for A and B, ten reports, one of them hidden."""
    make.counties()
    draw(make, drawn("AABBC", A=WF, B=DJ, C=WJM), date(2026, 2, 1), "第二版")
    worker = make.account("ma", ("grid_worker", "621124"))
    make.account("li", ("liaison", "621124"))
    for code in ("A", "B"):
        make.run("insert into cell_worker (account_id, cell_code) values (:id, :code)", id=worker, code=code)
    for column in (0, 1, 1, 4, 5, 8):
        file(make, column)
    # on the edge of two cells of the next edition, and one row below all of them
    for column, row in ((0.5, 0), (1, 1)):
        file(make, column, row)
    close(make, file(make, None, cell="B"))
    hidden = file(make, 1)
    make.run("alter table report disable trigger user")
    make.run("update report set hidden = true where id = :id", id=hidden)
    make.run("alter table report enable trigger user")
    return make


def next_one() -> Features:
    """X is the west of A, Y the rest of A and B, Z is C, V is new."""
    return drawn("XYYYZV", X=WF, Y=DJ, Z=WJM, V=WJM)
