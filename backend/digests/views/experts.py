"""The pool of experts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from backend.cases.domain import Actor
from backend.cases.schemas import asking
from backend.digests import service
from backend.digests.domain import NewExpert
from backend.digests.queries import ExpertView
from backend.digests.schemas.asked import ExpertConflictSchema, NewExpertSchema
from backend.digests.schemas.told import ExpertSchema, ExpertsSchema
from backend.digests.schemas.wire import expert_wire, specialities_wire
from backend.digests.views.drafts import blp
from backend.http.transaction import transact


def wired(session: Session, view: ExpertView, who: Actor) -> dict[str, Any]:
    """Return an expert as the wire has them."""
    return expert_wire(view, service.specialities(session), who)


@blp.route("/experts")
class Experts(MethodView):
    """The pool."""

    @blp.response(200, ExpertsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the experts one sees, by name, at most two hundred; an expert sees themselves."""
        who = asking()

        def work(session: Session) -> dict[str, Any]:
            known = service.specialities(session)
            items = [expert_wire(each, known, who) for each in service.experts(session)]
            areas = sorted({prefix for role, prefix in who.roles if role == "liaison"})
            return {"items": items, "specialities": specialities_wire(known), "areas": areas}

        return transact(work)

    @blp.arguments(NewExpertSchema)
    @blp.response(200, ExpertSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that keeps no pool there")
    @blp.alt_response(409, description="the id or the account stands for somebody else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take somebody into the pool. May be repeated."""
        who, area = asking(), asked.pop("area")
        given = NewExpert(**asked | {"specialities": tuple(asked["specialities"]), "area_code": area})
        return transact(lambda session: wired(session, service.add_expert(session, who, given), who))


@blp.route("/experts/<uuid:expert_id>/conflicts")
class Conflicts(MethodView):
    """Standing back (回避)."""

    @blp.arguments(ExpertConflictSchema)
    @blp.response(200, ExpertSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such expert for this person")
    def post(self, asked: dict[str, Any], expert_id: UUID) -> dict[str, Any]:
        """Declare that an expert stands back from a draft; what they are asked about it is taken back. May be repeated."""
        who = asking()
        return transact(lambda session: wired(session, service.declare(
            session, expert_id, who, asked["solicitation_id"], asked["reason"]
        ), who))  # fmt: skip


@blp.route("/experts/<uuid:expert_id>/end")
class Leaving(MethodView):
    """Leaving the pool."""

    @blp.response(200, ExpertSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such expert for this person")
    def post(self, expert_id: UUID) -> dict[str, Any]:
        """Let somebody leave the pool; what they have said stays. May be repeated."""
        who = asking()
        return transact(lambda session: wired(session, service.end_expert(session, expert_id, who), who))
