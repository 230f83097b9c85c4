"""A synthetic province on a durable server of its own: cells of 37 vertices, townships, stations, reports; seeded.

Beside it, on the same server, stand two more for what grows: the same with a quarter of the reports (the newest), and one with a
fifth of everything.
"""

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
PHONES, DAYS = 16, 180
MAIN, QUARTER, FIFTH = "bench", "quarter", "fifth"


@dataclass(frozen=True)
class Size:
    """How much of what."""

    cells: int
    stations: int
    reports: int

    def __str__(self) -> str:
        """Say it."""
        return f"{self.cells:,} cells of 400 households, {self.stations:,} stations, {self.reports:,} reports"

    def fifth(self) -> Size:
        """Return the size of one fifth: a city of a province."""
        return Size(max(1, self.cells // 5), max(1, self.stations // 5), max(4, self.reports // 5))


# A city is a prefecture of some eight million households, a fifth of a province.
CITY, PROVINCE = Size(20_000, 4_000, 200_000), Size(100_000, 20_000, 1_000_000)


@contextmanager
def province(size: Size) -> Iterator[Settings]:
    """Yield the settings of an installation that holds the province; everything goes when it ends."""
    with tempfile.TemporaryDirectory(prefix="zhitong-bench-") as folder:
        Path(folder).chmod(0o755)
        here = Places.here()
        places = Places(here.root, Path(folder))
        cluster = Cluster.at(places, "cluster", postgres.programs(here), DURABLE, "bench")
        with cluster.up():
            settings = settings_for(cluster.database(MAIN), Path(folder))
            fill(settings, size)
            small = settings_for(cluster.database(FIFTH), Path(folder))
            fill(small, size.fifth(), quarter=False)
            yield settings


def beside(settings: Settings, name: str) -> Settings:
    """Return the settings of another database of the same server: QUARTER, whose roles are those it was copied with, or FIFTH."""
    owner, ours = (url.replace(f"/{MAIN}?", f"/{name}?") for url in (settings.database_url, settings.app_database_url))
    return settings_for(owner, settings.var, {"APP_DATABASE_URL": ours} if name == QUARTER else {})


def settings_for(url: str, var: Path, more: dict[str, str] | None = None) -> Settings:
    """Return settings with keys of their own."""
    names = ("ZHITONG_SECRET_KEY", "ZHITONG_CONTACT_KEY", "ZHITONG_AUDIT_KEY", "ZHITONG_VAPID_PRIVATE_KEY")
    env = {n: base64.urlsafe_b64encode(hashlib.sha256(n.encode()).digest()).decode().rstrip("=") for n in names}
    return Settings.from_environment(env | {"DATABASE_URL": url, "ZHITONG_VAR": str(var)} | (more or {}))


def fill(settings: Settings, size: Size, *, quarter: bool = True) -> None:
    """Make the province: a square of equal counties, each with its townships, villages and cells; and its `quarter`."""
    from backend.accounts.service import create  # noqa: PLC0415 - after the models

    load_models()
    migrate(settings)
    use_key(settings.audit_key)
    owner = Database(settings.database_url, options="-c statement_timeout=0")
    side = ceil(sqrt(size.cells))
    values = {"cells": size.cells, "side": side, "stations": size.stations}
    with owner.transaction() as session:
        session.execute(text("select setseed(0.5)"))
        for name in ("areas", "towns", "villages", "village_of", "edition", "cells", "outlines", "stations"):
            wanted = {key: value for key, value in values.items() if f":{key}" in Q[name].text}
            session.execute(Q[name], wanted)
        for n in range(PHONES):
            create(session, f"phone{n}", f"网格员{n}", PASSWORD, [("grid_worker", "999001")], demo=True)
    file(owner, size, 1, size.reports // 4, 0, DAYS // 4)
    if quarter:
        owner.engine.dispose()
        clone(settings)
    file(owner, size, size.reports // 4 + 1, size.reports, DAYS // 4, DAYS)
    owner.engine.dispose()


def file(owner: Database, size: Size, first: int, last: int, young: int, old: int) -> None:
    """File the reports from number `first` to `last`, received between `young` and `old` days ago, and let the planner know them."""
    with owner.transaction() as session:
        session.execute(text("select setseed(0.25)"))
        values = {
            "first": first,
            "last": last,
            "young": young,
            "old": old,
            "cells": size.cells,
            "stations": size.stations,
        }
        session.execute(Q["reports"], values)
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
        connection.execute(text("checkpoint"))


def clone(settings: Settings) -> None:
    """Copy the database as it is."""
    other = Database(settings.database_url.replace(f"/{MAIN}?", "/postgres?"))
    with other.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("set statement_timeout = 0"))
        connection.execute(text(f"create database {QUARTER} template {MAIN}"))
    other.engine.dispose()


def width(settings: Settings) -> float:
    """Return how wide the province is, in degrees: places fall into its cells."""
    owner = Database(settings.database_url)
    with owner.transaction() as session:
        found = session.scalar(text("select floor(sqrt(count(*))) * 0.01 from grid_cell"))
    owner.engine.dispose()
    return float(found)
