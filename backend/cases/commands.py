"""`zhitong cases …`."""

from __future__ import annotations

import click

from backend.cases import queries
from backend.db import Database
from backend.settings import Settings


@click.group()
def cases() -> None:
    """The handling of matters."""


@cases.command()
@click.option("--edition", type=int, required=True, help="Number of the edition, as `zhitong cells import` tells it.")
@click.pass_obj
def moved(settings: Settings, edition: int) -> None:
    """List the open cases that an edition of the grid brought into another cell, as CSV."""
    database = Database(settings.database_url, pool=1)
    try:
        with database.transaction() as session:
            found = queries.remapped(session, edition)
    finally:
        database.engine.dispose()
    click.echo("case,former_cell,cell")
    for number, former, cell in found:
        click.echo(f"{number},{former or ''},{cell}")
    click.echo(f"{len(found)} open cases have another cell", err=True)


COMMANDS = (cases,)
