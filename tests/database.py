"""Databases for tests: copies of the template, and one copy a process that is brought back after each test.

A copy costs a tenth of a second of the disk and two checkpoints, bringing one back a tenth of that.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROLES = "zhitong_test"
# A copy is given up after so many loans, as deleted rows stay in its indexes.
LOANS = 100
CATALOGUES = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_type", "pg_proc", "pg_trigger",
    "pg_policy", "pg_rewrite", "pg_namespace", "pg_default_acl", "pg_extension", "pg_event_trigger", "pg_statistic_ext",
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
NEW = "where age(xmin) <= age('%s'::xid)"
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
    """Lends one copy after the other; one whose schema, seeds and rights are as they were is lent again, emptied.

    Each loan has a name of its own: who stayed from the test before finds no database any more.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self.name = ""
        self.loans = self.since = 0
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
        seeds = [each for each in tables if found[each]]
        self.shape_of = " union all ".join(
            [f"select '{each}', count(*), count(*) filter ({NEW}) from {each}" for each in (*CATALOGUES, *seeds)]
            + [RIGHTS, LARGE]
        )
        emptied = [f"delete from {each}" for each in tables if not found[each]]
        self.emptying = ";".join(["set session_replication_role = replica", *emptied, *resets])
        self.shape: list[tuple[object, ...]] = []

    @contextmanager
    def lend(self) -> Iterator[str]:
        """Yield the name of a database that is as the template."""
        if not self.name:
            self.name, self.loans = copy(self.template), 0
            with maintenance(self.name) as cursor:
                cursor.execute("select pg_current_xact_id()::text")
                self.since = int(cursor.fetchone()[0]) % 2**32
                self.shape = self.seen(cursor)
        name, self.name = self.name, ""
        self.loans += 1
        try:
            yield name
        finally:
            if self.loans < LOANS:
                self.bring_back(name)
            else:
                drop(name)

    def bring_back(self, name: str) -> None:
        """Empty a database under a new name and keep it; one in which more than rows was changed goes."""
        fresh = f"zt_{uuid.uuid4().hex[:12]}"
        with maintenance() as cursor:
            cursor.execute(LEAVE, (name,))
            while cursor.fetchone() != (0,):
                cursor.execute(LEAVE, (name,))
            cursor.execute(f'alter database "{name}" rename to "{fresh}"')
        with maintenance(fresh) as cursor:
            if same := self.seen(cursor) == self.shape:
                cursor.execute(self.emptying)
        if same:
            self.name = fresh
        else:
            drop(fresh)

    def seen(self, cursor: psycopg2.extensions.cursor) -> list[tuple[object, ...]]:
        """Return what tells whether schema, seeds or rights of a database were changed."""
        cursor.execute(self.shape_of.replace("%s", str(self.since)))
        return cursor.fetchall()

    def close(self) -> None:
        """Drop what is left."""
        if self.name:
            drop(self.name)
