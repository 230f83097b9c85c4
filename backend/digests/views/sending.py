"""Batches that go up, and public notices."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from sqlalchemy.orm import Session

from backend.accounts.service import factor
from backend.cases.schemas import asking
from backend.digests import service
from backend.digests.domain import NewBatch, NewNotice
from backend.digests.schemas.asked import (
    AnswerNoticesQuerySchema,
    BatchesQuerySchema,
    BatchExportSchema,
    BatchReceiptSchema,
    NewAnswerNoticeSchema,
    NewBatchSchema,
)
from backend.digests.schemas.sheet import wanted
from backend.digests.schemas.told import AnswerNoticeSchema, AnswerNoticesSchema, BatchesSchema, BatchSchema
from backend.digests.schemas.wire import batches_wire, notices_wire
from backend.digests.views.drafts import blp
from backend.exports.domain import TYPES
from backend.exports.sending import FILE, FILES, download
from backend.exports.service import Written
from backend.http.current import current_settings
from backend.http.limits import throttle
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.viewer import require_viewer

# Files that one person takes in a quarter of an hour at most: a code has six figures.
EXPORTS, QUARTER = 10, 900


@blp.route("/report-batches")
class Batches(MethodView):
    """The list."""

    @blp.arguments(BatchesQuerySchema, location="query")
    @blp.response(200, BatchesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the batches one sees, newest first."""
        asking()
        last, most = moment_and_id(asked["cursor"]), asked["limit"]
        return batches_wire(transact(lambda session: service.batches(
            session, solicitation=asked["solicitation"], after=last, most=most + 1
        )), most)  # fmt: skip

    @blp.arguments(NewBatchSchema)
    @blp.response(200, BatchSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reports nothing")
    @blp.alt_response(404, description="no such draft, or an item that this person does not see")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Report items that were approved, all or none. May be repeated."""
        who, given = asking(), NewBatch(**asked | {"items": tuple(asked["items"])})
        return vars(transact(lambda session: service.send(session, who, given)))


@blp.route("/report-batches/<uuid:batch_id>/receipt")
class Receipt(MethodView):
    """That it has arrived."""

    @blp.arguments(BatchReceiptSchema)
    @blp.response(200, BatchSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such batch for this person")
    @blp.alt_response(409, description="another receipt was noted")
    def post(self, asked: dict[str, Any], batch_id: UUID) -> dict[str, Any]:
        """Note that a batch has arrived, as who got it says. May be repeated."""
        who = asking()
        return vars(transact(lambda session: service.note_receipt(
            session, batch_id, who, asked["number"], asked["received_on"], asked["received_by"]
        )))  # fmt: skip


@blp.route("/report-batches/<uuid:batch_id>/export")
class Export(MethodView):
    """Its list as a file."""

    @blp.arguments(BatchExportSchema)
    @blp.response(200, FILE, content_type=TYPES["xlsx"])
    @blp.doc(responses=FILES)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="no second factor, or a code that was used")
    @blp.alt_response(404, description="no such batch for this person")
    @blp.alt_response(429, description="too many files in a quarter of an hour")
    def post(self, asked: dict[str, Any], batch_id: UUID) -> Response:
        """Write the items of a batch into a file, XLSX or CSV; takes a fresh code, once, and goes into the record. No person stands in it."""
        viewer, kind, at = require_viewer(), asked["format"], time.time()
        settings = current_settings()
        throttle("export", str(viewer.id), limit=EXPORTS, seconds=QUARTER)

        def work(session: Session) -> Written:
            found, _ = service.batch(session, batch_id)
            factor.fresh(session, viewer.id, asked["code"], factor.key_of(settings), at=at)
            return service.export(session, batch_id, kind, wanted(viewer, found, settings.export_rows))

        return download(transact(work), kind, "batch")


@blp.route("/answer-notices")
class Notices(MethodView):
    """Public notices."""

    @blp.arguments(AnswerNoticesQuerySchema, location="query")
    @blp.response(200, AnswerNoticesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the public notices of a draft that one sees, newest first, at most two hundred."""
        asking()
        return notices_wire(transact(lambda session: service.notices(session, asked["solicitation"])))

    @blp.arguments(NewAnswerNoticeSchema)
    @blp.response(200, AnswerNoticeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that answers nobody")
    @blp.alt_response(404, description="an item that this person does not see")
    @blp.alt_response(409, description="an item without a result, or the id stands for something else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Note a public notice: where it hung or was published, and whose opinions it answers. May be repeated."""
        who, given = asking(), NewNotice(**asked | {"items": tuple(asked["items"])})
        return vars(transact(lambda session: service.publish(session, who, given)))
