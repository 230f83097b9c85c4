"""POST /api/submissions, GET /api/submissions/{receipt}, and what a person may do with the own data behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from backend.attachments.store import Store
from backend.cases import service as cases
from backend.codes import service as codes
from backend.codes.receipts import open_receipt
from backend.contacts import service as contacts
from backend.feedback import service as feedback
from backend.http import crowd
from backend.http.current import current_settings
from backend.http.transaction import transact
from backend.ratings import service as ratings
from backend.ratings.schemas import rating_wire
from backend.submissions import service
from backend.submissions.domain import Correction, NewSubmission
from backend.submissions.schemas import (
    AcceptedSchema,
    ProgressSchema,
    SubmissionSchema,
    accepted_wire,
    progress_wire,
)
from backend.submissions.schemas.own import (
    CorrectedSchema,
    CorrectionSchema,
    ErasedSchema,
    ExportSchema,
    erased_wire,
    export_wire,
)

blp = Blueprint(
    "submissions", __name__, url_prefix="/api", description="What citizens send in, and what staff write down"
)
BINARY = {"schema": {"type": "string", "format": "binary"}}
SERVED_AS = {
    "description": "the photo as JPEG, or the recording as AAC in MP4",
    "content": {"image/jpeg": BINARY, "audio/mp4": BINARY},
}
SERVED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Content-Disposition": "attachment",
}


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


@blp.route("/submissions")
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


@blp.route("/submissions/<string:receipt>")
class Receipt(MethodView):
    """Following up."""

    @blp.arguments(QueryCode, location="headers")
    @blp.response(200, ProgressSchema)
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(429, description="guessed too often")
    def get(self, headers: dict[str, str], receipt: str) -> dict[str, Any]:
        """Tell how far it is and give the answer, for the receipt and its query code."""
        held = open_receipt(receipt, headers["code"])

        def read(session: Any) -> dict[str, Any]:
            sheets = feedback.open_by_receipt(session, held.report_id)
            moves = cases.citizen_moves(session, held.case_id) if held.case_id else []
            asked = cases.own_handovers(session)
            told = progress_wire(service.progress(session, held), [sheet_wire(sheet) for sheet in sheets], moves, asked)
            said = ratings.own(session, held, sheets)
            return told | {
                "rating": rating_wire(said) if said else None,
                "may_rate": ratings.may_rate(session, held, sheets),
            }

        return transact(read, cases.context_of_held(held))


@blp.route("/submissions/<string:receipt>/corrections")
class Corrections(MethodView):
    """Putting right what one said."""

    @blp.arguments(QueryCode, location="headers")
    @blp.arguments(CorrectionSchema)
    @blp.response(201, CorrectedSchema)
    @blp.alt_response(200, schema=CorrectedSchema, description="sent before; the same answer")
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(409, description="answered, at an end, erased, or the id holds something else")
    @blp.alt_response(429, description="guessed too often")
    def post(self, headers: dict[str, str], new: Correction, receipt: str) -> tuple[Mapping[str, Any], int]:
        """Put right what one said: the new words stand beside the first, which stay. May be repeated."""
        held = open_receipt(receipt, headers["code"])
        told, again = transact(lambda session: service.correct(session, held, new), cases.context_of_held(held))
        return told, 200 if again else 201


@blp.route("/submissions/<string:receipt>/export")
class OwnExport(MethodView):
    """Everything held about one."""

    @blp.arguments(QueryCode, location="headers")
    @blp.response(200, ExportSchema)
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(429, description="guessed too often")
    def get(self, headers: dict[str, str], receipt: str) -> dict[str, Any]:
        """Tell everything held about the person by this receipt, name and phone as they were given."""
        held = open_receipt(receipt, headers["code"])
        return export_wire(transact(lambda session: service.export(session, held), cases.context_of_held(held)))


@blp.route("/submissions/<string:receipt>/photos/<string:sha256>")
class OwnPhoto(MethodView):
    """One's own photo."""

    @blp.arguments(QueryCode, location="headers")
    @blp.doc(responses={"200": SERVED_AS})
    @blp.response(200)
    @blp.alt_response(404, description="receipt or query code is wrong, or no such photo")
    @blp.alt_response(429, description="guessed too often")
    def get(self, headers: dict[str, str], receipt: str, sha256: str) -> Response:
        """Give back a photo or a recording of this receipt, by the digest of what was sent."""
        held = open_receipt(receipt, headers["code"])
        files = Store(current_settings().var)
        kept, data = transact(lambda s: service.photo(s, files, held, sha256), cases.context_of_held(held))
        return Response(data, content_type=kept.media_type, headers=SERVED)


@blp.route("/submissions/<string:receipt>/contents")
class Contents(MethodView):
    """Having erased what one said."""

    @blp.arguments(QueryCode, location="headers")
    @blp.response(200, ErasedSchema)
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(409, description="the law wants the case whole for now")
    @blp.alt_response(429, description="guessed too often")
    def delete(self, headers: dict[str, str], receipt: str) -> dict[str, Any]:
        """Erase words, exact place, contact, photos and recordings; the matter goes on without them. May be repeated."""
        held = open_receipt(receipt, headers["code"])
        return erased_wire(transact(lambda session: service.erase(session, held), cases.context_of_held(held)))


def sheet_wire(sheet: feedback.SheetView) -> dict[str, Any]:
    """Return a feedback sheet as its citizen sees it."""
    return {"number": sheet.number, "issued_at": sheet.issued_at, "body": sheet.body_name, "answer": sheet.answer}
