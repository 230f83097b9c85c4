"""/api/evaluations, /api/evaluation-schemes, /api/station-honours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.cases.schemas import asking
from backend.evaluation import service
from backend.evaluation.domain import NewEvaluation, NewHonour, NewScheme
from backend.evaluation.queries import Honour, View
from backend.evaluation.schemas import (
    EvaluationChecksAskedSchema,
    EvaluationClaimsAskedSchema,
    EvaluationEvidenceQuerySchema,
    EvaluationMoveSchema,
    EvaluationRecordsSchema,
    EvaluationSchema,
    EvaluationSchemeSchema,
    EvaluationSchemesQuerySchema,
    EvaluationSchemesSchema,
    EvaluationSourcesQuerySchema,
    EvaluationSourcesSchema,
    EvaluationsQuerySchema,
    EvaluationsSchema,
    HonourDecisionSchema,
    HonourSchema,
    HonoursQuerySchema,
    HonoursSchema,
    NewEvaluationSchema,
    NewEvaluationSchemeSchema,
    NewHonourSchema,
    SubsidyQuerySchema,
    SubsidySchema,
    day_and_ref,
    evaluation_wire,
    evaluations_wire,
    honour_wire,
    honours_wire,
    records_wire,
    scheme_wire,
    schemes_wire,
    sources_wire,
    subsidy_wire,
)
from backend.evaluation.service.reading import keeps
from backend.http.paging import day_and_id, moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.viewer import READERS, require_viewer

blp = Blueprint("evaluation", __name__, url_prefix="/api", description="How stations do, out of the records")
Answer = tuple[dict[str, Any], int, dict[str, str]]
# Seconds a statement may take that counts every record of a county's year.
LONGEST = 12.0


def answered(work: Callable[[Session], View], *, seconds: float | None = None) -> Answer:
    """Do `work` and return its evaluation as the wire has it, with its version as ETag."""
    view = transact(work, seconds=seconds)
    return evaluation_wire(view), 200, {"ETag": f'"{view.head.version}"'}


def honoured(work: Callable[[Session], Honour]) -> Answer:
    """Do `work` and return what was asked for as the wire has it, with its version as ETag."""
    viewer = require_viewer(*READERS)

    def whole(session: Session) -> dict[str, Any]:
        found = work(session)
        return honour_wire(found, viewer.id, decides=keeps(session, found.area_code))

    told = transact(whole)
    return told, 200, {"ETag": f'"{told["version"]}"'}


@blp.route("/evaluations")
class Evaluations(MethodView):
    """All of them."""

    @blp.arguments(EvaluationsQuerySchema, location="query")
    @blp.response(200, EvaluationsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no records")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the evaluations one sees: those one works on, and those of one's station from when they are checked; the newest period first."""
        require_viewer(*READERS)
        last, most = day_and_id(asked["cursor"]), asked["limit"]
        return evaluations_wire(transact(lambda session: service.listed(session, asked["area"], last, most + 1)), most)

    @blp.arguments(NewEvaluationSchema)
    @blp.response(200, EvaluationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who evaluates nobody there")
    @blp.alt_response(404, description="no such version of the weights")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: NewEvaluation) -> Answer:
        """Evaluate the stations of a kind out of the records, as a draft. May be repeated."""
        viewer = require_viewer(*READERS)
        return answered(lambda session: service.make(session, viewer.name, asked), seconds=LONGEST)


