"""Running an import from the command line: one transaction, a progress bar, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.imports.domain import ImportRefused, Outcome, Step, day_of
from backend.imports.service.tables import ENCODINGS

# An import of a province may compare for minutes; nobody else waits on it but for the moment it writes.
OPTIONS = "-c statement_timeout=1800000 -c lock_timeout=10000 -c timezone=UTC"
LOCK_NOT_AVAILABLE = "55P03"
Work = Callable[[Session, Step], Outcome]
# Options that imports share.
encoded = click.option(
    "--encoding",
    type=click.Choice([*ENCODINGS], case_sensitive=False),
    help="Of a CSV that is not UTF-8, of a Shapefile without .cpg.",
)
layered = click.option("--layer", help="Which layer, when a GeoPackage has several.")


class Day(click.ParamType[date]):
    """A day, YYYY-MM-DD."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        try:
            return day_of(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day like 2026-11-21", param, ctx)


def run(database_url: str, work: Work, *, steps: int, dry_run: bool) -> None:
    """Run `work` as the owner in one transaction and tell what it did.

    `steps`: how many steps it will tell of. `dry_run`: do everything, then roll back. A refusal
    lists every finding on standard error and ends the process with 1; nothing is stored.
    """
    errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    try:
        outcome = _in_one_transaction(database_url, work, steps, errors, dry_run=dry_run)
    except OperationalError as error:
        if getattr(error.orig, "pgcode", None) != LOCK_NOT_AVAILABLE:
            raise
        busy = "another import, or something else that holds the database, is running: nothing is stored, try again"
        raise click.ClickException(busy) from error
    except ImportRefused as refusal:
        for finding in refusal.findings:
            errors.print(finding.line())
        # ClickException, not Exit: who calls the command from Python must see the refusal too.
        raise click.ClickException(f"refused: {len(refusal.findings)} found, nothing is stored") from refusal
    for note in outcome.notes:
        click.echo(note)
    done = ", ".join(f"{count} {name}" for name, count in outcome.counts.items())
    click.echo(f"{'dry run, nothing is stored: ' if dry_run else ''}{done}")


def _in_one_transaction(database_url: str, work: Work, steps: int, errors: Console, *, dry_run: bool) -> Outcome:
    outcome = Outcome()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    database = Database(database_url, pool=1, options=OPTIONS)
    try:
        with Progress(*columns, console=errors, transient=True) as bar:
            task = bar.add_task("reading", total=steps)

            def step(name: str) -> None:
                bar.update(task, advance=1, description=name)

            with database.transaction(Context(service="import")) as session:
                outcome = work(session, step)
                if dry_run:
                    session.rollback()
    finally:
        database.engine.dispose()
    return outcome
