"""GET /api/performance (one's own); GET /api/deputies/{id}/performance."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.commitments.domain import Keeper
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.performance import service
from backend.performance.schemas import PerformanceQuerySchema, PerformanceSchema, performance_wire, span_of

blp = Blueprint("performance", __name__, url_prefix="/api", description="What a deputy has done, out of the records")


def keeper() -> Keeper:
    """Return who asks."""
    viewer = require_viewer()
    return Keeper(viewer.id, viewer.name, viewer.held)


@blp.route("/performance")
class OwnPerformance(MethodView):
    """One's own file."""

    @blp.arguments(PerformanceQuerySchema, location="query")
    @blp.response(200, PerformanceSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no deputy in office")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return one's own performance file of a year, or of a span of days."""
        who, span = keeper(), span_of(asked)
        return performance_wire(transact(lambda session: service.own(session, who, span)))


@blp.route("/deputies/<int:deputy_id>/performance")
class DeputyPerformance(MethodView):
    """A deputy's file."""

    @blp.arguments(PerformanceQuerySchema, location="query")
    @blp.response(200, PerformanceSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such deputy, or neither oneself nor of one's own congress")
    def get(self, asked: dict[str, Any], deputy_id: int) -> dict[str, Any]:
        """Return the performance file of a deputy, to the deputy and to the congress of the deputy's area alone."""
        who, span = keeper(), span_of(asked)
        return performance_wire(transact(lambda session: service.read(session, deputy_id, who, span)))
