"""`zhitong hotspots …`."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.db import Context, Database
from backend.grid import service as grid
from backend.settings import Settings


@click.group()
def hotspots() -> None:
    """What the map is computed from."""


@hotspots.command()
@click.pass_obj
def refresh(settings: Settings) -> None:
    """Find anew which cells touch. Imports keep this by themselves; run it after cells came in another way."""
    with Database(settings.database_url, options="-c statement_timeout=0").transaction(
        Context(service="import")
    ) as session:
        click.echo(f"{_refresh(session)} pairs of neighbours")


def _refresh(session: Session) -> int:
    found = grid.refresh_neighbours(session)
    append(session, "neighbours.refreshed", "cell_neighbour", "-")
    return found


COMMANDS = (hotspots,)
