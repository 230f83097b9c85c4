"""`zhitong stations …`."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.clock import today
from backend.imports.domain import Outcome, Step
from backend.imports.service import encoded, layered, read_points, read_sheet, run
from backend.settings import Settings
from backend.stations import service
from backend.stations.service.fact_imports import COLUMNS as FACT_COLUMNS
from backend.stations.service.fact_imports import OPTIONAL as FACT_OPTIONAL
from backend.stations.service.fact_imports import import_facts
from backend.stations.service.imports import COLUMNS, OPTIONAL

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_TEXT = 200


@click.group()
def stations() -> None:
    """Contact points, liaison points, collection posts."""


@stations.command("import")
@click.argument("file", type=FILE)
@click.option("--crs", help="System of lon and lat, e.g. gcj02 or EPSG:4490.")
@encoded
@layered
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_stations_(
    settings: Settings, file: Path, crs: str | None, encoding: str | None, layer: str | None, *, dry_run: bool
) -> None:
    """Import stations from a CSV, an XLSX, or the points of a GeoJSON, GeoPackage or zipped Shapefile: code, name, kind, parent_code, area_code, lon, lat, and more (docs)."""

    def work(session: Session, step: Step) -> Outcome:
        rows, named, notes = read_points(file, COLUMNS, OPTIONAL, crs, layer=layer, encoding=encoding)
        outcome = service.import_stations(session, rows, named, today(), step)
        outcome.notes[:0] = notes
        return outcome

    run(settings.database_url, work, steps=4, dry_run=dry_run)


@stations.command("facts")
@click.argument("file", type=FILE)
@encoded
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_facts_(settings: Settings, file: Path, encoding: str | None, *, dry_run: bool) -> None:
    """Import facts of stations from a CSV or XLSX: station_code, kind, value, and more (docs)."""

    def work(session: Session, step: Step) -> Outcome:
        return import_facts(session, read_sheet(file, FACT_COLUMNS, FACT_OPTIONAL, encoding), step)

    run(settings.database_url, work, steps=2, dry_run=dry_run)


COMMANDS = (stations,)
