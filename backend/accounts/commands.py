"""`zhitong accounts …`."""

from __future__ import annotations

import click

from backend.accounts import service
from backend.accounts.domain import ROLES
from backend.db import Database
from backend.settings import Settings


@click.group()
def accounts() -> None:
    """People who log in."""


@accounts.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", "roles", multiple=True, required=True, help=f"ROLE:AREA, ROLE one of {', '.join(ROLES)}.")
@click.password_option(help="At least 8 characters, 12 for administrators.")
@click.pass_obj
def create(settings: Settings, login: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Create an account."""
    pairs = [(role, area) for role, _, area in (text.partition(":") for text in roles)]
    with Database(settings.database_url).transaction() as session:
        service.create(session, login, name, password, pairs)
    click.echo(f"created {login}")


@accounts.command()
@click.argument("login")
@click.password_option()
@click.pass_obj
def passwd(settings: Settings, login: str, password: str) -> None:
    """Set a new password; every session of the account ends."""
    with Database(settings.database_url).transaction() as session:
        service.set_password(session, login, password)
    click.echo(f"password of {login} changed; all its sessions have ended")


@accounts.command()
@click.argument("login")
@click.pass_obj
def disable(settings: Settings, login: str) -> None:
    """Close an account; every session of it ends."""
    with Database(settings.database_url).transaction() as session:
        service.disable(session, login)
    click.echo(f"{login} is closed; all its sessions have ended")


COMMANDS = (accounts,)
