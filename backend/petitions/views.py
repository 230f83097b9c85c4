"""GET /api/backlog, GET /api/cases/{id}/standing, POST /api/cases/{id}/elsewhere, POST /api/cases/{id}/charges."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases.schemas import asking
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer
from backend.petitions import service
from backend.petitions.domain import NewCharge
from backend.petitions.schemas import (
    BacklogFiltersSchema,
    BacklogSchema,
    CaseStandingSchema,
    ChargeSchema,
    ElsewhereSchema,
    backlog_wire,
    standing_wire,
)

blp = Blueprint("petitions", __name__, url_prefix="/api", description="Petitions and the backlog")


@blp.route("/backlog")
class BacklogList(MethodView):
    """The backlog."""

    @blp.arguments(BacklogFiltersSchema, location="query")
    @blp.response(200, BacklogSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the open cases of one's scope that last long, were redone often or were petitioned again, the oldest first."""
        require_viewer(*READERS)
        last, most = moment_and_id(asked["cursor"]), asked["limit"]
        return backlog_wire(transact(lambda session: service.backlog(session, last=last, most=most + 1)), most)


@blp.route("/cases/<uuid:case_id>/standing")
class CaseStanding(MethodView):
    """What stands around a case."""

    @blp.response(200, CaseStandingSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """Tell in which other procedures a case is, who is in charge of it, and which other petitions its people made."""
        actor = asking()
        return standing_wire(transact(lambda session: service.standing(session, case_id, actor)))


@blp.route("/cases/<uuid:case_id>/elsewhere")
class CaseElsewhere(MethodView):
    """Another procedure."""

    @blp.arguments(ElsewhereSchema)
    @blp.response(200, CaseStandingSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that notes nothing")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="the case is over")
    def post(self, asked: dict[str, str], case_id: UUID) -> dict[str, Any]:
        """Note that a case is in litigation, arbitration or a petition procedure: it is not taken on a second time. May be repeated."""
        actor = asking()
        return standing_wire(transact(lambda session: service.note(
            session, case_id, actor, asked["procedure"], asked["reason"]
        )))  # fmt: skip


@blp.route("/cases/<uuid:case_id>/charges")
class CaseCharges(MethodView):
    """Who is in charge."""

    @blp.arguments(ChargeSchema)
    @blp.response(200, CaseStandingSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that names nobody")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="the case is over, or the id is taken")
    def post(self, new: NewCharge, case_id: UUID) -> dict[str, Any]:
        """Name the leader in charge of a case (包案领导), with a reason and a day; those before stay on record. May be repeated."""
        actor = asking()
        return standing_wire(transact(lambda session: service.charge(session, case_id, actor, new)))
