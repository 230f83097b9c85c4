"""GET /api/scans."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer
from backend.scans import service
from backend.scans.schemas import ScanQuerySchema, ScansSchema, asked_of, scans_wire

blp = Blueprint("scans", __name__, url_prefix="/api", description="What becomes of the codes on posters")
# Seconds a statement may take: the figures of a whole province are dear.
LONGEST = 12.0


@blp.route("/scans")
class Scans(MethodView):
    """Figures of codes."""

    @blp.arguments(ScanQuerySchema, location="query")
    @blp.response(200, ScansSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases and has no code")
    @blp.alt_response(404, description="no such area for this person")
    def get(self, given: dict[str, Any]) -> dict[str, Any]:
        """Say how often codes were scanned and what came of it: of one's area, of a deputy's own codes. Hidden matters are in no figure."""
        viewer = require_viewer(*READERS, "deputy")
        asked = asked_of(given, own=given["own"] or not viewer.holds(*READERS))
        return scans_wire(transact(lambda s: service.read(s, asked), seconds=LONGEST), asked, given["limit"])
