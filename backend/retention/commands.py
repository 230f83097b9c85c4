"""`zhitong retention …`."""

from __future__ import annotations

import click

from backend.attachments.store import Store
from backend.clock import CHINA
from backend.db import Database
from backend.retention import service
from backend.settings import Settings


@click.group()
def retention() -> None:
    """How long what people said is kept."""


@retention.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.pass_obj
def run(settings: Settings, *, dry_run: bool) -> None:
    """Delete what has been kept long enough, as the worker does each day."""
    database = Database(settings.database_url, pool=1)
    try:
        if dry_run:
            with database.transaction(service.context()) as session:
                for each in service.due(session):
                    since = (
                        f", the first at its end since {each.since.astimezone(CHINA):%Y-%m-%d}" if each.since else ""
                    )
                    click.echo(f"{each.kind}: {each.reports} reports, {each.days} days after their end{since}")
            return
        files = Store(settings.var)
        batches = service.run(lambda: database.transaction(service.context()), files, settings.backup_keep_days)
        for batch in batches:
            click.echo(f"{batch.kind}: {len(batch.subjects)} subjects; {counted(batch)}")
        click.echo(f"done; what a backup still holds of it is gone in {settings.backup_keep_days} days")
    finally:
        database.engine.dispose()


@retention.command()
@click.option("--most", default=50, show_default=True, help="Lines, the newest first.")
@click.pass_obj
def register(settings: Settings, most: int) -> None:
    """Show the deletion register; exit code 1 when a line is not as it was written."""
    database = Database(settings.database_url, pool=1)
    try:
        with database.transaction() as session:
            lines = service.register(session, most)
    finally:
        database.engine.dispose()
    for line, good in lines:
        altered = "" if good else " ALTERED"
        click.echo(
            f"{line.at.astimezone(CHINA):%Y-%m-%d %H:%M} {line.batch.kind} ({line.batch.days} days):"
            f" {len(line.batch.subjects)} subjects; {counted(line.batch)}; in backups until {line.backups_until}{altered}"
        )
    if not all(good for _, good in lines):
        raise SystemExit(1)


def counted(batch: service.Batch) -> str:
    """Return how many rows of which table went."""
    return ", ".join(f"{table} {n}" for table, n in sorted(batch.counts.items()))


COMMANDS = (retention,)
