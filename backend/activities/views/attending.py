"""GET, POST /api/activities/{id}/attendance; POST …/sign-in; GET …/code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from flask.views import MethodView

from backend.activities import service
from backend.activities.domain import Attendance
from backend.activities.domain.signing import PAPER, SCORE, SCREEN
from backend.activities.schemas import (
    ActivityAttendanceSchema,
    ActivityCodeSchema,
    ActivitySignedInSchema,
    attended_wire,
)
from backend.activities.schemas.asked import ActivityPaperListSchema, ActivitySignInSchema, CodeQuerySchema
from backend.activities.views.plans import blp, keeper
from backend.http.current import current_settings
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.viewer import require_viewer

USES = {"screen": SCREEN, "paper": PAPER, "score": SCORE}


@blp.route("/activities/<uuid:activity_id>/attendance")
class AttendanceList(MethodView):
    """Who was there."""

    @blp.response(200, ActivityAttendanceSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such activity for this person")
    def get(self, activity_id: UUID) -> dict[str, Any]:
        """List who was there, the last to sign first; for the staff of the place."""
        require_viewer()
        return attended_wire(transact(lambda session: service.attended(session, activity_id)))

    @blp.arguments(ActivityPaperListSchema)
    @blp.response(200, ActivityAttendanceSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no activities there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it was cancelled")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
        """Type names from the paper list; who stands on it is left. May be repeated."""
        who, people = keeper(), [Attendance(**each) for each in asked["people"]]
        return attended_wire(transact(lambda session: service.put_down(session, activity_id, who, people)))


@blp.route("/activities/<uuid:activity_id>/sign-in")
class SigningIn(MethodView):
    """Signing in with the own account."""

    @blp.arguments(ActivitySignInSchema)
    @blp.response(200, ActivitySignedInSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such activity, or no code of it")
    @blp.alt_response(410, description="the code is over")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> dict[str, bool]:
        """Sign in by the code at the place; once, however often it is sent."""
        viewer = require_viewer()
        throttle("sign in", client(), limit=600, seconds=600)
        new = Attendance(asked["id"], viewer.name)
        code = asked["code"]
        return {"fresh": transact(lambda session: service.sign_in(session, activity_id, code, new, viewer.id))}


@blp.route("/activities/<uuid:activity_id>/code")
class SignInCode(MethodView):
    """The code at the place."""

    @blp.arguments(CodeQuerySchema, location="query")
    @blp.response(200, ActivityCodeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no activities there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it was cancelled, or has no day yet")
    def get(self, asked: dict[str, str], activity_id: UUID) -> dict[str, Any]:
        """Return the code to sign in by (for a screen: good for minutes; for paper: to the end of the day), or to say how content one is."""
        who, settings = keeper(), current_settings()
        code, until = transact(
            lambda session: service.code_for(
                session, activity_id, who, USES[asked["use"]], settings.score_days, settings.sign_in_minutes
            )
        )
        way = "how" if asked["use"] == "score" else "in"
        url = f"{settings.public_url}/activities/{activity_id}/{way}/{code}"
        return {"url": url, "until": until, "svg": segno.make(url, error="m").svg_inline(scale=4, border=2)}
