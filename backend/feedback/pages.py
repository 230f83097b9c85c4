"""The feedback sheet on paper: as a page to print and as PDF (interface guide, section 9)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import segno
from flask import Blueprint, Response, make_response, render_template
from markupsafe import Markup

from backend.feedback import service
from backend.feedback.drawing import day, draw, link_of
from backend.http.current import current_settings
from backend.http.transaction import transact
from backend.http.viewer import require_viewer

pages = Blueprint(
    "feedback_pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/feedback"
)


@pages.get("/api/feedback/<uuid:sheet_id>/sheet")
def printed(sheet_id: UUID) -> Response:
    """Show one sheet as it is printed on A4: for staff of its area and for the author of the report."""
    require_viewer()
    sheet = transact(lambda session: service.sheet(session, sheet_id))
    link = link_of(sheet, public_url())
    page = make_response(
        render_template(
            "feedback/sheet.html",
            sheet=sheet,
            link=link,
            qr=qr_svg(link),
            today=datetime.now(UTC),
            day=day,
        )
    )
    page.headers["Cache-Control"] = "private, no-store"
    return page


@pages.get("/api/feedback/<uuid:sheet_id>/sheet.pdf")
def drawn(sheet_id: UUID) -> Response:
    """Return one sheet as PDF, to be kept or sent on; for whom the printed page is for."""
    require_viewer()
    sheet = transact(lambda session: service.sheet(session, sheet_id))
    file = make_response(draw(sheet, public_url()))
    file.headers["Content-Type"] = "application/pdf"
    file.headers["Content-Disposition"] = f'inline; filename="{sheet.number}.pdf"'
    file.headers["Cache-Control"] = "private, no-store"
    return file


def public_url() -> str:
    """Return the address people reach this installation by."""
    settings = current_settings()
    return settings.public_url


def qr_svg(link: str) -> Markup:
    """Return the QR code of `link` (level Q, quiet zone 4) as SVG that a strict content policy lets through."""
    if not link:
        return Markup()
    code = segno.make(link, error="q", micro=False, boost_error=False)
    return Markup(code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=4))  # noqa: S704 - made here
