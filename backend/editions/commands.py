"""`zhitong cells …`.

Cells are imported here and not in `grid`, because a new edition ends with its posts attached again and its moves counted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.clock import today
from backend.db import Database
from backend.editions import queries, service
from backend.grid.domain import SYNTHETIC_NOTE, Edition
from backend.grid.service import import_cells
from backend.imports.domain import Outcome, Step, text_fault
from backend.imports.service import Day, encoded, layered, read_features, run
from backend.settings import Settings
from backend.stations import service as stations

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
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
@click.option("--by", default="", help="Who brings it, as the desk names them.")
@click.option("--crs", help="Reference system when the file names none, e.g. gcj02 or EPSG:4490.")
@encoded
@layered
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
    by: str,
    crs: str | None,
    encoding: str | None,
    layer: str | None,
    *,
    synthetic: bool,
    unbounded: bool,
    dry_run: bool,
) -> None:
    """Import an edition of the grid from a GeoJSON, GeoPackage or zipped Shapefile: code, area_code, households; may have name, kind."""
    for option, given in (("--edition", name), ("--source", source), ("--attribution", attribution), ("--by", by)):
        if what := text_fault(option, given, MOST_TEXT):
            raise click.BadParameter(what)
    if not name:
        raise click.BadParameter("--edition is empty")
    told = attribution or (SYNTHETIC_NOTE if synthetic else "")
    called = "".join(letter for letter in file.name if letter.isprintable())[:MOST_TEXT]
    edition = Edition(area, name, day, source, synthetic, told, called, by)

    def work(session: Session, step: Step) -> Outcome:
        drawn = read_features(file, crs, layer=layer, encoding=encoding)
        stored, prefix, outcome = import_cells(session, drawn, edition, step, unbounded=unbounded)
        step("attaching posts")
        stations.reattach(session, stored, prefix, outcome)
        step("counting what moves")
        service.record(session, stored, outcome)
        outcome.notes[:0] = drawn.notes
        return outcome

    run(settings.database_url, work, steps=10, dry_run=dry_run)


@cells.command()
@click.option("--area", required=True, help="Code of the area: six, nine or twelve digits.")
@click.pass_obj
def blank(settings: Settings, area: str) -> None:
    """List the cells without a collection post (空白网格) as CSV, and say the coverage rate."""
    database = Database(settings.database_url, pool=1)
    try:
        with database.transaction() as session:
            found = stations.coverage(session, area, today())
    finally:
        database.engine.dispose()
    click.echo("code,name,village,households")
    for cell in found.blank:
        click.echo(f"{cell.code},{cell.name},{cell.village},{cell.households}")
    click.echo(f"{found.covered} of {len(found.cells)} cells have a post: {found.rate:.1%}", err=True)


@cells.command()
@click.option("--edition", required=True, type=int, help="Its number, as the import told it.")
@click.pass_obj
def moved(settings: Settings, edition: int) -> None:
    """List which reports an edition moved on the map, from which cell to which, as CSV."""
    database = Database(settings.database_url, pool=1)
    try:
        with database.transaction() as session:
            found = queries.moves(session, edition)
    finally:
        database.engine.dispose()
    click.echo("former,cell,reports")
    for flow in found:
        click.echo(f"{flow.former or ''},{flow.cell or ''},{flow.n}")
    click.echo(f"{sum(flow.n for flow in found)} reports count in another cell", err=True)


@cells.command()
@click.option("--edition", required=True, type=int, help="Its number, as the import told it.")
@click.option("--dry-run", is_flag=True, help="Check, take nothing back.")
@click.pass_obj
def withdraw(settings: Settings, edition: int, *, dry_run: bool) -> None:
    """Take back an edition that is not in force yet: the cells before it go on."""

    def work(session: Session, step: Step) -> Outcome:
        step("taking back")
        return Outcome({"edition taken back": 1}, [service.take_back(session, edition, today())])

    run(settings.database_url, work, steps=1, dry_run=dry_run)


COMMANDS = (cells,)
