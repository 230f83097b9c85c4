"""`zhitong audit …`."""

from __future__ import annotations

import click

from backend.audit import service
from backend.db import Context, Database
from backend.settings import Settings


@click.group()
def audit() -> None:
    """The record of who did what."""


@audit.command()
@click.pass_obj
def seal(settings: Settings) -> None:
    """Chain the committed entries now and write an anchor."""
    with Database(settings.database_url).transaction(Context(service="seal")) as session:
        end = service.seal(session)
    if end:
        service.Anchors(settings.var).add(end)
    click.echo(f"sealed up to link {end.seq}" if end else "nothing new to seal")


@audit.command()
@click.pass_obj
def verify(settings: Settings) -> None:
    """Verify the record; exit code 1 and one line a fault when it was altered."""
    with Database(settings.database_url).transaction() as session:
        faults = list(service.verify(session, service.Anchors(settings.var)))
        count = service.links(session)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo(f"the record is whole: {count} links")


COMMANDS = (audit,)
