"""GET /api/evaluations/{id}.xlsx, GET /api/evaluations/{id}.pdf."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response

from backend.evaluation import service
from backend.evaluation.schemas import ranking_frame, ranking_rows, signatures
from backend.exports.drawing import draw
from backend.exports.sending import download
from backend.exports.service import write
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer
from backend.http.words import language

pages = Blueprint("evaluation_pages", __name__)
NAME = "evaluation"


@pages.get("/api/evaluations/<uuid:evaluation_id>.xlsx")
def table(evaluation_id: UUID) -> Response:
    """Return the ranking of a settled evaluation as XLSX; each time goes into the record."""
    viewer = require_viewer(*READERS)
    view = transact(lambda session: service.taken(session, evaluation_id))
    return download(write("xlsx", ranking_frame(view, viewer), ranking_rows(view), signatures), "xlsx", NAME)


@pages.get("/api/evaluations/<uuid:evaluation_id>.pdf")
def paper(evaluation_id: UUID) -> Response:
    """Return the ranking of a settled evaluation on paper; each time goes into the record."""
    viewer = require_viewer(*READERS)
    view = transact(lambda session: service.taken(session, evaluation_id))
    return download(draw(language(), ranking_frame(view, viewer), ranking_rows(view), signatures), "pdf", NAME)
