"""`zhitong demo`."""

from __future__ import annotations

import click

from backend.codes.service import use_keys
from backend.contacts.service import use_keys as use_contact_keys
from backend.demo import service
from backend.settings import Settings
from backend.wishes.service import use_keys as use_wish_keys


@click.command()
@click.option("--print", "only_print", is_flag=True, help="Only say how to get in.")
@click.pass_obj
def demo(settings: Settings, *, only_print: bool) -> None:
    """Fill a fresh installation with two demo counties and months of made-up reports."""
    use_keys(settings)
    use_contact_keys(settings)
    use_wish_keys(settings)
    if only_print:
        click.echo(service.welcome(settings))
    elif service.fill(settings):
        click.echo("the demo is in")
    else:
        click.echo("the demo was in already")


COMMANDS = (demo,)
