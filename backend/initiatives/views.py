"""POST /api/cases/{id}/initiatives, GET /api/initiatives, POST /api/initiatives/{id}/transitions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases.schemas import asking
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.initiatives import service
from backend.initiatives.domain import Draft, State
from backend.initiatives.queries import Told
from backend.initiatives.schemas import (
    InitiativeFiltersSchema,
    InitiativeSchema,
    InitiativesSchema,
    InitiativeStepSchema,
    NewInitiativeSchema,
    initiative_wire,
    page_wire,
    wanted_of,
)

blp = Blueprint("initiatives", __name__, url_prefix="/api", description="What becomes of a matter besides its answer")
Answer = tuple[dict[str, Any], int, dict[str, str]]


def tagged(told: Told) -> Answer:
    """Return an initiative as the wire has it, with its version as ETag."""
    return initiative_wire(told), 200, {"ETag": f'"{told.view.version}"'}


@blp.route("/cases/<uuid:case_id>/initiatives")
class OfCase(MethodView):
    """What is made of a case."""

    @blp.arguments(NewInitiativeSchema)
    @blp.response(200, InitiativeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that makes none of this kind")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any], case_id: UUID) -> Answer:
        """Make an initiative of a case, which stays where it is. May be repeated."""
        who, given = asking(), Draft(**asked | {"topics": tuple(asked["topics"])})
        return tagged(transact(lambda session: service.make(session, case_id, who, given)))


@blp.route("/initiatives")
class Initiatives(MethodView):
    """The list."""

    @blp.arguments(InitiativeFiltersSchema, location="query")
    @blp.response(200, InitiativesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the initiatives one sees: of one's area, of one's cases, made or received by one's body; newest first."""
        who, wanted, most = asking(), wanted_of(asked), asked["limit"]
        last = moment_and_id(asked["cursor"])
        return page_wire(transact(lambda session: service.listed(session, wanted, who, last=last, most=most + 1)), most)


@blp.route("/initiatives/<uuid:initiative_id>/transitions")
class Steps(MethodView):
    """Its steps."""

    @blp.arguments(InitiativeStepSchema)
    @blp.response(200, InitiativeSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's step")
    @blp.alt_response(404, description="no such initiative for this person")
    @blp.alt_response(409, description="no such step in the present state")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], initiative_id: UUID) -> Answer:
        """Go a step: send it to a body until a day, note the answer, end it. May be repeated."""
        who, version = asking(), version_read()
        return tagged(transact(lambda session: service.move(
            session, initiative_id, who, State(asked["to"]), asked["words"], version=version,
            body_id=asked["body_id"], due_on=asked["due_on"],
        )))  # fmt: skip
