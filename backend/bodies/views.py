"""GET /api/bodies."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.bodies import service
from backend.bodies.domain import KINDS, BodyRef
from backend.bodies.schemas import BodiesSchema, BodyFiltersSchema, kinds_of
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.http.words import say

blp = Blueprint("bodies", __name__, url_prefix="/api", description="Departments, committees and organs")


@blp.route("/bodies")
class Bodies(MethodView):
    """The directory."""

    @blp.arguments(BodyFiltersSchema, location="query")
    @blp.response(200, BodiesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the bodies that serve an area, act in a role, or for which one acts oneself."""
        require_viewer()
        roles = {asked["role"]} if asked["role"] else None
        kinds = kinds_of(asked["kind"], services=asked["services"])

        def work(session: Session) -> list[BodyRef]:
            if asked["mine"]:
                return service.mine(session)
            return service.serving(session, asked["area"], roles, kinds)

        return {"items": [vars(each) | {"kind_label": say(KINDS[each.kind][0])} for each in transact(work)]}
