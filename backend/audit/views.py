"""GET /api/audit, /api/audit/checks: the record of an area, for its audit administrator and nobody else."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.audit import service
from backend.audit.schemas import AuditChecksSchema, AuditEntriesSchema, AuditQuerySchema
from backend.audit.service.read import Search, entries
from backend.clock import midnight
from backend.http.limits import throttle
from backend.http.paging import counted_from, encode, last_read
from backend.http.transaction import transact
from backend.http.viewer import prefix_of, require_viewer

blp = Blueprint("audit", __name__, url_prefix="/api", description="The record of who did what")
CHECKS, AN_HOUR = 6, 3600


@blp.route("/audit")
class Audit(MethodView):
    """The record."""

    @blp.arguments(AuditQuerySchema, location="query")
    @blp.response(200, AuditEntriesSchema)
    @blp.alt_response(403, description="not an audit administrator")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the entries of one's areas, the newest first: ids and field names, never what somebody wrote."""
        require_viewer("audit_administrator")
        most, area = asked["limit"], asked["area"]
        search = Search(
            prefix_of(area) if area else None, asked["action"], asked["actor"], asked["subject_kind"], asked["subject_id"],
            midnight(asked["since"]), midnight(asked["until"], later=1),
        )  # fmt: skip
        last = before(asked["cursor"])
        found = transact(lambda s: entries(s, search, before=last, most=most + 1))
        return {"items": found[:most], "next": encode(found[most - 1].id) if len(found) > most else None}


@blp.route("/audit/checks")
class Checks(MethodView):
    """Whether the record is whole."""

    @blp.response(200, AuditChecksSchema)
    @blp.alt_response(403, description="not an audit administrator")
    def get(self) -> dict[str, Any]:
        """List what the last verifyings of the record have found, the newest first."""
        require_viewer("audit_administrator")
        return {"items": transact(service.checks)}

    @blp.response(202)
    @blp.alt_response(403, description="not an audit administrator")
    @blp.alt_response(429, description="too often")
    def post(self) -> None:
        """Have the whole record verified now; what was found stands in the list within minutes."""
        throttle("audit verify", str(require_viewer("audit_administrator").id), limit=CHECKS, seconds=AN_HOUR)
        transact(service.ask_check)


def before(cursor: str | None) -> int | None:
    """Return the id of the last entry of the page before; None for the first page; see `last_read`."""
    last: int | None
    (last,) = last_read(cursor, counted_from(1)) or (None,)
    return last
