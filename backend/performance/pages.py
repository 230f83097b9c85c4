"""GET /api/deputies/{id}/performance.pdf."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request
from marshmallow import ValidationError

from backend.clock import now
from backend.commitments.domain import Keeper
from backend.errors import Invalid
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.performance import service
from backend.performance.drawing import draw
from backend.performance.schemas import PerformanceQuerySchema, span_of

pages = Blueprint("performance_pages", __name__)


@pages.get("/api/deputies/<int:deputy_id>/performance.pdf")
def performance(deputy_id: int) -> Response:
    """Return a deputy's performance file as PDF; each time goes into the record."""
    viewer = require_viewer()
    try:
        span = span_of(PerformanceQuerySchema().load(request.args))
    except ValidationError as error:
        field = next(iter(error.messages_dict))
        raise Invalid("开始日期不能晚于结束日期，年份在2000到2199之间", field=str(field)) from error
    who = Keeper(viewer.id, viewer.name, viewer.held)
    found = transact(lambda session: service.taken(session, deputy_id, who, span))
    file = make_response(draw(found, viewer.name, now()))
    file.headers["Content-Type"] = "application/pdf"
    file.headers["Content-Disposition"] = f'inline; filename="performance-{deputy_id}.pdf"'
    file.headers["Cache-Control"] = "private, no-store"
    return file
