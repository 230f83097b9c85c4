"""Making the database: again changes nothing, its roles do no more than they must, and only a demo that another text made is emptied."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from backend.cli import migrate as migrate_command
from backend.db import Database
from backend.db.schema import OtherTextError, migrate
from backend.settings import Settings, driver_url
from tests.conftest import settings_for
from tests.database import maintenance
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


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Settings]:
    """A database with nothing in it."""
    name = f"zt_{uuid.uuid4().hex[:12]}"
    with maintenance() as cursor:
        cursor.execute(f'create database "{name}"')
    yield settings_for(name, tmp_path)
    with maintenance() as cursor:
        cursor.execute(f'drop database if exists "{name}" with (force)')


def spoil(settings: Settings, *, demo: bool, column: bool = True) -> None:
    """Let the database look as if another text had made it; without `column`, one that kept no digest."""
    database = Database(settings.database_url)
    with database.transaction() as session:
        session.execute(text("update installation set made_from = 'another', demo = :demo"), {"demo": demo})
        session.execute(text("create table left_behind (id integer)"))
        if not column:
            session.execute(text("alter table installation drop column made_from"))
    database.engine.dispose()


def tables(settings: Settings) -> list[str]:
    """Return which of two tables there are."""
    database = Database(settings.database_url)
    with database.transaction() as session:
        found = session.scalars(
            text("select relname from pg_class where relname in ('report', 'left_behind') order by 1")
        )
        names = [str(name) for name in found]
    database.engine.dispose()
    return names


def test_a_database_of_this_text_is_left_as_it_is(make: Maker, settings: Settings) -> None:
    make.run("update installation set demo = true")
    make.run("create table left_behind (id integer)")
    assert not migrate(settings, demo_anew=True)
    assert tables(settings) == ["left_behind", "report"]


@pytest.mark.parametrize("column", [True, False])
def test_a_demo_of_another_text_is_made_anew_and_works(empty: Settings, column: bool) -> None:
    assert not migrate(empty)
    spoil(empty, demo=True, column=column)
    with pytest.raises(OtherTextError):
        migrate(empty)
    assert tables(empty) == ["left_behind", "report"], "not without being asked"
    assert migrate(empty, demo_anew=True)
    assert tables(empty) == ["report"]
    assert not migrate(empty, demo_anew=True)
    app = Database(empty.app_database_url)
    with app.transaction() as session:
        assert session.scalar(text("select demo from installation")) is False
        assert session.scalar(text("select count(*) from case_move")) > 10
    app.engine.dispose()


def test_what_people_sent_is_never_emptied(empty: Settings) -> None:
    migrate(empty)
    spoil(empty, demo=False)
    with pytest.raises(OtherTextError):
        migrate(empty, demo_anew=True)
    answer = CliRunner().invoke(migrate_command, ["--demo-anew"], obj=empty)
    assert answer.exit_code == 1
    assert "made by an earlier version" in answer.output
    assert tables(empty) == ["left_behind", "report"]
