"""GET /api/bodies."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.bodies import service
from backend.bodies.domain import KINDS, BodyRef, Member
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

        def work(session: Session) -> tuple[list[BodyRef], list[Member]]:
            mine = asked["mine"]
            found = service.mine(session) if mine else service.serving(session, asked["area"], roles, kinds)
            return found, service.members(session, {each.id for each in found}) if asked["members"] else []

        found, people = transact(work)
        return {"items": [body_wire(each, people if asked["members"] else None) for each in found]}


def body_wire(body: BodyRef, people: list[Member] | None) -> dict[str, Any]:
    """Return a body as the wire has it, with its own of `people`."""
    said = vars(body) | {"kind_label": say(KINDS[body.kind][0])}
    return said if people is None else said | {"members": [each for each in people if each.body_id == body.id]}
