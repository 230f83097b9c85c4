"""POST /api/cases/{id}/initiatives, GET /api/initiatives, POST /api/initiatives/{id}/transitions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.cases.schemas import asking
from backend.categories import service as categories
from backend.http.current import current_settings
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.initiatives import service
from backend.initiatives.domain import KINDS, OF_MANY, SUGGESTION, Draft, State
from backend.initiatives.queries import Told
from backend.initiatives.schemas import (
    ClusterQuerySchema,
    ClustersSchema,
    InitiativeCaseChangeSchema,
    InitiativeFiltersSchema,
    InitiativeMakeableSchema,
    InitiativeSchema,
    InitiativesSchema,
    InitiativeStepSchema,
    NewInitiativeSchema,
    NewSuggestionSchema,
    SignatureSchema,
    SignerAskedSchema,
    SignersAskableSchema,
    clusters_wire,
    initiative_wire,
    makeable_wire,
    page_wire,
    span_of,
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

    @blp.response(200, InitiativeMakeableSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """List the kinds of initiatives that this person may make of the case, and the topics."""
        who = asking()
        return transact(
            lambda session: makeable_wire(service.makeable(session, case_id, who), categories.topics(session))
        )

    @blp.arguments(NewInitiativeSchema)
    @blp.response(200, InitiativeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that makes none of this kind")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any], case_id: UUID) -> Answer:
        """Make an initiative of a case, which stays where it is. May be repeated."""
        who, given = asking(), Draft(**asked | {"topics": tuple(asked["topics"]), "cases": tuple(asked["cases"])})
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
        last, mine = moment_and_id(asked["cursor"]), asked["waiting"] == "me"
        return page_wire(transact(lambda session: service.listed(
            session, wanted, who, last=last, most=most + 1, waiting=mine
        )), most)  # fmt: skip


@blp.route("/suggestions")
class Suggestions(MethodView):
    """What deputies suggest of themselves."""

    @blp.arguments(NewSuggestionSchema)
    @blp.response(200, InitiativeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="no deputy in office")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Make a deputy's suggestion that came of no case; the congress of the deputy's area hands it over. May be repeated."""
        who, given = asking(), Draft(**asked | {"kind": SUGGESTION, "topics": tuple(asked["topics"])})
        return tagged(transact(lambda session: service.suggest(session, who, given)))


@blp.route("/case-clusters")
class Clusters(MethodView):
    """What comes up again and again."""

    @blp.arguments(ClusterQuerySchema, location="query")
    @blp.response(200, ClustersSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who reads no area")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List where many cases of one category came up in one village or township; hidden and restricted ones never enter."""
        who, span = asking(), span_of(asked["first"], asked["last"])

        def work(session: Session) -> dict[str, Any]:
            found = service.clusters(session, span, least=asked["least"], topic=asked["topic"])
            kinds = [kind for kind in sorted(OF_MANY) if any(who.has(role) for role in KINDS[kind].makers - {"deputy"})]
            return clusters_wire(found, kinds, categories.topics(session))

        return transact(work)


@blp.route("/initiatives/<uuid:initiative_id>")
class OneInitiative(MethodView):
    """One of them."""

    @blp.response(200, InitiativeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such initiative for this person")
    def get(self, initiative_id: UUID) -> Answer:
        """Return an initiative with the steps this person may go; the ETag is its version."""
        who = asking()
        return tagged(transact(lambda session: service.read(session, initiative_id, who)))


@blp.route("/initiatives/<uuid:initiative_id>/cases")
class OfMany(MethodView):
    """Its further cases."""

    @blp.arguments(InitiativeCaseChangeSchema)
    @blp.response(200, InitiativeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such initiative for this person")
    @blp.alt_response(409, description="it is closed, or the id stands for something else")
    def post(self, asked: dict[str, Any], initiative_id: UUID) -> Answer:
        """Put a further case to it, or take it off, for a reason. May be repeated."""
        who = asking()
        return tagged(transact(lambda session: service.change_case(
            session, initiative_id, who, asked["id"], asked["number"], put=asked["put"], reason=asked["reason"]
        )))  # fmt: skip


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
            body_id=asked["body_id"], due_on=asked["due_on"], mark=asked["mark"],
            months=current_settings().suggestion_months,
        )))  # fmt: skip


@blp.route("/initiatives/<uuid:initiative_id>/signers")
class Signers(MethodView):
    """Who signs it with its maker."""

    @blp.response(200, SignersAskableSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such initiative for this person")
    def get(self, initiative_id: UUID) -> dict[str, Any]:
        """List the deputies of the same congress whom its maker may still ask to sign."""
        who = asking()
        found = transact(lambda session: service.askable(session, initiative_id, who))
        return {"items": [{"id": each.id, "name": each.name} for each in found]}

    @blp.arguments(SignerAskedSchema)
    @blp.response(200, InitiativeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who did not make it")
    @blp.alt_response(404, description="no such initiative for this person")
    @blp.alt_response(409, description="it is handed over")
    def post(self, asked: dict[str, int], initiative_id: UUID) -> Answer:
        """Ask a deputy of the same congress to sign a suggestion; they hear of it. May be repeated."""
        who = asking()
        return tagged(transact(lambda session: service.ask_to_sign(session, initiative_id, who, asked["deputy_id"])))


@blp.route("/initiatives/<uuid:initiative_id>/signature")
class Signature(MethodView):
    """One's own signature."""

    @blp.arguments(SignatureSchema)
    @blp.response(200, InitiativeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who was not asked to sign")
    @blp.alt_response(404, description="no such initiative for this person")
    @blp.alt_response(409, description="it is handed over")
    def put(self, asked: dict[str, bool], initiative_id: UUID) -> Answer:
        """Sign a suggestion one was asked to sign, or take that back, until it is handed over. May be repeated."""
        who = asking()
        return tagged(transact(lambda session: service.sign(session, initiative_id, who, signed=asked["signed"])))
