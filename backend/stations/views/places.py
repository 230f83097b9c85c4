"""GET /api/locate, GET /api/field-area; the stations of an area, and what each post answers for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from backend.clock import today
from backend.db import Context
from backend.errors import Invalid
from backend.geo.place import known_crs, wgs84_place
from backend.http.current import current_settings
from backend.http.fields import ProblemSchema
from backend.http.limits import client, throttle_loosely
from backend.http.transaction import at_once, transact
from backend.http.viewer import prefix_of, require_viewer
from backend.stations import service
from backend.stations.domain.sessions import MobileSession, NewSession
from backend.stations.schemas import (
    DutiesSchema,
    DutySchema,
    FieldAreaSchema,
    LocatedSchema,
    LocateQuery,
    NewDutySchema,
    PlaceQuerySchema,
    SessionsQuerySchema,
    StationCallOffSchema,
    StationNewSessionSchema,
    StationSessionSchema,
    StationSessionsSchema,
    StationsSchema,
    VersionsQuerySchema,
    card_wire,
    duty_wire,
    located_out,
)

blp = Blueprint("stations", __name__, url_prefix="/api", description="Where a place is, and what a phone holds")
IN_THE_FIELD = ("grid_worker", "collector")
ASKED = ("lon", "lat", "crs", "on")
PROBLEM = {"schema": ProblemSchema, "content_type": "application/problem+json"}


@blp.route("/locate")
class Locate(MethodView):
    """Where a place is."""

    @blp.arguments(LocateQuery(), location="query")
    @blp.response(200, LocatedSchema)
    @blp.alt_response(
        422, description="a value is missing, wrong, given twice, or the place is not in China", **PROBLEM
    )
    @blp.alt_response(429, description="too often from one address", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> Response:
        """Say which cell and areas a place lies in and which stations are nearest, on a day; public."""
        for name in ASKED:
            if len(request.args.getlist(name)) > 1:
                raise Invalid("只能写一次", field=name)
        lon, lat = wgs84_place(asked["lon"], asked["lat"], asked["crs"])
        on = asked.get("on") or today()
        settings = current_settings()
        throttle_loosely("locate", client(), limit=settings.locate_minute, seconds=60)
        found = at_once(lambda trip: service.locate(trip, lon, lat, on=on), Context())
        # A ready answer: the schema documents it, dumping through it would take as long as looking it up.
        return jsonify(located_out(found))


@blp.route("/field-area")
class FieldArea(MethodView):
    """What a phone holds."""

    @blp.response(200, FieldAreaSchema)
    @blp.alt_response(304, description="the phone's copy (If-None-Match) is the newest")
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="not a worker in the field", **PROBLEM)
    def get(self) -> dict[str, Any] | Response:
        """Return the worker's own cells, the other cells of their townships, stations, categories and tasks."""
        viewer = require_viewer(*IN_THE_FIELD)
        prefixes = sorted({held.prefix for held in viewer.roles if held.role in IN_THE_FIELD})
        body = transact(lambda session: service.field_area(session, viewer.id, viewer.name, prefixes, today()))
        answer = make_response(body)
        answer.set_etag(body["version"])
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.make_conditional(request)
        return answer


@blp.route("/stations")
class Stations(MethodView):
    """The network."""

    @blp.arguments(PlaceQuerySchema, location="query")
    @blp.response(200, StationsSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        """List the stations at work in and above an area, with their facts."""
        require_viewer()
        area = asked["area"]
        return {
            "items": [card_wire(each) for each in transact(lambda s: service.cards(s, area, prefix_of(area), today()))]
        }


@blp.route("/duties")
class Duties(MethodView):
    """What each post answers for."""

    @blp.arguments(PlaceQuerySchema, location="query")
    @blp.response(200, DutiesSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        """List what each post answers for at an area: the newest words of the nearest area that has some."""
        require_viewer()
        return {"items": [duty_wire(each) for each in transact(lambda s: service.duties(s, asked["area"]))]}

    @blp.arguments(NewDutySchema)
    @blp.response(200, DutySchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="not the town's congress of this area", **PROBLEM)
    @blp.alt_response(409, description="somebody else was first, or the id is taken", **PROBLEM)
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Write the next version of what a post answers for; the old one stays. May be repeated."""
        viewer = require_viewer("town_congress")
        return duty_wire(transact(lambda s: service.write_duty(
            s, viewer.name, asked["id"], asked["area"], asked["post"], asked["text"], after=asked["after"]
        )))  # fmt: skip


@blp.route("/duties/versions")
class DutyVersions(MethodView):
    """What a post answered for before."""

    @blp.arguments(VersionsQuerySchema, location="query")
    @blp.response(200, DutiesSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        """List every version of one post's duties in one area, the newest first."""
        require_viewer()
        found = transact(lambda s: service.duty_versions(s, asked["area"], asked["post"]))
        return {"items": [duty_wire(each) for each in found]}


@blp.route("/station-sessions")
class StationSessions(MethodView):
    """Where mobile stations stand."""

    @blp.arguments(SessionsQuerySchema, location="query")
    @blp.response(200, StationSessionsSchema)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the sessions of mobile stations that run or come, the next first; public."""
        prefix = prefix_of(asked["area"]) if asked["area"] else ""
        found = transact(lambda s: service.coming(
            s, prefix, since=asked["since"], station=asked["station"], most=asked["limit"]
        ), Context())  # fmt: skip
        return {"items": found}

    @blp.arguments(StationNewSessionSchema)
    @blp.response(200, StationSessionSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="a role that plans nothing where it stands", **PROBLEM)
    @blp.alt_response(409, description="the station stands elsewhere then, or the id is taken", **PROBLEM)
    def post(self, asked: dict[str, Any]) -> MobileSession:
        """Say where and when a mobile station stands. May be repeated."""
        viewer, crs = require_viewer(), known_crs(asked.pop("crs"))
        x, y = asked.pop("point")
        lon, lat = wgs84_place(x, y, crs, "point")
        given = NewSession(**asked, lon=lon, lat=lat)
        return transact(lambda s: service.plan_session(s, given, viewer.id, viewer.held))


@blp.route("/station-sessions/<uuid:session_id>/cancel")
class SessionCalledOff(MethodView):
    """Calling a session off."""

    @blp.arguments(StationCallOffSchema)
    @blp.response(200, StationSessionSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="a role that plans nothing there", **PROBLEM)
    @blp.alt_response(404, description="no such session for this person", **PROBLEM)
    @blp.alt_response(409, description="it is over, or was called off", **PROBLEM)
    def post(self, asked: dict[str, str], session_id: UUID) -> MobileSession:
        """Call a session off, for a reason. May be repeated."""
        held = require_viewer().held
        return transact(lambda s: service.call_off(s, session_id, asked["reason"], held))
