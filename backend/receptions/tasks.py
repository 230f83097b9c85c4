"""What receptions do by themselves."""

from __future__ import annotations

from uuid import UUID

from backend.db import Context, Database
from backend.jobs.registry import task
from backend.receptions import service
from backend.receptions.schemas import ended_words

PROVINCE = 2  # digits of a province's code: a deputy of the city or the province receives at a township's station, too


@task("receptions.tell_speaker")
def tell_speaker(database: Database, initiative: str, area: str) -> None:
    """Tell who spoke at a reception how the suggestion ended that came of it, once, however often this runs."""
    context = Context.of_service("receptions.tell_speaker", (area[:PROVINCE],))
    with database.transaction(context) as session:
        service.tell_speaker(session, UUID(initiative), ended_words)
