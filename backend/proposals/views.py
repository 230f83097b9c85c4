"""/api/proposals: proposals for legislation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.cases.domain import Actor
from backend.cases.schemas import asking
from backend.categories import service as categories
from backend.http.paging import day_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.proposals import service
from backend.proposals.schemas import (
    NewProposalSchema,
    ProposalFiltersSchema,
    ProposalMoveAskedSchema,
    ProposalSchema,
    ProposalSourcesAskedSchema,
    ProposalsSchema,
    draft_of,
    page_wire,
    plan_of,
    proposal_wire,
    wanted_of,
)
from backend.proposals.service import View

blp = Blueprint("proposals", __name__, url_prefix="/api", description="Proposals for legislation")
Answer = tuple[dict[str, Any], int, dict[str, str]]


def answered(who: Actor, work: Callable[[Session], View]) -> Answer:
    """Do `work` and return its proposal as the wire has it, with its version as ETag."""

    def whole(session: Session) -> tuple[View, frozenset[str]]:
        found = work(session)
        return found, service.makers(session, found.head, who)

    found, makers = transact(whole)
    return proposal_wire(found, makers), 200, {"ETag": f'"{found.head.version}"'}


@blp.route("/proposals")
class Proposals(MethodView):
    """All of them."""

    @blp.arguments(ProposalFiltersSchema, location="query")
    @blp.response(200, ProposalsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the proposals one sees: of one's area, and those reported to one's body; newest first."""
        asking()
        last, most, wanted = day_and_id(asked["cursor"]), asked["limit"], wanted_of(asked)

        def work(session: Session) -> dict[str, Any]:
            found = service.listed(session, wanted, waiting=asked["waiting"] == "me", last=last, most=most + 1)
            return page_wire(found, most, categories.topics(session))

        return transact(work)

    @blp.arguments(NewProposalSchema)
    @blp.response(200, ProposalSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who raises none there")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Raise a proposal, from opinions, matters, both or for its reason alone. May be repeated."""
        who, given = asking(), draft_of(asked)
        return answered(who, lambda session: service.make(session, who, given))


@blp.route("/proposals/<uuid:proposal_id>")
class OneProposal(MethodView):
    """One of them."""

    @blp.response(200, ProposalSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such proposal for this person")
    def get(self, proposal_id: UUID) -> Answer:
        """Return a proposal with the moves this person may make; the ETag is its version."""
        who = asking()
        return answered(who, lambda session: service.read(session, proposal_id))


@blp.route("/proposals/<uuid:proposal_id>/sources")
class Sources(MethodView):
    """What it comes from."""

    @blp.arguments(ProposalSourcesAskedSchema)
    @blp.response(200, ProposalSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who raises none there")
    @blp.alt_response(404, description="no such proposal for this person")
    @blp.alt_response(409, description="it is reported already")
    def post(self, asked: dict[str, Any], proposal_id: UUID) -> Answer:
        """Put further digest items and matters behind it, by their numbers. May be repeated."""
        who = asking()
        return answered(
            who, lambda session: service.add_sources(session, proposal_id, who, asked["items"], asked["cases"])
        )


@blp.route("/proposals/<uuid:proposal_id>/transitions")
class Moves(MethodView):
    """Its moves."""

    @blp.arguments(ProposalMoveAskedSchema)
    @blp.response(200, ProposalSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's move")
    @blp.alt_response(404, description="no such proposal for this person")
    @blp.alt_response(409, description="no such move now")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], proposal_id: UUID) -> Answer:
        """Make a move: report it, argue it, enter it in a plan or not, answer everybody behind it. May be repeated."""
        who, version, plan = asking(), version_read(), plan_of(asked)
        return answered(who, lambda session: service.move(
            session, proposal_id, who, asked["move"], asked["words"], version=version, body_id=asked["body_id"], plan=plan
        ))  # fmt: skip
