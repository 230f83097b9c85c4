"""GET /api/bulletins, GET /api/bulletins/preview, GET /api/bulletins/{id}."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.bulletins import service
from backend.bulletins.schemas import (
    BulletinListSchema,
    BulletinQuerySchema,
    BulletinSchema,
    BulletinsSchema,
    asked_of,
    bulletin_wire,
    page_wire,
)
from backend.http.current import current_settings
from backend.http.paging import day_and_id
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer

blp = Blueprint(
    "bulletins", __name__, url_prefix="/api", description="Bulletins: what a period came to, and what may be said of it"
)
# Seconds a statement of a preview may take; a dear one gives way.
LONGEST = 5.0


@blp.route("/bulletins")
class Bulletins(MethodView):
    """Those that were issued."""

    @blp.arguments(BulletinListSchema, location="query")
    @blp.response(200, BulletinsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the bulletins of one's scope, newest first, and the areas there are any of."""
        require_viewer(*READERS)
        last, most = day_and_id(asked["cursor"]), asked["limit"]
        found, areas = transact(lambda session: (
            service.listed(session, area=asked["area"], kind=asked["kind"], last=last, most=most + 1),
            service.places(session),
        ))  # fmt: skip
        return page_wire(found, most, areas)


@blp.route("/bulletins/preview")
class Preview(MethodView):
    """What is not issued."""

    @blp.arguments(BulletinQuerySchema, location="query")
    @blp.response(200, BulletinSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    @blp.alt_response(404, description="no such area in your scope")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Look at the running week or month, or at days of one's own choice, as they stand now; nothing is kept."""
        require_viewer(*READERS)
        (area, kind, span), own = asked_of(asked), current_settings()
        return bulletin_wire(transact(lambda session: service.look(session, area, kind, span, own), seconds=LONGEST))


@blp.route("/bulletins/<uuid:bulletin_id>")
class OneBulletin(MethodView):
    """One that was issued."""

    @blp.response(200, BulletinSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    @blp.alt_response(404, description="no such bulletin for this person")
    def get(self, bulletin_id: UUID) -> dict[str, Any]:
        """Return a bulletin as it was issued: its figures were frozen then."""
        require_viewer(*READERS)
        return bulletin_wire(transact(lambda session: service.read(session, bulletin_id)))
