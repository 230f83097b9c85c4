"""T15: what exists in another area takes as long to refuse as what does not exist."""

from __future__ import annotations

import statistics
import time
import uuid

from sqlalchemy import text

from backend.accounts.service import create
from backend.db import Database
from backend.settings import Settings
from bench.load import Phone, served
from bench.province import PASSWORD

PAIRS = 400


def run(settings: Settings, seconds: float) -> None:  # noqa: ARG001 - a number of pairs, not a time
    """Print the median time of a 404 for a case of elsewhere over that of one of nowhere, asked in turn."""
    owner = Database(settings.database_url)
    with owner.transaction() as session:
        create(session, "outsider", "外县联络员", PASSWORD, [("liaison", "999002")], demo=True)
        there = session.scalars(text("select id from cases limit :n"), {"n": PAIRS}).all()
    owner.engine.dispose()
    elsewhere: list[float] = []
    nowhere: list[float] = []
    with served(settings, "zhitong") as port:
        phone = Phone(port, "outsider", PASSWORD)
        for case in there:
            for name, took in ((case, elsewhere), (uuid.uuid4(), nowhere)):
                begun = time.perf_counter()
                status = phone.get(f"/api/cases/{name}")
                took.append(time.perf_counter() - begun)
                assert status == 404
    ratio = statistics.median(elsewhere) / statistics.median(nowhere)
    print(f"T15 time of a 404, elsewhere / nowhere {ratio:6.2f}   (goal 0.9 to 1.1; {len(there)} pairs)")
