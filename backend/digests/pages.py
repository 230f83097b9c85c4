"""GET /api/report-batches/{id}/list.pdf."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response

from backend.clock import now
from backend.digests import service
from backend.digests.drawing import draw
from backend.http.transaction import transact
from backend.http.viewer import require_viewer

pages = Blueprint("digest_pages", __name__)


@pages.get("/api/report-batches/<uuid:batch_id>/list.pdf")
def listed(batch_id: UUID) -> Response:
    """Return the list of a batch as PDF; each time goes into the record. No person stands in it."""
    viewer = require_viewer()
    batch, items = transact(lambda session: service.drawn(session, batch_id))
    file = make_response(draw(batch, items, viewer.name, now()))
    file.headers["Content-Type"] = "application/pdf"
    file.headers["Content-Disposition"] = f'inline; filename="{batch.number}.pdf"'
    file.headers["Cache-Control"] = "private, no-store"
    return file
