"""GET /api/commitments, POST /api/commitments/{id}/transitions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.commitments import service
from backend.commitments.domain import Keeper, State
from backend.commitments.schemas import (
    CommitmentFiltersSchema,
    CommitmentSchema,
    CommitmentsSchema,
    CommitmentStepSchema,
    commitment_wire,
    page_wire,
    wanted_of,
)
from backend.http.paging import day_and_id
from backend.http.transaction import transact
from backend.http.viewer import require_viewer

blp = Blueprint("commitments", __name__, url_prefix="/api", description="Commitments: promised, followed to the end")


@blp.route("/commitments")
class Commitments(MethodView):
    """What was promised."""

    @blp.arguments(CommitmentFiltersSchema, location="query")
    @blp.response(200, CommitmentsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the commitments one sees, the first due first."""
        require_viewer()
        wanted, last, most = wanted_of(asked), day_and_id(asked["cursor"]), asked["limit"]
        return page_wire(transact(lambda session: service.listed(session, wanted, last=last, most=most + 1)), most)


@blp.route("/commitments/<uuid:commitment_id>/transitions")
class Following(MethodView):
    """Following a commitment."""

    @blp.arguments(CommitmentStepSchema)
    @blp.response(200, CommitmentSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="neither promised by one's body nor at a place where one calls meetings")
    @blp.alt_response(404, description="no such commitment for this person")
    @blp.alt_response(409, description="it is crossed off already")
    def post(self, asked: dict[str, str], commitment_id: UUID) -> dict[str, Any]:
        """Note how it goes on, or cross it off: kept, broken or withdrawn, each with words. May be repeated."""
        viewer = require_viewer()
        keeper = Keeper(viewer.id, viewer.name, viewer.held)
        return commitment_wire(
            transact(lambda session: service.follow(session, commitment_id, keeper, State(asked["to"]), asked["words"]))
        )
