"""Databases for tests: copies of the template, and one copy a process that is brought back after each test.

A copy costs a tenth of a second of the disk and two checkpoints, bringing one back a tenth of that. A connection that has read the
catalogue answers in a third of the time of a new one: those of `Desk.database` stay with the copy.
"""

from __future__ import annotations

import copy as shallow
import io
import os
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from backend.db import Database
from backend.db.engine import OPTIONS

ROLES = "zhitong_test"
# A copy is given up after so many loans, as deleted rows stay in its indexes.
LOANS = 100
CATALOGUES = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_type", "pg_proc", "pg_trigger",
    "pg_policy", "pg_rewrite", "pg_default_acl", "pg_extension", "pg_event_trigger", "pg_statistic_ext",
    "spatial_ref_sys",
)  # fmt: skip
TABLES = """
select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)' and c.relname <> 'spatial_ref_sys' order by 1
"""
SEQUENCES = "select format('%I.%I', schemaname, sequencename), last_value, start_value from pg_sequences"
RIGHTS = """
select 'rights', 0, hashtext(datacl::text || coalesce((select string_agg(r::text, ',' order by r::text)
from pg_db_role_setting r where r.setdatabase = d.oid), '')) from pg_database d where datname = current_database()
"""
LARGE = """
select 'large', 0, count(*) from pg_class where relkind = 'r' and relname <> 'spatial_ref_sys'
and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 1024 * 1024
"""
NEW = "where age(xmin) <= age($1)"
# The schemas that a connection's first temporary table brings stay, empty.
SCHEMAS = f"select 'schemas', count(*), count(*) filter ({NEW}) from pg_namespace where nspname !~ '^pg_(toast_)?temp_'"
STAYED = """
select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
and pid <> pg_backend_pid() and (application_name <> 'kept' or state <> 'idle')
"""
LEAVE = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = %s"


def server_url(database: str) -> str:
    """Return the owner's URL of a database on the test server."""
    parts = urlsplit(os.environ["ZHITONG_TEST_DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{database}"))


@contextmanager
def maintenance(database: str = "") -> Iterator[psycopg2.extensions.cursor]:
    """Yield a cursor on a database of the test server (else the server's own), outside any transaction."""
    url = server_url(database) if database else os.environ["ZHITONG_TEST_DATABASE_URL"]
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def copy(template: str) -> str:
    """Make a fresh copy of the template and return its name."""
    name = f"zt_{uuid.uuid4().hex[:12]}"
    with maintenance() as cursor:
        cursor.execute(f'create database "{name}" template "{template}" strategy file_copy')
        cursor.execute(
            f'revoke all on database "{name}" from public; grant connect on database "{name}" to {ROLES}_app, {ROLES}_worker'
        )
    return name


def drop(name: str) -> None:
    """Drop a copy, whoever is still in it."""
    with maintenance() as cursor:
        cursor.execute(f'drop database if exists "{name}" with (force)')


@contextmanager
def clone(template: str) -> Iterator[str]:
    """Yield the name of a fresh copy of the template, dropped afterwards."""
    name = copy(template)
    try:
        yield name
    finally:
        drop(name)


