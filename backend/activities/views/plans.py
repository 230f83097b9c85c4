"""GET /api/activity-types, -figures, -people; GET, POST /api/activities; GET, PATCH …/{id}; its agenda; POST …/hold, …/decisions, …/cancel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.activities import service
from backend.activities.domain import ActivityFile, Decision, Minutes, Point
from backend.activities.schemas import (
    ActivitiesSchema,
    ActivityAskedPeopleSchema,
    ActivityFiguresSchema,
    ActivityKindsSchema,
    ActivitySchema,
    file_wire,
    kind_wire,
    last_of,
    page_wire,
)
from backend.activities.schemas.asked import (
    ActivityChangeSchema,
    ActivityFiltersSchema,
    CancelSchema,
    DecisionSchema,
    HoldingSchema,
    NewActivitySchema,
    PointSchema,
    SpanSchema,
    changes_of,
    plan_of,
    wanted_of,
)
from backend.clock import today
from backend.commitments.domain import Keeper
from backend.errors import Invalid
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.viewer import prefix_of, require_viewer
from backend.http.words import say

blp = Blueprint("activities", __name__, url_prefix="/api", description="Activities of every kind")
Told = tuple[dict[str, Any], int, dict[str, str]]


def keeper() -> Keeper:
    """Return who asks, as meetings know them."""
    viewer = require_viewer()
    return Keeper(viewer.id, viewer.name, viewer.held)


def tagged(file: ActivityFile) -> Told:
    """Return an activity as the wire has it, with its version as ETag."""
    return file_wire(file), 200, {"ETag": f'"{file.head.version}"'}


@blp.route("/activities")
class Activities(MethodView):
    """The meetings."""

    @blp.arguments(ActivityFiltersSchema, location="query")
    @blp.response(200, ActivitiesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the activities of one's area and those one's body is invited to: without a day first, then newest first."""
        wanted, last, most = wanted_of(asked, require_viewer().id), last_of(asked["cursor"]), asked["limit"]
        return page_wire(transact(lambda session: service.listed(session, wanted, last=last, most=most + 1)), most)

    @blp.arguments(NewActivitySchema)
    @blp.response(200, ActivitySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(
        409, description="the id stands for something else, somebody is elsewhere then, or there were enough this year"
    )
    def post(self, asked: dict[str, Any]) -> Told:
        """Plan an activity, or a row of them; who is invited is told. May be repeated."""
        who, given = keeper(), plan_of(asked)
        return tagged(transact(lambda session: service.plan(session, given, who)))


@blp.route("/activity-types")
class Kinds(MethodView):
    """The kinds of activities."""

    @blp.response(200, ActivityKindsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the kinds of activities, each with its steps and what is counted of one."""
        require_viewer()
        return {"items": [kind_wire(each) for each in transact(service.kinds)]}


@blp.route("/activity-figures")
class Figures(MethodView):
    """What came of the activities."""

    @blp.arguments(SpanSchema, location="query")
    @blp.response(200, ActivityFiguresSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Count the activities held in a span of days (default: this year) by kind, who came, and what was counted."""
        require_viewer()
        since, until = asked["since"] or today().replace(month=1, day=1), asked["until"] or today()
        area = prefix_of(asked["area"])
        found = transact(lambda session: service.figures(session, area, since, until))
        return {"items": [vars(each) | kind_wire(each.kind) for each in found]}


@blp.route("/activity-people")
class InvitedPeople(MethodView):
    """Whom one may invite."""

    @blp.arguments(SpanSchema(only=("area",)), location="query")
    @blp.response(200, ActivityAskedPeopleSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the deputies of the county and, for who calls activities there, the people who work at the place."""
        require_viewer()
        people = transact(lambda session: service.invitable(session, asked["area"]))
        return {"items": [vars(each) | {"note": say(each.note)} for each in people]}


@blp.route("/activities/<uuid:activity_id>")
class OneActivity(MethodView):
    """One meeting."""

    @blp.response(200, ActivitySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such activity for this person")
    def get(self, activity_id: UUID) -> Told:
        """Return an activity with agenda, minutes, decisions and commitments; the ETag is its version."""
        who = keeper()
        return tagged(transact(lambda session: service.read(session, activity_id, who)))

    @blp.arguments(ActivityChangeSchema)
    @blp.response(200, ActivitySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it is over")
    @blp.alt_response(412, description="somebody changed it first")
    def patch(self, asked: dict[str, Any], activity_id: UUID) -> Told:
        """Change title, place, time, who is invited, the order of the agenda, or what was counted. May be repeated."""
        who, version, changes = keeper(), version_read(), changes_of(asked)
        return tagged(transact(lambda session: service.change(session, activity_id, who, changes, version=version)))


@blp.route("/activities/<uuid:activity_id>/agenda")
class Agenda(MethodView):
    """The agenda."""

    @blp.arguments(PointSchema)
    @blp.response(200, ActivitySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it is over, the case is on it already, or the id stands for something else")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> Told:
        """Put a case, or words, at the end of the agenda. May be repeated."""
        who, version, point = keeper(), version_read(), Point(**asked)
        return tagged(transact(lambda session: service.put(session, activity_id, who, point, version=version)))


@blp.route("/activities/<uuid:activity_id>/agenda/<uuid:item_id>")
class AgendaPoint(MethodView):
    """A point of the agenda."""

    @blp.response(200, ActivitySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it is over")
    @blp.alt_response(412, description="somebody changed it first")
    def delete(self, activity_id: UUID, item_id: UUID) -> Told:
        """Take a point off the agenda. May be repeated."""
        who, version = keeper(), version_read()
        return tagged(transact(lambda session: service.remove(session, activity_id, who, item_id, version=version)))


@blp.route("/activities/<uuid:activity_id>/hold")
class Holding(MethodView):
    """Holding it."""

    @blp.arguments(HoldingSchema)
    @blp.response(200, ActivitySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it is over")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> Told:
        """Note that it was held, with its minutes. May be repeated."""
        who, version, held_on, numbers = keeper(), version_read(), asked.pop("held_on"), asked.pop("numbers")
        if asked["number"] is not None and asked["signed_by"] is None:
            raise Invalid("写明签发人", field="signed_by")
        minutes = Minutes(**asked) if asked["number"] is not None else None
        return tagged(
            transact(
                lambda session: service.hold(session, activity_id, who, minutes, held_on, numbers, version=version)
            )
        )


@blp.route("/activities/<uuid:activity_id>/decisions")
class Decisions(MethodView):
    """What was decided."""

    @blp.arguments(DecisionSchema)
    @blp.response(200, ActivitySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such activity or point for this person")
    @blp.alt_response(409, description="it was not held, or this point is decided already")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> Told:
        """Note what was decided of a point; with a body and a day it becomes that body's commitment. May be repeated."""
        who, version, given = keeper(), version_read(), Decision(**asked)
        return tagged(transact(lambda session: service.decide(session, activity_id, who, given, version=version)))


@blp.route("/activities/<uuid:activity_id>/cancel")
class Cancelling(MethodView):
    """Cancelling it."""

    @blp.arguments(CancelSchema)
    @blp.response(200, ActivitySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such activity for this person")
    @blp.alt_response(409, description="it was held")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> Told:
        """Cancel it, for a reason; the cases on its agenda go to the next joint meeting. May be repeated."""
        who, version, reason, rest = keeper(), version_read(), asked["reason"], asked["following"]
        return tagged(
            transact(lambda session: service.cancel(session, activity_id, who, reason, version=version, following=rest))
        )
