"""`zhitong areas …`."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.grid import service
from backend.grid.service.areas import COLUMNS, OPTIONAL
from backend.imports.domain import Outcome, Step
from backend.imports.service import read_features, read_table, run
from backend.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def areas() -> None:
    """Administrative divisions."""


@areas.command("import")
@click.argument("file", type=FILE)
@click.option("--outlines", type=FILE, help="GeoJSON with the property code.")
@click.option("--crs", help="Reference system of the outlines when their file names none.")
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_(settings: Settings, file: Path, outlines: Path | None, crs: str | None, *, dry_run: bool) -> None:
    """Import areas from a CSV: code, name, level, parent_code; may have valid_from, valid_to, successor_code, aliases."""

    def work(session: Session, step: Step) -> Outcome:
        rows = read_table(file, COLUMNS, OPTIONAL)
        return service.import_areas(session, rows, read_features(outlines, crs) if outlines else None, step)

    run(settings.database_url, work, steps=6, dry_run=dry_run)


COMMANDS = (areas,)
