"""Everything a test may ask for: a real database, the application, drawn maps, made people.

One template database for each state of the schema; a test borrows a copy of it (`tests/database.py`).
"""

from __future__ import annotations

import base64
import gc
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as examples

from backend.app import create_app
from backend.audit.service import use_key
from backend.db import Context, Database
from backend.db.schema import migrate
from backend.settings import Settings
from tests.database import ROLES, Desk, maintenance, server_url
from tests.draw import draw as draw_map
from tests.live import Live
from tests.make import Maker
from tests.order import Order, spread
from tests.push_service import PushService, push_service

ROOT = Path(__file__).parents[1]
KEYS = {
    name: base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).decode().rstrip("=")
    for name in ("ZHITONG_SECRET_KEY", "ZHITONG_CONTACT_KEY", "ZHITONG_AUDIT_KEY", "ZHITONG_VAPID_PRIVATE_KEY")
}

# How long a machine takes says nothing of what is tested.
examples.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("any_machine")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Order:
    """Say which process gets which test."""
    return Order(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of a run in several processes in order."""
    if hasattr(config, "workerinput"):
        items[:] = spread(items)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over all that stays until the end: what was loaded, and the tests."""
    gc.collect()
    gc.freeze()


def settings_for(database: str, var: Path) -> Settings:
    """Return the settings of an installation on `database` with its files under `var`."""
    env = KEYS | {"DATABASE_URL": server_url(database), "ZHITONG_ROLES": ROLES, "ZHITONG_VAR": str(var)}
    return Settings.from_environment(env | {"ZHITONG_DEMO": "1"})


def schema_hash() -> str:
    """Return a digest of all that makes the schema."""
    files = [*sorted((ROOT / "backend/db/migrations").rglob("*.*")), ROOT / "backend/db/schema.py"]
    parts = [p.read_bytes() for p in files if p.suffix in {".py", ".sql"}]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of the migrated template database, made once for each state of the schema."""
    name = f"zt_template_{schema_hash()}"
    with maintenance() as cursor:
        cursor.execute("select pg_advisory_lock(7460002)")
        try:
            cursor.execute("select 1 from pg_database where datname = %s", (name,))
            if not cursor.fetchone():
                cursor.execute(f'create database "{name}_making"')
                migrate(settings_for(f"{name}_making", tmp_path_factory.mktemp("var")))
                cursor.execute(f'alter database "{name}_making" rename to "{name}"')
        finally:
            cursor.execute("select pg_advisory_unlock(7460002)")
    return name


@pytest.fixture(scope="session")
def desk_of_databases(template: str) -> Iterator[Desk]:
    """Where a test borrows its database."""
    made = Desk(template)
    yield made
    made.close()


@pytest.fixture
def settings(desk_of_databases: Desk, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation of its own: a database as the template, files under the test's own folder."""
    with desk_of_databases.lend() as name:
        made = settings_for(name, tmp_path)
        use_key(made.audit_key)
        yield made


@pytest.fixture
def owner(settings: Settings, desk_of_databases: Desk) -> Database:
    """The owner's database: sees and may do everything, as the command line does."""
    return desk_of_databases.database(settings.database_url)


@pytest.fixture
def app_database(settings: Settings, desk_of_databases: Desk) -> Database:
    """The database in the application's role."""
    return desk_of_databases.database(settings.app_database_url)


@pytest.fixture
def worker_database(settings: Settings, desk_of_databases: Desk) -> Database:
    """The database in the worker's role."""
    return desk_of_databases.database(settings.worker_database_url)


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, its routes built once a process; not for tests: `app` puts the test's database under it."""
    return create_app(settings_for("nowhere", tmp_path_factory.mktemp("var")))


@pytest.fixture
def app(settings: Settings, one_app: Flask, app_database: Database) -> Iterator[Flask]:
    """The application on the test's own database, with nothing left of what other tests set in it."""
    config, extensions = one_app.config.copy(), one_app.extensions.copy()
    one_app.extensions |= {"zhitong.settings": settings, "zhitong.database": app_database}
    yield one_app
    for mine, kept in ((one_app.config, config), (one_app.extensions, extensions)):
        mine.clear()
        mine.update(kept)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def make(owner: Database, app: Flask) -> Maker:
    """Makes areas, cells, stations, accounts and logged-in clients."""
    return Maker(owner, app)


@pytest.fixture
def live(settings: Settings) -> Iterator[Live]:
    """A real server on the test's own database."""
    server = Live(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def draw() -> Callable[..., dict[str, str]]:
    """Give `draw`: a picture in letters → WKT of the polygon of each letter."""
    return draw_map


@pytest.fixture
def as_public(app_database: Database) -> Callable[..., object]:
    """Transactions of the application's role with a given context."""

    def begin(**context: object) -> object:
        return app_database.transaction(replace(Context(), **context))

    return begin


@pytest.fixture
def pushes() -> Iterator[PushService]:
    """A push service that checks and decrypts what it is sent."""
    with push_service() as service:
        yield service


@pytest.fixture
def ours(settings: Settings, app: Flask, pushes: PushService) -> Settings:
    """The installation that may push to that service and to the named ones."""
    changed = replace(settings, push_test_origin=pushes.origin)
    app.extensions["zhitong.settings"] = changed
    return changed
