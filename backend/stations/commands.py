"""`zhitong cells …`, `zhitong stations …`.

Cells are imported here and not in `grid`, because a new edition ends with its posts attached again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.clock import today
from backend.db import Database
from backend.geo.crs import NAMES, Crs
from backend.grid.domain import SYNTHETIC_NOTE, Edition
from backend.grid.service import import_cells
from backend.imports.domain import Outcome, Step, text_fault
from backend.imports.service import Day, read_features, read_table, run
from backend.settings import Settings
from backend.stations import service
from backend.stations.service.fact_imports import COLUMNS as FACT_COLUMNS
from backend.stations.service.fact_imports import OPTIONAL as FACT_OPTIONAL
from backend.stations.service.fact_imports import import_facts
from backend.stations.service.imports import COLUMNS, OPTIONAL

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PLAIN = {"EPSG:4326": "wgs84", "EPSG:4490": "cgcs2000"}
MOST_TEXT = 200


@click.group()
def cells() -> None:
    """Editions of the grid."""


@cells.command("import")
@click.argument("file", type=FILE)
@click.option("--area", required=True, help="Code of the area the edition is for.")
@click.option("--edition", "name", required=True, help="Name of the edition.")
@click.option("--in-force-from", "day", required=True, type=Day(), help="First day it is in force.")
@click.option("--source", required=True, help="Where the drawing comes from.")
@click.option("--synthetic", is_flag=True, help="Made-up lines, labelled so on every map.")
@click.option("--attribution", default="", help="Text under the map.")
@click.option("--crs", help="Reference system when the file names none, e.g. EPSG:4490.")
@click.option("--no-outline", "unbounded", is_flag=True, help="The area has no outline yet: do not look for gaps.")
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_cells_(
    settings: Settings,
    file: Path,
    area: str,
    name: str,
    day: date,
    source: str,
    attribution: str,
    crs: str | None,
    *,
    synthetic: bool,
    unbounded: bool,
    dry_run: bool,
) -> None:
    """Import an edition of the grid from a GeoJSON: code, area_code, households; may have name, kind."""
    for option, given in (("--edition", name), ("--source", source), ("--attribution", attribution)):
        if what := text_fault(option, given, MOST_TEXT):
            raise click.BadParameter(what)
    if not name:
        raise click.BadParameter("--edition is empty")
    edition = Edition(area, name, day, source, synthetic, attribution or (SYNTHETIC_NOTE if synthetic else ""))

    def work(session: Session, step: Step) -> Outcome:
        drawn = read_features(file, crs)
        stored, prefix, outcome = import_cells(session, drawn, edition, step, unbounded=unbounded)
        step("attaching posts")
        service.reattach(session, stored, prefix, outcome)
        return outcome

    run(settings.database_url, work, steps=7, dry_run=dry_run)


@cells.command()
@click.option("--area", required=True, help="Code of the area: six, nine or twelve digits.")
@click.pass_obj
def blank(settings: Settings, area: str) -> None:
    """List the cells without a collection post (空白网格) as CSV, and say the coverage rate."""
    database = Database(settings.database_url, pool=1)
    try:
        with database.transaction() as session:
            found = service.coverage(session, area, today())
    finally:
        database.engine.dispose()
    click.echo("code,name,village,households")
    for cell in found.blank:
        click.echo(f"{cell.code},{cell.name},{cell.village},{cell.households}")
    click.echo(f"{found.covered} of {len(found.cells)} cells have a post: {found.rate:.1%}", err=True)


@click.group()
def stations() -> None:
    """Contact points, liaison points, collection posts."""


@stations.command("import")
@click.argument("file", type=FILE)
@click.option("--crs", type=click.Choice([*NAMES, *PLAIN], case_sensitive=False), help="System of lon and lat.")
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_stations_(settings: Settings, file: Path, crs: str | None, *, dry_run: bool) -> None:
    """Import stations from a CSV: code, name, kind, parent_code, area_code, lon, lat, and more (docs)."""

    def work(session: Session, step: Step) -> Outcome:
        rows = read_table(file, COLUMNS, OPTIONAL)
        return service.import_stations(session, rows, _crs(crs), today(), step)

    run(settings.database_url, work, steps=4, dry_run=dry_run)


@stations.command("facts")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_facts_(settings: Settings, file: Path, *, dry_run: bool) -> None:
    """Import facts of stations from a CSV: station_code, kind, value, and more (docs)."""

    def work(session: Session, step: Step) -> Outcome:
        return import_facts(session, read_table(file, FACT_COLUMNS, FACT_OPTIONAL), step)

    run(settings.database_url, work, steps=2, dry_run=dry_run)


def _crs(name: str | None) -> Crs | None:
    wanted = PLAIN.get((name or "").upper(), (name or "").lower())
    return next((known for known in NAMES if known == wanted), None)


COMMANDS = (cells, stations)
