"""`zhitong bodies …`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from sqlalchemy.orm import Session

from backend.bodies import service
from backend.bodies.service import COLUMNS, OPTIONAL
from backend.clock import today
from backend.db import Database
from backend.errors import Refusal
from backend.imports.domain import Outcome, Step
from backend.imports.service import Day, encoded, read_sheet, run
from backend.settings import Settings


@click.group()
def bodies() -> None:
    """Departments, committees and organs that a matter can be handed to."""


@bodies.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@encoded
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_(settings: Settings, file: Path, encoding: str | None, *, dry_run: bool) -> None:
    """Import bodies from a CSV or XLSX: code, name, kind, area_code; may have phone, address, closed_on, duties."""

    def work(session: Session, step: Step) -> Outcome:
        return service.import_bodies(session, read_sheet(file, COLUMNS, OPTIONAL, encoding), step)

    run(settings.database_url, work, steps=2, dry_run=dry_run)


@bodies.command()
@click.argument("login")
@click.argument("code")
@click.option("--from", "since", type=Day(), help="First day of the term; today without it.")
@click.option("--until", type=Day(), help="Last day of the term; until further notice without it.")
@click.option("--duty", default="", help="What they do there, as the office calls it.")
@click.pass_obj
def appoint(settings: Settings, login: str, code: str, since: date | None, until: date | None, duty: str) -> None:
    """Let the account LOGIN act for the body CODE."""
    first = since or today()
    try:
        with Database(settings.database_url).transaction() as session:
            service.appoint(session, login, code, since=first, until=until, duty=duty)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{login} acts for {code} from {first}" + (f" to {until}" if until else ""))


COMMANDS = (bodies,)