class Desk:
    """Lends one copy after the other; one whose schema and rights are as they were is lent again, emptied, its seeds put back.

    Where somebody stayed from the test before, the copy has another name afterwards: who stayed finds no database any more.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self.name = ""
        self.loans = self.since = 0
        self.kept: dict[str, Database] = {}
        self.own: psycopg2.extensions.connection | None = None
        with maintenance(template) as cursor:
            cursor.execute(TABLES)
            tables = [str(row[0]) for row in cursor.fetchall()]
            cursor.execute(" union all ".join(f"select '{each}', exists (select from {each})" for each in tables))
            found = dict(cursor.fetchall())
            cursor.execute(SEQUENCES)
            resets = [
                f"select setval('{name}', {last or start}, {last is not None})"
                for name, last, start in cursor.fetchall()
            ]
            self.seeds = {each: copied(cursor, each) for each in tables if found[each]}
        shape = " union all ".join(
            [f"select '{each}', count(*), count(*) filter ({NEW}) from {each}" for each in (*CATALOGUES, *self.seeds)]
            + [RIGHTS, LARGE, SCHEMAS]
        )
        emptied = ", ".join(f"d{n} as (delete from {each})" for n, each in enumerate(tables) if not found[each])
        # each is asked after every test: planned once a connection, it costs half
        self.asked = f"prepare shape (xid) as {shape}; prepare emptying as with {emptied} {' union all '.join(resets)}"
        self.shape: list[tuple[object, ...]] = []

    @contextmanager
    def lend(self) -> Iterator[str]:
        """Yield the name of a database that is as the template."""
        if not self.name:
            self.name, self.loans = copy(self.template), 0
            self.look()
        name = self.name
        self.loans += 1
        try:
            yield name
        finally:
            if self.loans < LOANS:
                self.bring_back()
            else:
                self.give_up()

    def database(self, url: str) -> Database:
        """Return the database of a role whose connections stay with the copy; the engine is another for each who asks."""
        if url not in self.kept:
            self.kept[url] = Database(url, options=f"{OPTIONS} -c application_name=kept")
        lent = shallow.copy(self.kept[url])
        lent.engine = self.kept[url].engine.execution_options()
        return lent

    def bring_back(self) -> None:
        """Empty the copy and keep it, under a new name when somebody stayed; one in which more than rows was changed goes."""
        cursor = self.cursor()
        cursor.execute(STAYED)
        if cursor.fetchone() != (0,):
            self.rename()
            cursor = self.cursor()
        else:
            self.as_new()
        now = self.seen(cursor)
        changed = {str(was[0]) for was, each in zip(self.shape, now, strict=True) if was != each}
        if changed - self.seeds.keys():
            self.give_up()
            return
        for table in changed:
            cursor.execute(f"delete from {table}")
            cursor.copy_expert(f"copy {table} from stdin", io.StringIO(self.seeds[table]))
        cursor.execute("execute emptying")
        if changed:
            self.look()

    def rename(self) -> None:
        """Send everybody away and give the copy another name."""
        self.leave()
        fresh = f"zt_{uuid.uuid4().hex[:12]}"
        with maintenance() as cursor:
            cursor.execute(LEAVE, (self.name,))
            while cursor.fetchone() != (0,):
                cursor.execute(LEAVE, (self.name,))
            cursor.execute(f'alter database "{self.name}" rename to "{fresh}"')
        self.name = fresh

    def as_new(self) -> None:
        """Take from the connections that stay whatever a session may hold; of several, let all go."""
        for database in self.kept.values():
            if database.engine.pool.checkedin() > 1:  # type: ignore[attr-defined]
                database.engine.dispose()
            elif database.engine.pool.checkedin():  # type: ignore[attr-defined]
                with database.look_up() as connection:
                    connection.exec_driver_sql("reset all; reset role; select pg_advisory_unlock_all()")

    def cursor(self) -> psycopg2.extensions.cursor:
        """Return a cursor of the desk's own connection, for which no trigger and no foreign key counts."""
        if self.own is None:
            self.own = psycopg2.connect(server_url(self.name), options="-c session_replication_role=replica")
            self.own.autocommit = True
            self.own.cursor().execute(self.asked)
        return self.own.cursor()

    def look(self) -> None:
        """Note how the copy looks now."""
        cursor = self.cursor()
        cursor.execute("select pg_current_xact_id()::text")
        self.since = int(cursor.fetchone()[0]) % 2**32
        self.shape = self.seen(cursor)

    def seen(self, cursor: psycopg2.extensions.cursor) -> list[tuple[object, ...]]:
        """Return what tells whether schema, seeds or rights of a database were changed."""
        cursor.execute("execute shape (%s)", (str(self.since),))
        return cursor.fetchall()

    def leave(self) -> None:
        """End the connections that stay with the copy."""
        for database in self.kept.values():
            database.engine.dispose()
        self.kept.clear()
        if self.own is not None:
            self.own.close()
        self.own = None

    def give_up(self) -> None:
        """Drop the copy."""
        self.leave()
        drop(self.name)
        self.name = ""

    def close(self) -> None:
        """Drop what is left."""
        if self.name:
            self.give_up()


def copied(cursor: psycopg2.extensions.cursor, table: str) -> str:
    """Return the rows of a table as COPY writes them."""
    found = io.StringIO()
    cursor.copy_expert(f"copy {table} to stdout", found)
    return found.getvalue()
