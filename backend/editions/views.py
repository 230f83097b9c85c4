"""GET /api/editions, GET /api/editions/{id} and its moves, POST /api/editions/{id}/withdrawal."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases.schemas import asking
from backend.editions import service
from backend.editions.schemas import (
    EditionMovesQuerySchema,
    EditionMovesSchema,
    EditionSchema,
    EditionsQuerySchema,
    EditionsSchema,
    EditionWithdrawalSchema,
    EditionWithdrawnSchema,
    a_key,
    day_and_number,
    edition_wire,
    moves_wire,
    page_wire,
    withdrawn_wire,
)
from backend.http.paging import last_read
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer

blp = Blueprint("editions", __name__, url_prefix="/api", description="Editions of the grid and what they moved")
ONE = "/editions/<int:edition_id>"


@blp.route("/editions")
class Editions(MethodView):
    """The list."""

    @blp.arguments(EditionsQuerySchema, location="query")
    @blp.response(200, EditionsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the editions of the grid that have to do with one's area, the newest first."""
        require_viewer(*READERS)
        last, most = day_and_number(asked["cursor"]), asked["limit"]
        return page_wire(transact(lambda session: service.listed(session, last, most + 1)), most)


@blp.route(ONE)
class Edition(MethodView):
    """One of them."""

    @blp.response(200, EditionSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    @blp.alt_response(404, description="no such edition of one's area")
    def get(self, edition_id: int) -> dict[str, Any]:
        """Tell of an edition and how much it moved in one's area."""
        require_viewer(*READERS)
        return edition_wire(transact(lambda session: service.one(session, edition_id)))


@blp.route(f"{ONE}/moves")
class EditionMoves(MethodView):
    """What it moved."""

    @blp.arguments(EditionMovesQuerySchema, location="query")
    @blp.response(200, EditionMovesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    @blp.alt_response(404, description="no such edition of one's area")
    def get(self, asked: dict[str, Any], edition_id: int) -> dict[str, Any]:
        """List what of one kind an edition moved in one's area: cells, posts, cases, reports, or workers whose cell is gone."""
        require_viewer(*READERS)
        (after,), most = last_read(asked["cursor"], a_key) or ("",), asked["limit"]
        return moves_wire(
            transact(lambda session: service.moved(session, edition_id, asked["kind"], after, most + 1)), most
        )


@blp.route(f"{ONE}/withdrawal")
class EditionWithdrawal(MethodView):
    """Taking it back."""

    @blp.arguments(EditionWithdrawalSchema)
    @blp.response(200, EditionWithdrawnSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not the liaison of its whole area")
    @blp.alt_response(404, description="no such edition of one's area")
    @blp.alt_response(409, description="it is in force, or another one follows it")
    def post(self, asked: dict[str, str], edition_id: int) -> dict[str, Any]:
        """Take back an edition that is not in force yet, for a reason; the cells before it go on. May be repeated."""
        actor = asking()
        require_viewer(*READERS)
        return withdrawn_wire(transact(lambda session: service.withdraw(session, edition_id, actor, asked["reason"])))
