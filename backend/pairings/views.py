"""GET, POST /api/pairings; POST …/{id}/activities, …/end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.clock import today
from backend.commitments.domain import Keeper
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.viewer import prefix_of, require_viewer
from backend.pairings import service
from backend.pairings.schemas import (
    NewPairingSchema,
    PairingEndSchema,
    PairingFiltersSchema,
    PairingMeetSchema,
    PairingSchema,
    PairingsSchema,
    pairing_of,
    pairing_wire,
    pairings_wire,
)

blp = Blueprint("pairings", __name__, url_prefix="/api", description="Who belongs together for a while")


def keeper() -> Keeper:
    """Return who asks."""
    viewer = require_viewer()
    return Keeper(viewer.id, viewer.name, viewer.held)


@blp.route("/pairings")
class Pairings(MethodView):
    """The pairings."""

    @blp.arguments(PairingFiltersSchema, location="query")
    @blp.response(200, PairingsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the pairings of one's area and those in which one stands, the newest first."""
        who, most, last = keeper(), asked["limit"], moment_and_id(asked["cursor"])
        area = prefix_of(asked["area"]) if asked["area"] else None
        wanted = service.Wanted(area, asked["kind"], today() if asked["running"] else None)

        def work(session: Session) -> dict[str, Any]:
            found = service.listed(session, wanted, last=last, most=most + 1)
            return pairings_wire(found, service.kinds(session), who, most)

        return transact(work)

    @blp.arguments(NewPairingSchema)
    @blp.response(200, PairingSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(409, description="the same two are paired in those days, or the id stands for something else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Let two belong together from a day on. May be repeated."""
        who, new = keeper(), pairing_of(asked)
        return transact(lambda session: pairing_wire(service.pair(session, new, who), who))


@blp.route("/pairings/<uuid:pairing_id>/activities")
class PairingActivities(MethodView):
    """What they do together."""

    @blp.arguments(PairingMeetSchema)
    @blp.response(200, PairingSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such pairing for this person")
    def post(self, asked: dict[str, UUID], pairing_id: UUID) -> dict[str, Any]:
        """Hang an activity on a pairing. May be repeated."""
        who = keeper()
        return transact(lambda session: pairing_wire(service.meet(session, pairing_id, asked["activity_id"], who), who))


@blp.route("/pairings/<uuid:pairing_id>/end")
class PairingEnd(MethodView):
    """Its end."""

    @blp.arguments(PairingEndSchema)
    @blp.response(200, PairingSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such pairing for this person")
    @blp.alt_response(409, description="it was ended before")
    def post(self, asked: dict[str, Any], pairing_id: UUID) -> dict[str, Any]:
        """End a pairing with a day, which still counts, and a reason. May be repeated."""
        who = keeper()
        return transact(
            lambda session: pairing_wire(
                service.end(session, pairing_id, who, asked["until_day"], asked["reason"]), who
            )
        )
