"""POST /api/activities/{id}/evidence, …/commitments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from backend.activities import service
from backend.activities.domain import Vow
from backend.activities.schemas import ActivitySchema
from backend.activities.schemas.asked import ActivityEvidenceNoteSchema, ActivityVowSchema
from backend.activities.views.plans import Told, blp, keeper, tagged
from backend.http.transaction import transact


@blp.route("/activities/<uuid:activity_id>/evidence")
class StepEvidence(MethodView):
    """What was done."""

    @blp.arguments(ActivityEvidenceNoteSchema)
    @blp.response(200, ActivitySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no activities there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it was cancelled, or the id stands for something else")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> Told:
        """Note that a step was done, with words or photos. May be repeated."""
        who = keeper()
        return tagged(transact(lambda session: service.note(
            session, activity_id, who, asked["id"], asked["step"], asked["words"], asked["photos"]
        )))  # fmt: skip


@blp.route("/activities/<uuid:activity_id>/commitments")
class Vows(MethodView):
    """What was promised."""

    @blp.arguments(ActivityVowSchema)
    @blp.response(200, ActivitySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no activities there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it was cancelled, or the id stands for something else")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> Told:
        """Note what a body promises, to be followed to the end; who asked for it hears what becomes of it. May be repeated."""
        who, given = keeper(), Vow(**asked)
        return tagged(transact(lambda session: service.promise(session, activity_id, who, given)))