@blp.route("/evaluations/<uuid:evaluation_id>")
class OneEvaluation(MethodView):
    """One of them."""

    @blp.response(200, EvaluationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no records")
    @blp.alt_response(404, description="no such evaluation for this person")
    def get(self, evaluation_id: UUID) -> Answer:
        """Return an evaluation: the ranking, and each station's seven dimensions with their values; the ETag is its version."""
        require_viewer(*READERS)
        return answered(lambda session: service.read(session, evaluation_id))


@blp.route("/evaluations/<uuid:evaluation_id>/sources")
class Sources(MethodView):
    """The records behind a value."""

    @blp.arguments(EvaluationSourcesQuerySchema, location="query")
    @blp.response(200, EvaluationSourcesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no records")
    @blp.alt_response(404, description="no such evaluation or station for this person")
    def get(self, asked: dict[str, Any], evaluation_id: UUID) -> dict[str, Any]:
        """List the records that a measure counted for a station, the newest first: to who evaluates, and to the station's own people."""
        require_viewer(*READERS)
        last, most, measure = day_and_ref(asked["cursor"]), asked["limit"], asked["measure"]
        found, n, shown = transact(
            lambda session: service.sources(session, evaluation_id, asked["station"], measure, last, most + 1)
        )
        return sources_wire(measure, found, (n, shown), most)


@blp.route("/evaluations/<uuid:evaluation_id>/evidence")
class RecordsFound(MethodView):
    """The records that a station may name."""

    @blp.arguments(EvaluationEvidenceQuerySchema, location="query")
    @blp.response(200, EvaluationRecordsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no records, or another's station")
    @blp.alt_response(404, description="no such evaluation or station for this person")
    def get(self, asked: dict[str, Any], evaluation_id: UUID) -> dict[str, Any]:
        """Find records of the station's area from the period on by number or title, the newest first: to the station's own people."""
        require_viewer(*READERS)
        station, words, most = asked["station"], asked["q"], asked["limit"]
        return records_wire(transact(lambda session: service.evidence(session, evaluation_id, station, words, most)))


@blp.route("/evaluations/<uuid:evaluation_id>/checks")
class Checks(MethodView):
    """What people say of the values."""

    @blp.arguments(EvaluationChecksAskedSchema)
    @blp.response(200, EvaluationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who evaluates nobody there, or one's own station")
    @blp.alt_response(404, description="no such evaluation or station for this person")
    @blp.alt_response(409, description="it is not being checked")
    def post(self, asked: dict[str, Any], evaluation_id: UUID) -> Answer:
        """Confirm values of a station, or correct them for a reason. May be repeated."""
        who = asking()
        return answered(lambda session: service.check(session, evaluation_id, who, asked["station"], asked["items"]))


@blp.route("/evaluations/<uuid:evaluation_id>/claims")
class Claims(MethodView):
    """自评."""

    @blp.arguments(EvaluationClaimsAskedSchema)
    @blp.response(200, EvaluationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's station")
    @blp.alt_response(404, description="no such evaluation or station for this person")
    @blp.alt_response(409, description="it is not being checked, or the value is checked already")
    def post(self, asked: dict[str, Any], evaluation_id: UUID) -> Answer:
        """Say what one's own station's values should be, for a reason and with records; another person checks it. May be repeated."""
        require_viewer(*READERS)
        who = asking()
        return answered(lambda session: service.claim(session, evaluation_id, who, asked["station"], asked["items"]))


@blp.route("/evaluations/<uuid:evaluation_id>/transitions")
class Moves(MethodView):
    """Its moves."""

    @blp.arguments(EvaluationMoveSchema)
    @blp.response(200, EvaluationSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who evaluates nobody there")
    @blp.alt_response(404, description="no such evaluation for this person")
    @blp.alt_response(409, description="no such move now, or values wait to be checked")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], evaluation_id: UUID) -> Answer:
        """Open it for checking, settle it, from when nothing of it changes, or drop it. May be repeated."""
        who, version = asking(), version_read()
        return answered(
            lambda session: service.move(session, evaluation_id, who, asked["move"], asked["reason"], version=version)
        )


@blp.route("/evaluations/<uuid:evaluation_id>/subsidy")
class SubsidyEstimate(MethodView):
    """What a budget comes to."""

    @blp.arguments(SubsidyQuerySchema, location="query")
    @blp.response(200, SubsidySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who evaluates nobody there")
    @blp.alt_response(404, description="no such evaluation for this person")
    @blp.alt_response(409, description="nothing to go by")
    def get(self, asked: dict[str, Any], evaluation_id: UUID) -> dict[str, Any]:
        """Estimate how a budget would be shared by work, households and score, to the cent; nothing is stored."""
        require_viewer(*READERS)
        cents, weights = asked["cents"], asked["weights"]
        view, estimate = transact(lambda session: service.estimate(session, evaluation_id, cents, weights))
        return subsidy_wire(view, estimate, cents, weights)


@blp.route("/evaluation-schemes")
class Schemes(MethodView):
    """The versions of the weights."""

    @blp.arguments(EvaluationSchemesQuerySchema, location="query")
    @blp.response(200, EvaluationSchemesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no records")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the versions of an area's weights, the newest first, then the newest of each area above it; the first is the one that counts."""
        require_viewer(*READERS)

        def work(session: Session) -> dict[str, Any]:
            found, dimensions = service.schemes(session, asked["area"])
            return schemes_wire(found, dimensions, keeps=keeps(session, asked["area"]))

        return transact(work)

    @blp.arguments(NewEvaluationSchemeSchema)
    @blp.response(200, EvaluationSchemeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who evaluates nobody there")
    @blp.alt_response(409, description="the id stands for something else, or there is a newer version")
    def post(self, asked: NewScheme) -> dict[str, Any]:
        """Add a version of the weights; those before stay. May be repeated."""
        viewer = require_viewer(*READERS)
        return scheme_wire(transact(lambda session: service.make_scheme(session, viewer.name, asked)))


@blp.route("/station-honours")
class Honours(MethodView):
    """评先评优、示范点申报."""

    @blp.arguments(HonoursQuerySchema, location="query")
    @blp.response(200, HonoursSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no records")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List what was asked for stations of one's areas, and what was granted in one's county, the newest first."""
        viewer, last, most = require_viewer(*READERS), moment_and_id(asked["cursor"]), asked["limit"]

        def work(session: Session) -> dict[str, Any]:
            found, kinds = service.honours(session, last, most + 1)
            told = [honour_wire(each, viewer.id, decides=keeps(session, each.area_code)) for each in found]
            return honours_wire(told, most, kinds)

        return transact(work)

    @blp.arguments(NewHonourSchema)
    @blp.response(200, HonourSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who keeps no station there")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: NewHonour) -> Answer:
        """Apply for one's own station, or propose one below. May be repeated."""
        who = asking()
        return honoured(lambda session: service.ask(session, who, asked))


@blp.route("/station-honours/<uuid:honour_id>/transitions")
class Decisions(MethodView):
    """What becomes of it."""

    @blp.arguments(HonourDecisionSchema)
    @blp.response(200, HonourSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="one's own, or another area's")
    @blp.alt_response(404, description="no such thing for this person")
    @blp.alt_response(409, description="it is decided")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], honour_id: UUID) -> Answer:
        """Grant or decline it for a reason, or take back what one asked for. May be repeated."""
        who, version = asking(), version_read()
        return honoured(
            lambda session: service.decide(session, honour_id, who, asked["to"], asked["reason"], version=version)
        )
