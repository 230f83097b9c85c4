"""Making and upgrading the database: its roles, then the migrations, by the owner."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from backend.db.engine import LIMITS
from backend.db.migrations.expand import digest
from backend.settings import Roles, Settings, driver_url, role_password

MIGRATIONS = Path(__file__).with_name("migrations")
TRIES = 5
# The columns as they are: an older text knows fewer.
MADE = text("select jsonb_build_object('made_from', '', 'demo', false) || to_jsonb(i) from installation i")


class OtherTextError(Exception):
    """The database was made from another text of the first version, which no migration leads from."""


def migrate(settings: Settings, revision: str = "head", *, demo_anew: bool = False) -> bool:
    """Bring the database of `settings.database_url` to `revision`; run as its owner. May be repeated.

    `demo_anew`: a demo that was made from an earlier text is emptied and made again. Returns whether that was done.
    Raises OtherTextError for any other database that was: what people sent is in it.
    """
    from alembic import command  # noqa: PLC0415 - loaded for this one command
    from alembic.config import Config  # noqa: PLC0415

    engine = create_engine(driver_url(settings.database_url))
    try:
        with engine.begin() as connection:
            other = make_room(connection, demo_anew=demo_anew)
            make_roles(connection, settings)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            config.attributes["roles"] = settings.roles
            command.upgrade(config, revision)
            return other
    finally:
        engine.dispose()


def make_room(connection: Connection, *, demo_anew: bool) -> bool:
    """Empty a demo's database that was made from another text; return whether there was one. See `migrate`."""
    if connection.scalar(text("select to_regclass('public.installation')")) is None:
        return False
    made = connection.execute(MADE).scalar_one()
    if made["made_from"] == digest():
        return False
    if not (demo_anew and made["demo"]):
        raise OtherTextError
    connection.execute(text("drop schema public cascade"))
    connection.execute(text("create schema public"))
    return True


def make_roles(connection: Connection, settings: Settings) -> None:
    """Make the three roles: two that log in and own nothing, one that nobody can become."""
    roles = settings.roles
    for role, login in ((roles.app, True), (roles.worker, True), (roles.definer, False)):
        known = connection.scalar(text("select 1 from pg_roles where rolname = :role"), {"role": role})
        if not known:
            of_server(connection, f'create role "{role}" nosuperuser nocreatedb nocreaterole noinherit nobypassrls')
        if login:
            limit(connection, role)
            password = role_password(settings.secret_key, role)
            of_server(connection, f"alter role \"{role}\" login password '{password}'")
    if connection.scalar(text("select rolsuper from pg_roles where rolname = current_user")):
        keep_words_out_of_the_log(connection, roles)
    else:
        of_server(connection, f'grant "{roles.definer}" to current_user')
    database = connection.scalar(text("select current_database()"))
    connection.execute(text(f'revoke all on database "{database}" from public'))
    connection.execute(text("revoke create on schema public from public"))
    for role in (roles.app, roles.worker):
        connection.execute(text(f'grant connect on database "{database}" to "{role}"'))
        connection.execute(text(f'grant usage on schema public to "{role}"'))
    connection.execute(text(f'grant usage, create on schema public to "{roles.definer}"'))


def limit(connection: Connection, role: str) -> None:
    """Give every connection of a role its limits of time, whichever library makes it (T57)."""
    for name, value in LIMITS.items():
        of_server(connection, f'alter role "{role}" set {name} = {value}')


def of_server(connection: Connection, statement: str) -> None:
    """Run a statement on what belongs to the whole server, again when another database's making came in between.

    No lock of ours reaches across databases; the second of two that change one role is refused when the first commits.
    """
    for left in reversed(range(TRIES)):
        try:
            with connection.begin_nested():
                connection.execute(text(statement))
        except DBAPIError as error:
            met = str(getattr(error.orig, "pgcode", "")) in {"XX000", "23505", "42710"}
            if "create role" in statement and met:
                return
            if not met or not left:
                raise
        else:
            return


def keep_words_out_of_the_log(connection: Connection, roles: Roles) -> None:
    """Let the server's log tell that a statement failed, not what stood in it: people's words are in it (T38).

    Only a superuser may set this; for another owner `zhitong check` says what to ask the server's administrator for.
    """
    for role in (roles.app, roles.worker):
        for name, value in (("log_min_error_statement", "panic"), ("log_error_verbosity", "terse")):
            of_server(connection, f'alter role "{role}" set {name} = {value}')
