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
@click.option("--resume", is_flag=True, help="Go on from the last anchor up to which it was found whole.")
@click.pass_obj
def verify(settings: Settings, *, resume: bool) -> None:
    """Verify the record; exit code 1 and one line a fault when it was altered."""
    anchors = service.Anchors(settings.var)
    since = anchors.last_verified() if resume else None
    faults = 0
    with Database(settings.database_url).transaction() as session:
        for fault in service.verify(session, anchors, since=since):
            click.echo(fault)
            faults += 1
        count = service.links(session)
    if faults:
        raise SystemExit(1)
    click.echo(f"the record is whole: {count} links" + (f", those after {since.seq} looked at" if since else ""))


COMMANDS = (audit,)
