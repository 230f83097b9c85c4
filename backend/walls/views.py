"""GET and POST /api/stations/{id}/walls, DELETE of one; POST /api/wall-board: what stands on a screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.db import Context
from backend.http.current import current_settings
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.walls import service
from backend.walls.domain import KEEPERS
from backend.walls.schemas import (
    BoardSchema,
    IssuedWallSchema,
    NewWallSchema,
    WallsSchema,
    WallTokenSchema,
    board_wire,
)

blp = Blueprint("walls", __name__, url_prefix="/api", description="A station's read-only screen")
TRIES, TEN_MINUTES = 300, 600


@blp.route("/stations/<int:station_id>/walls")
class Walls(MethodView):
    """The screens of a station."""

    @blp.response(200, WallsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who keeps no screens there")
    @blp.alt_response(404, description="no such station")
    def get(self, station_id: int) -> dict[str, Any]:
        """List the screens of a station, newest first, each with when it was on last."""
        require_viewer(*KEEPERS)
        return {"items": transact(lambda session: service.listed(session, station_id))}

    @blp.arguments(NewWallSchema)
    @blp.response(201, IssuedWallSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who keeps no screens there")
    @blp.alt_response(404, description="no such station")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any], station_id: int) -> dict[str, Any]:
        """Make the link of a screen; its address is told here alone. May be repeated."""
        viewer, key = require_viewer(*KEEPERS), current_settings().derive("wall link")
        wall, token = transact(
            lambda session: service.issue(session, station_id, asked["id"], asked["name"], viewer.name, key)
        )
        return {"id": wall.id, "url": f"{current_settings().public_url}/wall/#{token}"}


@blp.route("/stations/<int:station_id>/walls/<uuid:wall_id>")
class OneWall(MethodView):
    """A screen."""

    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who keeps no screens there")
    @blp.alt_response(404, description="no such screen")
    def delete(self, station_id: int, wall_id: UUID) -> None:
        """Take the link of a screen back: it opens nothing from now on. May be repeated."""
        require_viewer(*KEEPERS)
        transact(lambda session: service.revoke(session, station_id, wall_id))


@blp.route("/wall-board")
class WallBoard(MethodView):
    """What stands on a screen."""

    @blp.arguments(WallTokenSchema)
    @blp.response(200, BoardSchema)
    @blp.alt_response(403, description="the link opens nothing any more")
    @blp.alt_response(404, description="no such link")
    @blp.alt_response(429, description="asked too often")
    def post(self, asked: dict[str, str]) -> dict[str, Any]:
        """Trade what stands behind the # of a link for what stands on the screen; nothing of it is anybody's own."""
        throttle("wall", client(), limit=TRIES, seconds=TEN_MINUTES)
        return board_wire(
            transact(lambda session: service.board(session, asked["token"]), Context()), current_settings().wall_seconds
        )
