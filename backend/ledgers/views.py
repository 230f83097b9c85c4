"""GET /api/ledgers, GET /api/ledgers/{book}, POST /api/ledgers/{book}/export, POST /api/ledger-books and its end."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.service import factor
from backend.errors import Forbidden
from backend.exports.domain import TYPES
from backend.exports.drawing import draw
from backend.exports.sending import FILE, PAPERS, download
from backend.exports.service import Written, write
from backend.http.current import current_settings
from backend.http.limits import throttle
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer
from backend.http.words import language
from backend.ledgers import service
from backend.ledgers.domain import KEEPERS, Own, Write
from backend.ledgers.schemas import (
    LedgerExportSchema,
    LedgerPageSchema,
    LedgerQuerySchema,
    LedgersSchema,
    NewLedgerBookSchema,
    OwnLedgerBookSchema,
    catalogue_wire,
    own_wire,
    page_wire,
    wanted_of,
    wanted_sheet,
)

blp = Blueprint("ledgers", __name__, url_prefix="/api", description="Ledgers: read out of the records, typed by nobody")
# Files that one person takes in a quarter of an hour at most, lists of cases and books together.
EXPORTS, QUARTER = 30, 900
# Seconds a statement may take: the figures of a whole province are dear.
LONGEST = 12.0


@blp.route("/ledgers")
class Ledgers(MethodView):
    """What there is."""

    @blp.response(200, LedgersSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self) -> dict[str, Any]:
        """List the ready-made books, those of one's offices, and what they can be narrowed by."""
        viewer = require_viewer(*READERS)
        own, choices = transact(lambda session: (service.own_books(session), service.choices(session)))
        return catalogue_wire(viewer, own, choices)


@blp.route("/ledgers/<book>")
class Ledger(MethodView):
    """A book."""

    @blp.arguments(LedgerQuerySchema, location="query")
    @blp.response(200, LedgerPageSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    @blp.alt_response(404, description="no such book, or no such area for this person")
    def get(self, asked: dict[str, Any], book: str) -> dict[str, Any]:
        """Open a book: its first entries and the figures of all, of what one sees anyway. Without days: the last thirty."""
        require_viewer(*READERS)
        wanted, most = wanted_of(book, asked), asked["limit"]
        page = transact(lambda session: service.read(session, wanted, most), seconds=LONGEST)
        return page_wire(page, wanted.span.first, wanted.span.last)


@blp.route("/ledgers/<book>/export")
class Export(MethodView):
    """A book as a file."""

    @blp.arguments(LedgerExportSchema)
    @blp.response(200, FILE, content_type=TYPES["xlsx"])
    @blp.doc(responses=PAPERS)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that takes no lists away, no second factor, or a code that was used")
    @blp.alt_response(404, description="no such book, or no such area for this person")
    @blp.alt_response(429, description="too many files in a quarter of an hour")
    def post(self, asked: dict[str, Any], book: str) -> Response:
        """Write a book into a file, XLSX, CSV or PDF; takes a fresh code, once, and goes into the record with what it is for."""
        settings = current_settings()
        viewer = require_viewer(*settings.export_roles)
        able = replace(viewer, roles=tuple(each for each in viewer.roles if each.role in settings.export_roles))
        kind, code, at = asked["format"], asked["code"], time.time()
        wanted = wanted_of(book, asked)
        if not transact(lambda session: factor.has(session, viewer.id), able.context()):
            raise Forbidden("导出要用两步验证，请先在“账号与安全”里绑定", code="second_factor_missing")
        throttle("export", str(viewer.id), limit=EXPORTS, seconds=QUARTER)
        paper = kind == "pdf"
        sheet = wanted_sheet(able, wanted, asked["reason"], settings.export_pdf_rows if paper else settings.export_rows)

        into: Write = partial(draw, language()) if paper else partial(write, kind)

        def work(session: Session) -> Written:
            factor.prove(session, viewer.id, code, factor.key_of(settings), at=at)
            return service.export(session, wanted, kind, sheet, into)

        return download(transact(work, able.context()), kind, book)


@blp.route("/ledger-books")
class OwnBooks(MethodView):
    """The offices' own."""

    @blp.arguments(NewLedgerBookSchema)
    @blp.response(201, OwnLedgerBookSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who keeps no books there")
    @blp.alt_response(404, description="no such book, or no such area for this person")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: Own) -> dict[str, Any]:
        """Keep a book of one's own: columns and filters under a name. May be repeated."""
        viewer = require_viewer(*KEEPERS)
        return own_wire(viewer, transact(lambda session: service.keep(session, asked)))


@blp.route("/ledger-books/<uuid:book_id>/end")
class End(MethodView):
    """One that is not used any more."""

    @blp.response(200, OwnLedgerBookSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who keeps no books there")
    @blp.alt_response(404, description="no such book for this person")
    def post(self, book_id: UUID) -> dict[str, Any]:
        """Stop using a book of one's own; the records stay. May be repeated."""
        viewer = require_viewer(*KEEPERS)
        return own_wire(viewer, transact(lambda session: service.end(session, book_id)))
