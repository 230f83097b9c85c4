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
    """Find anew which cells touch, and draw townships and villages anew. Imports do both by themselves; run it after cells came in another way."""
    with Database(settings.database_url, options="-c statement_timeout=0").transaction(
        Context(service="import")
    ) as session:
        pairs, outlines = _refresh(session)
    click.echo(f"{pairs} pairs of neighbours, {outlines} outlines")


def _refresh(session: Session) -> tuple[int, int]:
    found = grid.refresh_neighbours(session), grid.refresh_outlines(session)
    append(session, "neighbours.refreshed", "cell_neighbour", "-")
    return found


COMMANDS = (hotspots,)
