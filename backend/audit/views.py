"""GET /api/audit: the record of an area, for its audit administrator and nobody else."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.audit.schemas import AuditEntriesSchema, AuditQuerySchema
from backend.audit.service.read import entries
from backend.errors import Invalid
from backend.http.paging import decode, encode
from backend.http.transaction import transact
from backend.http.viewer import prefix_of, require_viewer

blp = Blueprint("audit", __name__, url_prefix="/api", description="The record of who did what")


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
        found = transact(
            lambda s: entries(
                s,
                within=prefix_of(area) if area else None,
                before=before(asked["cursor"]),
                most=most + 1,
                action=asked["action"],
                actor_id=asked["actor"],
            )
        )
        return {"items": found[:most], "next": encode(found[most - 1].id) if len(found) > most else None}


def before(cursor: str | None) -> int | None:
    """Return the id of the last entry of the page before; None for the first page. Raises Invalid (field `cursor`)."""
    if not cursor:
        return None
    (last,) = decode(cursor, 1)
    if not isinstance(last, int) or isinstance(last, bool) or not 0 < last < 2**63:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor")
    return last
