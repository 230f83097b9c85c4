"""GET /api/codes/{code}: whom a code stands for."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.codes import service
from backend.codes.schemas import CodeSchema, code_wire
from backend.errors import Gone, NotFound
from backend.http.limits import client, throttle
from backend.http.transaction import transact

blp = Blueprint("codes", __name__, url_prefix="/api/codes", description="Codes on posters")
PER_MINUTE = 600


@blp.record_once
def take_keys(state: Any) -> None:
    """Take the keys of codes when the application starts."""
    service.use_keys(state.app.extensions["zhitong.settings"])


@blp.route("/<string:code>")
class Code(MethodView):
    """One code."""

    @blp.response(200, CodeSchema)
    @blp.alt_response(404, description="no such code")
    @blp.alt_response(410, description="the code was revoked")
    @blp.alt_response(429, description="too many in a minute")
    def get(self, code: str) -> dict[str, Any]:
        """Tell whom a code stands for. Lower case, spaces, hyphens, and O, I, L for 0 and 1 are taken."""
        throttle("code look-up", client(), limit=PER_MINUTE, seconds=60)
        return transact(lambda session: told(session, code))


def told(session: Session, code: str) -> dict[str, Any]:
    """Return whom a code stands for and what it has chosen beforehand, as it is sent.

    Raises NotFound when there is no such code, Gone when it was revoked.
    """
    target = service.resolve(session, code)
    if target is None:
        raise NotFound("没有这个码。对照海报检查最后4位，或找最近的站点。", code="unknown_code")
    if target.state == "revoked":
        raise Gone("这个码已停用。请扫新海报，或找最近的站点。", code="revoked_code")
    return code_wire(target, service.preset(session, target))
