"""`zhitong venues …`."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.activities.service import venues as service
from backend.imports.domain import Outcome, Step
from backend.imports.service import encoded, layered, read_points, run
from backend.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def venues() -> None:
    """Squares, parks and corridors where people meet the law (普法阵地)."""


@venues.command("import")
@click.argument("file", type=FILE)
@click.option("--crs", help="System of lon and lat, e.g. gcj02 or EPSG:4490.")
@encoded
@layered
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_(
    settings: Settings, file: Path, crs: str | None, encoding: str | None, layer: str | None, *, dry_run: bool
) -> None:
    """Import venues from a CSV, an XLSX or points: code, kind, name, area_code, lon, lat, and more (docs)."""

    def work(session: Session, step: Step) -> Outcome:
        rows, named, notes = read_points(file, service.COLUMNS, service.OPTIONAL, crs, layer=layer, encoding=encoding)
        outcome = service.import_venues(session, rows, named, step)
        outcome.notes[:0] = notes
        return outcome

    run(settings.database_url, work, steps=2, dry_run=dry_run)


COMMANDS = (venues,)
