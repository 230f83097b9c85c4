"""GET /api/deputies, POST /api/deputies/{id}/places; GET /api/deputy-homes, POST …/officers; POST /api/deputy-places/{id}/end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.deputies import service
from backend.deputies.domain import CONVENERS, NewOfficer, NewPlace, Placing
from backend.deputies.queries import Wanted
from backend.deputies.schemas import (
    DeputiesSchema,
    DeputyEndSchema,
    DeputyFiltersSchema,
    DeputyHomeQuerySchema,
    DeputyHomesSchema,
    DeputySchema,
    NewDeputyPlaceSchema,
    NewStationOfficerSchema,
    deputies_wire,
    deputy_wire,
    homes_wire,
)
from backend.http.paging import counted_from, last_read
from backend.http.transaction import transact
from backend.http.viewer import prefix_of, require_viewer
from backend.stations import service as stations

blp = Blueprint(
    "deputies", __name__, url_prefix="/api", description="Deputies, where they serve, who holds their homes"
)


def placing() -> Placing:
    """Return who asks, as deputies' places know them. Raises Unauthorized when nobody is logged in."""
    viewer = require_viewer()
    return Placing(viewer.id, viewer.held)


def areas_of(who: Placing) -> tuple[str, ...]:
    """Return the prefixes where somebody says who serves."""
    return tuple(prefix for role, prefix in who.roles if role in CONVENERS)


def last_of(cursor: str | None) -> int:
    """Return the id of the last deputy read, 0 before the first; see `last_read`."""
    last: int
    (last,) = last_read(cursor, counted_from(0)) or (0,)
    return last


@blp.route("/deputies")
class Deputies(MethodView):
    """Who represents an area."""

    @blp.arguments(DeputyFiltersSchema, location="query")
    @blp.response(200, DeputiesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the deputies in office of an area, whose own it is or who are at home in it, with their groups and cells."""
        who, prefix, most = placing(), prefix_of(asked["area"]) if asked["area"] else None, asked["limit"]
        wanted = Wanted(prefix, asked["level"], asked["group"], asked["cell"])
        after = last_of(asked["cursor"])

        def work(session: Session) -> dict[str, Any]:
            found = service.listed(session, wanted, after=after, most=most + 1)
            return deputies_wire(found, service.levels(session, prefix), areas_of(who), most)

        return transact(work)


@blp.route("/deputies/<int:deputy_id>/places")
class DeputyPlaces(MethodView):
    """Where a deputy is placed."""

    @blp.arguments(NewDeputyPlaceSchema)
    @blp.response(200, DeputySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such deputy")
    @blp.alt_response(409, description="in a group or at the cell already, or the id stands for something else")
    def post(self, asked: dict[str, Any], deputy_id: int) -> dict[str, Any]:
        """Place a deputy in a group or at a cell from a day on. May be repeated."""
        who = placing()
        new = NewPlace(asked["id"], deputy_id, asked["group"], asked["cell"], asked["since"])

        def work(session: Session) -> dict[str, Any]:
            service.place(session, new, who)
            return deputy_wire(service.placed(session, deputy_id), areas_of(who))

        return transact(work)


@blp.route("/deputy-homes")
class DeputyHomes(MethodView):
    """Where deputies are at home."""

    @blp.arguments(DeputyHomeQuerySchema, location="query")
    @blp.response(200, DeputyHomesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        """List the stations of an area with their groups and who holds them; a collection post only where it has some."""
        who, prefix = placing(), prefix_of(asked["area"])
        return transact(lambda session: homes_wire(service.homes(session, prefix), areas_of(who)))


@blp.route("/deputy-homes/<int:station_id>/officers")
class StationOfficers(MethodView):
    """Who holds a home station."""

    @blp.arguments(NewStationOfficerSchema)
    @blp.response(200, DeputyHomesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such station")
    @blp.alt_response(409, description="there is a head already, or two liaisons; or the id stands for something else")
    def post(self, asked: dict[str, Any], station_id: int) -> dict[str, Any]:
        """Say who holds a home station from a day on: one head, at most two liaisons at a time. May be repeated."""
        who, new = placing(), NewOfficer(station=station_id, **asked)

        def work(session: Session) -> dict[str, Any]:
            service.hold(session, new, who)
            station = stations.get(session, station_id)
            return homes_wire(service.homes(session, station.area_code if station else ""), areas_of(who))

        return transact(work)


@blp.route("/deputy-places/<uuid:row_id>/end")
class DeputyPlaceEnd(MethodView):
    """The end of a place, or of somebody's time at a station."""

    @blp.arguments(DeputyEndSchema)
    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such row")
    @blp.alt_response(409, description="it ended before")
    def post(self, asked: dict[str, Any], row_id: UUID) -> None:
        """End it with a day, which still counts. May be repeated."""
        who = placing()
        transact(lambda session: service.end(session, row_id, asked["until"], who))
