"""`zhitong deputies …`."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.deputies import service
from backend.deputies.service import COLUMNS, OPTIONAL
from backend.imports.domain import Outcome, Step
from backend.imports.service import encoded, read_sheet, run
from backend.settings import Settings


@click.group()
def deputies() -> None:
    """Deputies of the People's Congresses."""


@deputies.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@encoded
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_(settings: Settings, file: Path, encoding: str | None, *, dry_run: bool) -> None:
    """Import deputies from a CSV or XLSX: code, name, level, area_code, station_code; may have term_to, group_code, group_name, cells."""

    def work(session: Session, step: Step) -> Outcome:
        return service.import_deputies(session, read_sheet(file, COLUMNS, OPTIONAL, encoding), step)

    run(settings.database_url, work, steps=2, dry_run=dry_run)


@deputies.command("template")
def template() -> None:
    """Print the CSV to fill in for the import, with one row as an example."""
    click.echo(service.template(), nl=False)


COMMANDS = (deputies,)
