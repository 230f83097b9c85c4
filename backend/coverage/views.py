"""/api/coverage, with /cells, /advice, /trial and /plans."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE
from sqlalchemy.orm import Session

from backend.coverage import service
from backend.coverage.domain import Rules, Survey, Weights
from backend.coverage.domain.plans import Kept, NewPlan
from backend.coverage.schemas import (
    CoveragePlanSchema,
    CoveragePlansQuerySchema,
    CoveragePlansSchema,
    CoverageQuerySchema,
    CoverageSchema,
    CoverageSurveyQuerySchema,
    CoverageSurveySchema,
    NewCoveragePlanSchema,
    OpenedCoveragePlanSchema,
    SitingAdviceQuerySchema,
    SitingAdviceSchema,
    SitingPlanSchema,
    SitingTrialQuerySchema,
    advice_wire,
    kept_wire,
    plan_wire,
    plans_wire,
    reopened_wire,
    survey_wire,
)
from backend.http.current import current_settings
from backend.http.fields import ProblemSchema
from backend.http.paging import moment_and_id
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


def rules_of(of: NewPlan | Kept) -> Rules:
    """Return what a plan assumes, with figures that count from as long ago as the office has set."""
    ours = current_settings()
    return Rules(of.reach_m, ours.walking_kmh, service.since(ours.coverage_days), of.weights)


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


@blp.route("/coverage/plans")
class Plans(MethodView):
    """布点方案."""

    @blp.arguments(CoveragePlansQuerySchema, location="query")
    @blp.response(200, CoveragePlansSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="a role that reads no area", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the plans that were saved for your areas, the newest first, with the figures of their day."""
        require_viewer(*READERS)
        last, most = moment_and_id(asked["cursor"]), asked["limit"]
        return plans_wire(transact(lambda session: service.plans(session, asked["area"], last, most + 1)), most)

    @blp.arguments(NewCoveragePlanSchema)
    @blp.response(201, CoveragePlanSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="a role that reads no area", **PROBLEM)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    @blp.alt_response(409, description="the id stands for something else, or for what was removed", **PROBLEM)
    def post(self, asked: NewPlan) -> dict[str, Any]:
        """Keep trial posts under a name, with what they gain today. May be repeated."""
        viewer, rules, most = require_viewer(*READERS), rules_of(asked), current_settings().coverage_cells
        return kept_wire(
            transact(lambda session: service.save(session, viewer.name, asked, rules, most), seconds=LONGEST)
        )


@blp.route("/coverage/plans/<uuid:plan_id>")
class OnePlan(MethodView):
    """One of them."""

    @blp.response(200, OpenedCoveragePlanSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="a role that reads no area", **PROBLEM)
    @blp.alt_response(404, description="no such plan for this person", **PROBLEM)
    def get(self, plan_id: UUID) -> dict[str, Any]:
        """Return a saved plan beside what its sites come to today, and say whether the grid is another one by now."""
        require_viewer(*READERS)
        most = current_settings().coverage_cells

        def work(session: Session) -> dict[str, Any]:
            kept = service.plan_of(session, plan_id)
            return reopened_wire(service.reopen(session, kept, rules_of(kept), most))

        return transact(work, seconds=LONGEST)

    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="another person's, and you keep no office there", **PROBLEM)
    @blp.alt_response(404, description="no such plan for this person", **PROBLEM)
    def delete(self, plan_id: UUID) -> None:
        """Remove a saved plan. May be repeated."""
        require_viewer(*READERS)
        transact(lambda session: service.remove(session, plan_id))
