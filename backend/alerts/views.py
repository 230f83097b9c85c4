"""GET /api/alerts, POST /api/alerts/{id}/note, POST /api/alerts/{id}/urges, POST /api/alerts/{id}/task."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.alerts import service
from backend.alerts.domain import Errand
from backend.alerts.schemas import (
    AlertFiltersSchema,
    AlertNoteSchema,
    AlertSchema,
    AlertsSchema,
    AlertTaskSchema,
    alert_wire,
    page_wire,
    why_of,
)
from backend.cases.schemas import asking
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer

blp = Blueprint("alerts", __name__, url_prefix="/api", description="Alerts: what repeats, heaps up, or has risen")


@blp.route("/alerts")
class Alerts(MethodView):
    """The list."""

    @blp.arguments(AlertFiltersSchema, location="query")
    @blp.response(200, AlertsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the alerts of one's area, newest first. None of them counts what is hidden or restricted."""
        require_viewer(*READERS)
        actor, last, most = asking(), moment_and_id(asked["cursor"]), asked["limit"]
        found = transact(lambda session: service.listed(session, state=asked["state"], last=last, most=most + 1))
        return page_wire(found, most, actor)


@blp.route("/alerts/<uuid:alert_id>/note")
class Note(MethodView):
    """Taking note."""

    @blp.arguments(AlertNoteSchema)
    @blp.response(200, AlertSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that judges none")
    @blp.alt_response(404, description="no such alert for this person")
    @blp.alt_response(409, description="somebody was first")
    def post(self, asked: dict[str, str], alert_id: UUID) -> dict[str, Any]:
        """Note what one makes of an alert. May be repeated."""
        actor = asking()
        return alert_wire(transact(lambda session: service.take_note(session, alert_id, actor, asked["note"])), actor)


@blp.route("/alerts/<uuid:alert_id>/urges")
class Urges(MethodView):
    """Urging its cases."""

    @blp.arguments(AlertNoteSchema)
    @blp.response(200, AlertSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that urges nothing")
    @blp.alt_response(404, description="no such alert for this person")
    @blp.alt_response(409, description="somebody was first, or no case is open any more")
    def post(self, asked: dict[str, str], alert_id: UUID) -> dict[str, Any]:
        """Urge (催办) every case of an alert that is still open, for a reason. May be repeated."""
        actor = asking()
        return alert_wire(transact(lambda session: service.urge(session, alert_id, actor, asked["note"])), actor)


@blp.route("/alerts/<uuid:alert_id>/task")
class Task(MethodView):
    """A visit because of it."""

    @blp.arguments(AlertTaskSchema)
    @blp.response(200, AlertSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that judges none")
    @blp.alt_response(404, description="no such alert for this person")
    @blp.alt_response(409, description="somebody was first, or the id stands for something else")
    def post(self, asked: dict[str, Any], alert_id: UUID) -> dict[str, Any]:
        """Send somebody there: a task of a visit, whose result comes back to the alert. May be repeated."""
        actor, errand = asking(), Errand(**asked)
        return transact(lambda session: alert_wire(service.assign(session, alert_id, actor, errand, why_of), actor))
