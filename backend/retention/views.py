"""GET, POST, DELETE /api/cases/{id}/hold: a case that has to be kept whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases.schemas import asking
from backend.http.transaction import transact
from backend.retention import service
from backend.retention.model import CaseHold
from backend.retention.schemas import CaseHoldSchema, HoldSchema

blp = Blueprint("retention", __name__, url_prefix="/api", description="What is kept, and for how long")


@blp.route("/cases/<uuid:case_id>/hold")
class Hold(MethodView):
    """A legal hold."""

    @blp.response(200, CaseHoldSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another role's business")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """Tell whether a case is kept whole, and why."""
        who = asking()
        return wire(transact(lambda session: service.held(session, case_id, who)))

    @blp.arguments(HoldSchema)
    @blp.response(201, CaseHoldSchema)
    @blp.alt_response(200, schema=CaseHoldSchema, description="held before; the same answer")
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another role's business")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="held for another reason, or joined to another case")
    def post(self, asked: dict[str, str], case_id: UUID) -> tuple[dict[str, Any], int]:
        """Keep a case whole, for a reason: until the hold is lifted nothing of it is erased. May be repeated."""
        who = asking()
        hold, fresh = transact(lambda session: service.place(session, case_id, who, asked["reason"]))
        return wire(hold), 201 if fresh else 200

    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another role's business")
    @blp.alt_response(404, description="no such case for this person")
    def delete(self, case_id: UUID) -> None:
        """Lift the hold; what is due goes with the next run. May be repeated."""
        who = asking()
        transact(lambda session: service.lift(session, case_id, who))


def wire(hold: CaseHold | None) -> dict[str, Any]:
    """Return a hold as the wire has it."""
    return {
        "held": hold is not None,
        "reason": hold.reason if hold else None,
        "placed_at": hold.placed_at if hold else None,
    }
