"""GET and POST /api/stations/{id}/facts: the file of a station."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView

from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.stations.schemas.facts import (
    FactSchema,
    FactVersionsSchema,
    NewFactSchema,
    StationFileSchema,
    fact_wire,
    file_wire,
)
from backend.stations.service import facts as service
from backend.stations.views.places import PROBLEM, blp


@blp.route("/stations/<int:station_id>/facts")
class Facts(MethodView):
    """What a station is and has."""

    @blp.response(200, StationFileSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(404, description="no such station", **PROBLEM)
    def get(self, station_id: int) -> dict[str, Any]:
        """Return the file of a station: what stands of it, and what may be said."""
        require_viewer()
        return file_wire(transact(lambda session: service.file_of(session, station_id)))

    @blp.arguments(NewFactSchema)
    @blp.response(200, FactSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(403, description="not of the station's area", **PROBLEM)
    @blp.alt_response(404, description="no such station", **PROBLEM)
    @blp.alt_response(409, description="somebody else was first, or there is one of this kind already", **PROBLEM)
    def post(self, asked: dict[str, Any], station_id: int) -> dict[str, Any]:
        """Write a fact, or its next version; the former ones stay. May be repeated."""
        viewer = require_viewer()
        return fact_wire(transact(lambda session: service.write(
            session, viewer.name, station_id, asked["id"], asked["said"], after=asked["after"]
        )))  # fmt: skip


@blp.route("/stations/<int:station_id>/facts/<uuid:fact_id>/versions")
class FactVersions(MethodView):
    """How it was before."""

    @blp.response(200, FactVersionsSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    @blp.alt_response(404, description="no such fact", **PROBLEM)
    def get(self, station_id: int, fact_id: UUID) -> dict[str, Any]:
        """List every version of a fact with who wrote it, the newest first."""
        require_viewer()
        found = transact(lambda session: service.versions(session, station_id, fact_id))
        return {"items": [fact_wire(each) for each in found]}
