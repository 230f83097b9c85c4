"""Sending a login link by the office's gateway."""

from __future__ import annotations

from uuid import UUID

from backend.accounts import service
from backend.accounts.domain.links import token_of
from backend.db import Context, Database
from backend.http.gateway import hand_in, passing
from backend.jobs.registry import RUNNING, Again, task
from backend.settings import Settings

CONTEXT = Context(service="accounts.send_link")


@task("accounts.send_link", attempts=4)
def send_link(database: Database, link: str) -> None:
    """Hand a login link in to the gateway, under its own id at every try; nothing where there is no such link.

    The address leads to the desk, its token behind the #, where no server sees it.
    """
    settings, which = RUNNING["settings"], UUID(link)
    with database.transaction(CONTEXT) as session:
        phone = service.links.due(session, which, settings.contact_key)
    if phone is None or not settings.gateway_url:
        return
    outcome = hand_in(settings, which, {"template": "login.link", "phone": phone, "url": address(settings, which)})
    if outcome.good:
        with database.transaction(CONTEXT) as session:
            service.links.sent(session, which)
    elif passing(outcome):
        raise Again(outcome.retry_after or None)


def address(settings: Settings, link: UUID) -> str:
    """Return the address of a link as it is sent."""
    return f"{settings.public_url}/desk/login#{token_of(settings.derive('login link'), link)}"
