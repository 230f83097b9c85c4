"""`upgrade head` equals the models: the same tables, columns, defaults, constraints and indexes.

The models are built into an empty database of their own and its catalogue is read beside that of the migrated one,
so that checks, generated columns, index methods and partial indexes count too, which Alembic's own comparison
does not see. That comparison runs as well: it is what `alembic` would put into the next migration.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.dialects.postgresql.base import ischema_names

from backend.db import Base
from backend.db.types import Cube, Xid8
from backend.rooms import load_models
from backend.settings import driver_url
from tests.database import maintenance, server_url

# Tables that no room of ours describes, each with its reason.
NOT_OURS = {
    "alembic_version": "Alembic's own note of the revision",
    "spatial_ref_sys": "PostGIS's list of reference systems",
    "installation": "one row, read by name where the epoch is told; written by nobody but the owner",
    "throttle": "an unlogged counter, touched by two statements only",
}
JOBS = "procrastinate_"  # procrastinate brings and migrates its own tables

COLUMNS = """
select c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
  || case when a.attcollation <> t.typcollation then ' collate ' || l.collname else '' end
  || case when a.attnotnull then ' not null' else '' end
  || case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' else '' end
  || case when a.attgenerated = 's' then ' generated as ' when d.adbin is not null then ' default ' else '' end
  || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum left join pg_collation l on l.oid = a.attcollation
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
"""
CONSTRAINTS = """
select c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
from pg_constraint k join pg_class c on c.oid = k.conrelid
where c.relnamespace = 'public'::regnamespace and k.contype in ('c', 'f', 'p', 'u')
"""
INDEXES = """
select c.relname || '.' || i.relname, pg_get_indexdef(x.indexrelid)
from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
where c.relnamespace = 'public'::regnamespace and not exists (select from pg_constraint k where k.conindid = i.oid)
"""


@contextmanager
def connected(database: str) -> Iterator[Connection]:
    """Yield a connection of the owner."""
    engine = create_engine(driver_url(server_url(database)))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture
def built_from_models() -> Iterator[str]:
    """Name of an empty database with the extensions and what the models say."""
    load_models()
    name = f"zt_models_{uuid.uuid4().hex[:12]}"
    with maintenance() as cursor:
        cursor.execute(f'create database "{name}"')
    try:
        with connected(name) as connection:
            connection.execute(text("create extension postgis"))
            connection.execute(text("create extension cube"))
            connection.execute(text("create extension btree_gist"))
            Base.metadata.create_all(connection)
        yield name
    finally:
        with maintenance() as cursor:
            cursor.execute(f'drop database "{name}" with (force)')


def ours(table: str) -> bool:
    """Say whether a room describes this table."""
    return table not in NOT_OURS and not table.startswith(JOBS)


def catalogue(database: str, query: str) -> dict[str, str]:
    """Return what the catalogue says of our tables, by table and name."""
    with connected(database) as connection:
        rows = connection.execute(text(query)).all()
    return {name: said for name, said in rows if ours(name.split(".")[0])}


@pytest.mark.parametrize("query", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
def test_migrated_database_equals_the_models(template: str, built_from_models: str, query: str) -> None:
    migrated, modelled = catalogue(template, query), catalogue(built_from_models, query)
    assert len(migrated) > 20
    differences = {
        name: (migrated.get(name), modelled.get(name))
        for name in sorted(migrated.keys() | modelled.keys())
        if migrated.get(name) != modelled.get(name)
    }
    assert differences == {}, "\n".join(
        f"{name}\n  upgrade head: {a}\n  models:       {b}" for name, (a, b) in differences.items()
    )


def test_next_migration_would_be_empty(template: str) -> None:
    load_models()
    ischema_names.update(xid8=Xid8, cube=Cube)  # types that SQLAlchemy cannot name by itself

    def include(thing: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:
        spatial = alembic_helpers.include_object(thing, name, kind, reflected, compared)
        return spatial and (kind != "table" or ours(str(name)))

    with connected(template) as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": include, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
