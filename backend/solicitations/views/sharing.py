"""/api/review-hints and /api/informants."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from backend.cases.schemas import asking
from backend.clock import today
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.solicitations import service
from backend.solicitations.schemas.sharing import (
    HintFiltersSchema,
    InformantSchema,
    InformantsSchema,
    NewInformantSchema,
    NewReviewHintSchema,
    ReviewHintSchema,
    ReviewHintsSchema,
    collector_of,
    hint_of,
    hint_wire,
    hints_wire,
    networks_wire,
)
from backend.solicitations.views.drafts import blp


@blp.route("/review-hints")
class ReviewHints(MethodView):
    """What reconsiderations and trials say of normative documents."""

    @blp.arguments(HintFiltersSchema, location="query")
    @blp.response(200, ReviewHintsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List what is shared with one's area or body, newest first."""
        asking()
        last, most = moment_and_id(asked["cursor"]), asked["limit"]
        return hints_wire(transact(lambda session: service.hints(session, last=last, most=most + 1)), most)

    @blp.arguments(NewReviewHintSchema)
    @blp.response(200, ReviewHintSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who neither reviews, reconsiders nor tries there")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Share what a decision says of a document, nothing of its parties. May be repeated."""
        who, given = asking(), hint_of(asked)
        return hint_wire(transact(lambda session: service.share(session, who, given)))


@blp.route("/informants")
class Informants(MethodView):
    """The networks of informants (立法信息员)."""

    @blp.response(200, InformantsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the networks of one's area by station, with how many people serve how many neighbourhoods, villages and units."""
        asking()
        return networks_wire(transact(lambda session: service.network(session, today())))

    @blp.arguments(NewInformantSchema)
    @blp.response(200, InformantSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another station's people")
    @blp.alt_response(404, description="no such station")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Put somebody into the network of a station. May be repeated."""
        who, given = asking(), collector_of(asked)
        return vars(transact(lambda session: service.enlist(session, who, given)))


@blp.route("/informants/<uuid:informant_id>")
class OneInformant(MethodView):
    """One of them."""

    @blp.response(200, InformantSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another station's people")
    @blp.alt_response(404, description="no such person for this viewer")
    def delete(self, informant_id: UUID) -> dict[str, Any]:
        """End their time today; the row stays. May be repeated."""
        who = asking()
        return vars(transact(lambda session: service.discharge(session, who, informant_id)))
