"""The printed feedback sheet (interface guide, section 9)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import segno
from flask import Blueprint, Response, current_app, make_response, render_template
from markupsafe import Markup

from backend.clock import CHINA
from backend.feedback import service
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.settings import Settings

pages = Blueprint(
    "feedback_pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/feedback"
)


@pages.get("/api/feedback/<uuid:sheet_id>/sheet")
def printed(sheet_id: UUID) -> Response:
    """Show one sheet as it is printed on A4: for staff of its area and for the author of the report."""
    require_viewer()
    sheet = transact(lambda session: service.sheet(session, sheet_id))
    settings: Settings = current_app.extensions["zhitong.settings"]
    link = f"{settings.public_url}/t/{sheet.receipt}" if sheet.receipt else ""
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


def qr_svg(link: str) -> Markup:
    """Return the QR code of `link` (level Q, quiet zone 4) as SVG that a strict content policy lets through."""
    if not link:
        return Markup()
    code = segno.make(link, error="q", micro=False, boost_error=False)
    return Markup(code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=4))  # noqa: S704 - made here


def day(when: datetime) -> str:
    """Return the date in China as people write it."""
    local = when.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"
