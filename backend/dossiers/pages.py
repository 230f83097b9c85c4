"""GET /api/cases/{id}/dossier.pdf."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response

from backend.attachments.store import Store
from backend.cases.schemas import asking
from backend.clock import now
from backend.dossiers import service
from backend.dossiers.drawing import draw
from backend.http.current import current_settings
from backend.http.transaction import transact
from backend.http.viewer import require_viewer

pages = Blueprint("dossier_pages", __name__)


@pages.get("/api/cases/<uuid:case_id>/dossier.pdf")
def dossier(case_id: UUID) -> Response:
    """Return the whole of a case as one PDF, names and phones masked; each time goes into the record."""
    actor, viewer = asking(), require_viewer()
    store = Store(current_settings().var)
    found = transact(lambda session: service.compose(session, store, case_id, actor))
    file = make_response(draw(found, viewer.name, now()))
    file.headers["Content-Type"] = "application/pdf"
    file.headers["Content-Disposition"] = f'inline; filename="{found.file.head.number}.pdf"'
    file.headers["Cache-Control"] = "private, no-store"
    return file
