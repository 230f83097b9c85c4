"""A record of twelve entries, sealed, with its anchors."""

from __future__ import annotations

import pytest

from backend.audit.service import Anchors, append
from backend.db import Context, Database
from backend.settings import Settings
from tests.backend.audit.record import sealed


@pytest.fixture
def anchors(settings: Settings) -> Anchors:
    return Anchors(settings.var)


@pytest.fixture
def filled(app_database: Database, worker_database: Database, anchors: Anchors) -> Database:
    for n in range(12):
        with app_database.transaction(Context(viewer=None, roles=(("liaison", "621124"),))) as session:
            append(session, "case.moved", "case", f"c{n % 3}", area="621124100", fields=("state",))
        if n % 5 == 4:
            anchors.add(sealed(worker_database, n + 1))
    anchors.add(sealed(worker_database, 12))
    return app_database
