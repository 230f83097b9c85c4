"""POST /api/submissions/{receipt}/ratings, GET and POST /api/cases/{id}/ratings, GET /api/ratings/figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases import service as cases
from backend.cases.schemas import asking
from backend.clock import midnight
from backend.codes.receipts import QUERY_CODE, open_receipt
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer
from backend.ratings import service
from backend.ratings.domain import NewRating
from backend.ratings.schemas import (
    CaseRatingsSchema,
    OwnRatingSchema,
    RatingFiguresSchema,
    RatingFiltersSchema,
    RatingSchema,
    ToldRatingSchema,
    figures_wire,
    of_case_wire,
    rating_wire,
)

blp = Blueprint("ratings", __name__, url_prefix="/api", description="How content people are with the answers they got")


@blp.route("/submissions/<string:receipt>/ratings")
class OwnRating(MethodView):
    """One's own judgement."""

    @blp.arguments(OwnRatingSchema)
    @blp.response(200, RatingSchema)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong, or there is no answer yet")
    @blp.alt_response(409, description="archived, too late to have it redone, or the id is taken")
    @blp.alt_response(429, description="guessed too often")
    def post(self, new: NewRating, receipt: str) -> dict[str, Any]:
        """Say how content one is with the present answer, and have it redone in the same step. May be repeated, and said anew."""
        held = open_receipt(receipt)
        return rating_wire(transact(lambda session: service.rate(session, held, new), cases.context_of_held(held)))


@blp.route("/cases/<uuid:case_id>/ratings")
class CaseRatings(MethodView):
    """What people say of a case's answers."""

    @blp.response(200, CaseRatingsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """Tell what each person said of the answer, newest first, former answers too."""
        actor = asking()
        return of_case_wire(transact(lambda session: service.of_case(session, case_id, actor)))

    @blp.arguments(ToldRatingSchema)
    @blp.response(200, CaseRatingsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who handled the case, or a role that calls nobody")
    @blp.alt_response(404, description="no such case or sheet for this person")
    @blp.alt_response(409, description="archived, answered anew, too late to have it redone, or the id is taken")
    def post(self, asked: tuple[NewRating, UUID, str], case_id: UUID) -> dict[str, Any]:
        """Write down what the person of a sheet said by phone or at the door; never by who handled the case. May be repeated."""
        actor = asking()
        new, sheet, way = asked
        return of_case_wire(transact(lambda session: service.rate_for(session, case_id, actor, sheet, new, way)))


@blp.route("/ratings/figures")
class RatingFigures(MethodView):
    """Counts by station."""

    @blp.arguments(RatingFiltersSchema, location="query")
    @blp.response(200, RatingFiguresSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Count by station what people last said of the answers signed in a time; only what one may see."""
        require_viewer(*READERS)
        since = midnight(asked["since"])
        until = midnight(asked["until"], later=1)
        return figures_wire(transact(lambda session: service.figures(session, since, until)))
