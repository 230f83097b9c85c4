"""`zhitong areas …`."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.grid import service
from backend.grid.service.areas import COLUMNS, OPTIONAL
from backend.imports.domain import Outcome, Step
from backend.imports.service import encoded, layered, read_features, read_sheet, run
from backend.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def areas() -> None:
    """Administrative divisions."""


@areas.command("import")
@click.argument("file", type=FILE)
@click.option("--outlines", type=FILE, help="GeoJSON, GeoPackage or zipped Shapefile with the property code.")
@click.option("--crs", help="Reference system of the outlines when their file names none.")
@encoded
@layered
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_(
    settings: Settings,
    file: Path,
    outlines: Path | None,
    crs: str | None,
    encoding: str | None,
    layer: str | None,
    *,
    dry_run: bool,
) -> None:
    """Import areas from a CSV or XLSX: code, name, level, parent_code; may have valid_from, valid_to, successor_code, aliases."""

    def work(session: Session, step: Step) -> Outcome:
        rows = read_sheet(file, COLUMNS, OPTIONAL, encoding)
        shapes = read_features(outlines, crs, layer=layer, encoding=encoding) if outlines else None
        outcome = service.import_areas(session, rows, shapes, step)
        outcome.notes[:0] = shapes.notes if shapes else []
        return outcome

    run(settings.database_url, work, steps=6, dry_run=dry_run)


COMMANDS = (areas,)
