"""GET /api/coverage, /api/coverage/cells, /api/coverage/advice, /api/coverage/trial."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE
from sqlalchemy.orm import Session

from backend.coverage import service
from backend.coverage.domain import Rules, Survey, Weights
from backend.coverage.schemas import (
    CoverageQuerySchema,
    CoverageSchema,
    CoverageSurveyQuerySchema,
    CoverageSurveySchema,
    SitingAdviceQuerySchema,
    SitingAdviceSchema,
    SitingPlanSchema,
    SitingTrialQuerySchema,
    advice_wire,
    plan_wire,
    survey_wire,
)
from backend.http.current import current_settings
from backend.http.fields import ProblemSchema
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer

blp = Blueprint(
    "coverage", __name__, url_prefix="/api", description="Whom the posts reach, and where the next one belongs"
)
PROBLEM = {"schema": ProblemSchema, "content_type": "application/problem+json"}
# Seconds a statement may take; a dear one gives way.
LONGEST = 5.0


def rules(asked: dict[str, Any]) -> Rules:
    """Return what is assumed: as asked for, else as the office has set."""
    ours = current_settings()
    usual = Weights(ours.weight_households, ours.weight_reports, ours.weight_opinions, ours.weight_harder)
    weights = Weights(*(usual[n] if asked[name] is None else asked[name] for n, name in enumerate(Weights._fields)))
    reach = ours.coverage_reach_m if asked["reach_m"] is None else asked["reach_m"]
    return Rules(reach, ours.walking_kmh, service.since(ours.coverage_days), weights)


def surveyed(session: Session, asked: dict[str, Any]) -> Survey:
    """Return the survey that is asked for."""
    return service.survey(session, rules(asked), current_settings().coverage_cells, area=asked["area"])


@blp.route("/coverage")
class PostCoverage(MethodView):
    """Cells with and without a collection post."""

    @blp.arguments(CoverageQuerySchema, location="query")
    @blp.response(200, CoverageSchema)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say how many cells of your scope have a collection post today, and list those that have none (空白网格)."""
        require_viewer(*READERS)
        found = transact(lambda session: service.coverage(session, area=asked["area"]), seconds=LONGEST)
        return {"cells": len(found.cells), "covered": found.covered, "rate": found.rate, "blank": found.blank}


@blp.route("/coverage/cells")
class Reach(MethodView):
    """Distances."""

    @blp.arguments(CoverageSurveyQuerySchema, location="query", unknown=RAISE)
    @blp.response(200, CoverageSurveySchema)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    @blp.alt_response(422, description="more cells than are surveyed at once: choose a township", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give every cell's distance to its nearest open post, in a straight line on the sphere, and what each post reaches."""
        require_viewer(*READERS)
        return survey_wire(transact(lambda session: surveyed(session, asked), seconds=LONGEST))


@blp.route("/coverage/advice")
class Advice(MethodView):
    """Where new posts belong."""

    @blp.arguments(SitingAdviceQuerySchema, location="query", unknown=RAISE)
    @blp.response(200, SitingAdviceSchema)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    @blp.alt_response(422, description="more cells than are surveyed at once: choose a township", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Name the k cells in which new posts reach the most weighted demand that no post reaches (maximal covering location)."""
        require_viewer(*READERS)
        found = transact(lambda session: surveyed(session, asked), seconds=LONGEST)
        # after the transaction: no connection waits for the solver
        return advice_wire(service.advise(found, asked["k"], current_settings().siting_seconds), asked["k"])


@blp.route("/coverage/trial")
class Trial(MethodView):
    """What if."""

    @blp.arguments(SitingTrialQuerySchema, location="query", unknown=RAISE)
    @blp.response(200, SitingPlanSchema)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    @blp.alt_response(422, description="more cells than are surveyed at once: choose a township", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say what posts at some places would change. Nothing is stored."""
        require_viewer(*READERS)

        def work(session: Session) -> dict[str, Any]:
            return plan_wire(service.try_out(session, surveyed(session, asked), asked["sites"], area=asked["area"]))

        return transact(work, seconds=LONGEST)
