"""GET /api/bulletins/{id}.pdf, GET /api/bulletins/preview.pdf."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, request
from marshmallow import ValidationError

from backend.bulletins import service
from backend.bulletins.drawing import draw
from backend.bulletins.queries import Opened
from backend.bulletins.schemas import BulletinQuerySchema, asked_of, bulletin_wire
from backend.clock import now
from backend.errors import Invalid
from backend.http.current import current_settings
from backend.http.transaction import transact
from backend.http.viewer import READERS, Viewer, require_viewer

pages = Blueprint("bulletins_pages", __name__)
LONGEST = 5.0


@pages.get("/api/bulletins/<uuid:bulletin_id>.pdf")
def issued(bulletin_id: UUID) -> Response:
    """Return a bulletin as PDF, drawn from what was frozen; each time goes into the record."""
    viewer = require_viewer(*READERS)
    found = transact(lambda session: service.taken(session, service.read(session, bulletin_id)))
    return paper(found, viewer)


@pages.get("/api/bulletins/preview.pdf")
def preview() -> Response:
    """Return what is only looked at as PDF; each time goes into the record."""
    viewer = require_viewer(*READERS)
    own = current_settings()
    try:
        area, kind, span = asked_of(BulletinQuerySchema().load(request.args))
    except ValidationError as error:
        field = next(iter(error.messages_dict))
        raise Invalid("请检查这一项", field=str(field)) from error
    found = transact(
        lambda session: service.taken(session, service.look(session, area, kind, span, own)), seconds=LONGEST
    )
    return paper(found, viewer)


def paper(found: Opened, viewer: Viewer) -> Response:
    """Return a bulletin as a file that says who took it."""
    file = make_response(draw(bulletin_wire(found), viewer.name, now()))
    file.headers["Content-Type"] = "application/pdf"
    name = f"{found.area_code}-{found.span.first}-{found.span.last}"
    file.headers["Content-Disposition"] = f'inline; filename="bulletin-{name}.pdf"'
    file.headers["Cache-Control"] = "private, no-store"
    return file
