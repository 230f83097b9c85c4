"""`zhitong routing …`."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.imports.domain import Outcome, Step
from backend.imports.service import encoded, read_sheet, run
from backend.routing import service
from backend.routing.service import COLUMNS, OPTIONAL
from backend.settings import Settings


@click.group()
def routing() -> None:
    """Rules of dispatch: which body gets what."""


@routing.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@encoded
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_(settings: Settings, file: Path, encoding: str | None, *, dry_run: bool) -> None:
    """Import rules from a CSV or XLSX: position, area_code, channel.

    May have category, body (its code), days, from_day, until_day, weekdays (like 1 2 3 4 5), from_hour, until_hour, note,
    disabled (yes). A rule at a position that is taken in its county is written anew.
    """

    def work(session: Session, step: Step) -> Outcome:
        return service.import_rules(session, read_sheet(file, COLUMNS, OPTIONAL, encoding), step)

    run(settings.database_url, work, steps=2, dry_run=dry_run)


COMMANDS = (routing,)
