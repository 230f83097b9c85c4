"""A synthetic province on a durable server of its own: cells of 37 vertices, stations, reports; seeded."""

from __future__ import annotations

import base64
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, sqrt
from pathlib import Path

from sqlalchemy import text

from backend.audit.service import use_key
from backend.db import Database, NamedSql
from backend.db.schema import migrate
from backend.rooms import load_models
from backend.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from setup import postgres
from setup.cluster import DURABLE, Cluster
from setup.places import Places

Q = NamedSql.beside(__file__, "province.sql")
PASSWORD = "bench-bench-bench"
PHONES = 16


@dataclass(frozen=True)
class Size:
    """How much of what."""

    cells: int
    stations: int
    reports: int


@contextmanager
def province(size: Size) -> Iterator[Settings]:
    """Yield the settings of an installation that holds the province; everything goes when it ends."""
    with tempfile.TemporaryDirectory(prefix="zhitong-bench-") as folder:
        Path(folder).chmod(0o755)
        here = Places.here()
        places = Places(here.root, Path(folder))
        cluster = Cluster.at(places, "cluster", postgres.programs(here), DURABLE, "bench")
        with cluster.up():
            settings = settings_for(cluster.database("bench"), Path(folder))
            migrate(settings)
            fill(settings, size)
            yield settings


def settings_for(url: str, var: Path) -> Settings:
    """Return settings with keys of their own."""
    names = ("ZHITONG_SECRET_KEY", "ZHITONG_CONTACT_KEY", "ZHITONG_AUDIT_KEY", "ZHITONG_VAPID_PRIVATE_KEY")
    env = {n: base64.urlsafe_b64encode(hashlib.sha256(n.encode()).digest()).decode().rstrip("=") for n in names}
    return Settings.from_environment(env | {"DATABASE_URL": url, "ZHITONG_VAR": str(var)})


def fill(settings: Settings, size: Size) -> None:
    """Make the province: a square of equal counties, each with its townships, villages and cells."""
    from backend.accounts.service import create  # noqa: PLC0415 - after the models

    load_models()
    use_key(settings.audit_key)
    owner = Database(settings.database_url, options="-c statement_timeout=0")
    side = ceil(sqrt(size.cells))
    with owner.transaction() as session:
        values = {"cells": size.cells, "side": side, "stations": size.stations, "reports": size.reports}
        session.execute(text("select setseed(0.5)"))
        for name in ("areas", "villages", "edition", "cells", "stations"):
            wanted = {key: value for key, value in values.items() if f":{key}" in Q[name].text}
            session.execute(Q[name], wanted)
        for n in range(PHONES):
            create(session, f"phone{n}", f"网格员{n}", PASSWORD, [("grid_worker", "999001")], demo=True)
        session.execute(Q["reports"], {"reports": size.reports, "cells": size.cells})
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
        connection.execute(text("checkpoint"))
    owner.engine.dispose()
    print(f"# province: {size.cells} cells, {size.stations} stations, {size.reports} reports", flush=True)
