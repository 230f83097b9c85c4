"""The database a test borrows is as a fresh one, whatever the test before did in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import create_engine, text

from backend.app import create_app
from backend.db import Database
from backend.settings import driver_url
from tests import story
from tests.conftest import settings_for
from tests.database import Desk, maintenance, server_url
from tests.make import Maker

ROWS = "select table_name, query_to_xml(format('select md5(string_agg(t::text, chr(10))) from %I t', table_name), true, true, '')::text"
TABLES = "from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1"
SEQUENCES = "select sequencename, last_value, start_value from pg_sequences order by 1"


@pytest.fixture
def desk(template: str) -> Iterator[Desk]:
    made = Desk(template)
    yield made
    made.close()


@pytest.fixture(scope="session")
def untouched(template: str) -> list[tuple[object, ...]]:
    """Everything in the template."""
    return content(template)


def content(name: str) -> list[tuple[object, ...]]:
    """Return every row of a database, and where its sequences stand."""
    with maintenance(name) as cursor:
        cursor.execute(f"{ROWS} {TABLES}")
        found = cursor.fetchall()
        assert len(found) > 30
        cursor.execute(SEQUENCES)
        return [*found, *((seq, last if last != start else None, start) for seq, last, start in cursor.fetchall())]


def number(cursor: psycopg2.extensions.cursor) -> object:
    """Return what stays of a database when its name changes."""
    cursor.execute("select oid from pg_database where datname = current_database()")
    return cursor.fetchone()


def test_a_story_leaves_no_row_no_number_and_nobody_behind(
    desk: Desk, untouched: list[tuple[object, ...]], tmp_path: Path
) -> None:
    with desk.lend() as name:
        settings = settings_for(name, tmp_path)
        make = Maker(Database(settings.database_url), create_app(settings))
        story.people(make)
        case = story.sight(make.login("wang"))
        story.handle(make, case)
        assert story.sign(make.login("lian"), case).status_code == 200
        left = psycopg2.connect(server_url(name))
        left.cursor().execute("lock table report in access exclusive mode")
    with desk.lend() as again:
        assert again != name
        assert content(again) == untouched
    with pytest.raises(psycopg2.OperationalError, match=r"terminat|closed"):
        left.cursor().execute("select 1")
    engine = create_engine(driver_url(server_url(name)))
    with pytest.raises(Exception, match="does not exist"), engine.connect() as late:
        late.execute(text("select 1"))


@pytest.mark.parametrize(
    ("statement", "again"),
    [
        ("insert into throttle (bucket, window_start) values ('', now())", True),
        ("create table left_behind (id integer)", False),
        ("alter table report no force row level security", False),
        ("alter table cases disable trigger case_move_allowed", False),
        ("drop policy if exists nothing on report; create policy nothing on report using (true)", False),
        ("create function left_behind() returns integer language sql as 'select 1'", False),
        ("grant select on contact to public", False),
        ("update installation set demo = true", True),
        ("delete from case_limit", True),
        ("update case_limit set days = 1", True),
        ("insert into audit_chain (seq, entry_id, link) select n, n, '' from generate_series(1, 50000) n", False),
        ("do $$ begin execute format('grant connect on database %I to public', current_database()); end $$", False),
    ],
)
def test_rows_are_taken_out_and_whatever_else_was_changed_is_not_lent_again(
    desk: Desk, untouched: list[tuple[object, ...]], statement: str, again: bool
) -> None:
    with desk.lend() as name, maintenance(name) as cursor:
        before = number(cursor)
        cursor.execute(f"set session_replication_role = replica; {statement}")
    with desk.lend() as name:
        assert content(name) == untouched
        with maintenance(name) as cursor:
            assert (number(cursor) == before) == again


def test_connections_stay_where_nobody_else_was_and_hold_nothing_of_the_test_before(desk: Desk, tmp_path: Path) -> None:
    with desk.lend() as name:
        owner = desk.database(server_url(name))
        with owner.look_up() as connection:
            first = connection.scalar(text("select pg_backend_pid()"))
            connection.execute(text("set search_path to nowhere; select pg_advisory_lock(7)"))
    with desk.lend() as again:
        assert again == name
        other = desk.database(server_url(again))
        assert other.engine is not owner.engine, "what is kept by engine is not kept from test to test"
        with other.look_up() as connection:
            told = connection.execute(
                text(
                    "select pg_backend_pid(), current_setting('search_path'), (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())"
                )
            )
            assert told.one() == (first, '"$user", public', 0)
    with desk.lend() as name:
        held = desk.database(server_url(name)).engine.connect()
        held.execute(text("select 1"))
    with desk.lend() as again:
        assert again != name, "a transaction was left open"
    held.invalidate()
