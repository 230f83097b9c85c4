"""POST /api/submissions, GET /api/submissions/{receipt}."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from backend.cases import service as cases
from backend.codes import service as codes
from backend.codes.domain import normal
from backend.contacts import service as contacts
from backend.db import Context
from backend.feedback import service as feedback
from backend.http import crowd
from backend.http.transaction import transact
from backend.submissions import service
from backend.submissions.domain import NewSubmission
from backend.submissions.schemas import (
    AcceptedSchema,
    ProgressSchema,
    SubmissionSchema,
    accepted_wire,
    progress_wire,
)

blp = Blueprint("submissions", __name__, url_prefix="/api/submissions", description="What citizens send in")


@blp.record_once
def take_keys(state: Any) -> None:
    """Take the keys of codes and contacts when the application starts."""
    settings = state.app.extensions["zhitong.settings"]
    codes.use_keys(settings)
    contacts.use_keys(settings)


class QueryCode(Schema):
    """The header that opens a receipt."""

    code = fields.String(data_key="Query-Code", load_default="")

    class Meta:
        """Other headers are none of ours."""

        unknown = "exclude"


@blp.route("")
class Submissions(MethodView):
    """Sending in."""

    @blp.arguments(SubmissionSchema)
    @blp.response(201, AcceptedSchema)
    @blp.alt_response(200, schema=AcceptedSchema, description="sent before; the same answer")
    @blp.alt_response(400, description="no JSON")
    @blp.alt_response(409, description="the id holds something else")
    @blp.alt_response(413, description="too large")
    @blp.alt_response(415, description="no JSON")
    @blp.alt_response(429, description="too many in a short time")
    def post(self, new: NewSubmission) -> tuple[dict[str, Any], int]:
        """Send in a submission, without an account. The sender makes the id, so it may be sent again freely."""
        crowd.admit(service.way_in(new))
        accepted = transact(lambda session: service.record(session, new), service.context_of(new))
        return accepted_wire(accepted), 200 if accepted.again else 201


@blp.route("/<string:receipt>")
class Receipt(MethodView):
    """Following up."""

    @blp.arguments(QueryCode, location="headers")
    @blp.response(200, ProgressSchema)
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(429, description="guessed too often")
    def get(self, headers: dict[str, str], receipt: str) -> dict[str, Any]:
        """Tell how far it is and give the answer, for the receipt and its query code."""
        code = headers["code"]
        held = crowd.opened(transact(lambda session: codes.held(session, receipt, code), Context()), normal(receipt))

        def read(session: Any) -> dict[str, Any]:
            sheets = feedback.open_by_receipt(session, held.report_id)
            moves = cases.citizen_moves(session, held.case_id) if held.case_id else []
            return progress_wire(service.progress(session, held), [sheet_wire(sheet) for sheet in sheets], moves)

        return transact(read, cases.context_of_held(held))


def sheet_wire(sheet: feedback.SheetView) -> dict[str, Any]:
    """Return a feedback sheet as its citizen sees it."""
    return {"number": sheet.number, "issued_at": sheet.issued_at, "body": sheet.body_name, "answer": sheet.answer}
