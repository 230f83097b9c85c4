"""Making the database: again changes nothing, and its roles may do no more than they must."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from backend.db import Database
from backend.db.schema import migrate
from backend.settings import Settings, driver_url
from tests.make import Maker


def test_again_changes_nothing_and_keeps_what_is_there(settings: Settings, make: Maker) -> None:
    make.counties()
    before = make.rows(
        "select version_num, (select count(*) from area), (select epoch from installation) from alembic_version"
    )
    migrate(settings)
    assert (
        make.rows(
            "select version_num, (select count(*) from area), (select epoch from installation) from alembic_version"
        )
        == before
    )
    Database(settings.app_database_url).engine.dispose()


def test_the_roles_can_do_nothing_to_the_server_and_nobody_becomes_the_definer(settings: Settings, make: Maker) -> None:
    roles = settings.roles
    held = make.rows(
        "select rolname, rolcanlogin, rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolinherit or rolreplication"
        " from pg_roles where rolname = any(:names)", names=[roles.app, roles.worker, roles.definer],
    )  # fmt: skip
    assert {tuple(row) for row in held} == {
        (roles.app, True, False),
        (roles.worker, True, False),
        (roles.definer, False, False),
    }
    for url in (settings.app_database_url, settings.worker_database_url):
        engine = create_engine(driver_url(url))
        for forbidden in (
            f'set role "{roles.definer}"',
            "create table mine (id integer)",
            "create temporary table t (id integer)",
        ):
            with pytest.raises(DBAPIError, match="permission denied"), engine.begin() as connection:
                connection.execute(text(forbidden))
        with engine.connect() as connection:
            assert connection.scalar(text("show log_min_error_statement")) == "panic"
            assert connection.scalar(text("show log_error_verbosity")) == "terse"
        engine.dispose()
