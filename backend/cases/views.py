"""GET /api/cases, GET /api/cases/{id}, POST …/transitions, POST …/answer; a citizen's moves by receipt."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.service import factor
from backend.cases import service
from backend.cases.domain import Actor, NewChild
from backend.cases.queries import CaseFile
from backend.cases.schemas import (
    AnswerSchema,
    CaseContactSchema,
    CaseExportSchema,
    CaseFileSchema,
    CaseFiltersSchema,
    CaseNearSchema,
    CasesSchema,
    CaseTopicsSchema,
    ChildSchema,
    LevelSchema,
    NearSchema,
    OwnTransitionSchema,
    PromiseSchema,
    RevealSchema,
    TagSchema,
    TransitionSchema,
    UrgeSchema,
    asking,
    file_wire,
    filters_of,
    last_of,
    narrowed,
    near_wire,
    page_wire,
    topics_wire,
    wanted,
)
from backend.cases.schemas.consents import (
    ConsentNoteSchema,
    ConsentsAskedSchema,
    OwnWordSchema,
    asked_wire,
)
from backend.codes.receipts import QUERY_CODE, open_receipt
from backend.commitments.schemas import CommitmentSchema, commitment_wire
from backend.contacts.service import Person
from backend.exports.domain import TYPES
from backend.exports.sending import FILE, FILES, download
from backend.exports.service import Written
from backend.geo.place import wgs84_place
from backend.http.current import current_settings
from backend.http.limits import throttle, throttle_reveal
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.viewer import require_viewer
from backend.http.words import language

blp = Blueprint("cases", __name__, url_prefix="/api", description="Cases: the handling of a matter")
# Files that one person takes in a quarter of an hour at most: a code has six figures.
EXPORTS, QUARTER = 10, 900


@blp.route("/cases")
class Cases(MethodView):
    """The inbox."""

    @blp.etag
    @blp.arguments(CaseFiltersSchema, location="query")
    @blp.response(200, CasesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the cases of one's scope, newest first; what waits for one, or is overdue, by deadline.

        With the ETag it asks again for as little as a 304.
        """
        actor = asking()
        filters, most = filters_of(asked), asked["limit"]
        last = last_of(asked["cursor"], filters)
        page = transact(lambda session: service.list_cases(session, actor, filters, last=last, most=most))
        return page_wire(page, filters)


@blp.route("/cases/export")
class Export(MethodView):
    """The list as a file."""

    @blp.arguments(CaseExportSchema)
    @blp.response(200, FILE, content_type=TYPES["xlsx"])
    @blp.doc(responses=FILES)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that takes no lists away, no second factor, or a code that was used")
    @blp.alt_response(429, description="too many files in a quarter of an hour")
    def post(self, asked: dict[str, Any]) -> Response:
        """Write the cases that the same filters list into a file, XLSX or CSV; takes a fresh code, once, and goes into the record."""
        settings = current_settings()
        viewer = require_viewer(*settings.export_roles)
        able = replace(viewer, roles=tuple(each for each in viewer.roles if each.role in settings.export_roles))
        actor = Actor(viewer.id, viewer.name, able.held)
        kind, code, at = asked.pop("format"), asked.pop("code"), time.time()
        throttle("export", str(viewer.id), limit=EXPORTS, seconds=QUARTER)

        def work(session: Session) -> Written:
            factor.fresh(session, viewer.id, code, factor.key_of(settings), at=at)
            worded = wanted(able, narrowed(asked), settings.export_rows)
            return service.export(session, actor, filters_of(asked), kind, worded)

        return download(transact(work, able.context()), kind, "cases")


@blp.route("/cases/<uuid:case_id>")
class OneCase(MethodView):
    """A case file."""

    @blp.response(200, CaseFileSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Return the whole file of a case with the moves this person may make; the ETag is its version."""
        actor = asking()
        return tagged(transact(lambda session: service.read(session, case_id, actor)))


@blp.route("/cases/<uuid:case_id>/transitions")
class Transitions(MethodView):
    """Moving a case."""

    @blp.arguments(TransitionSchema)
    @blp.response(200, CaseFileSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another role's move")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="no such move in the present state")
    @blp.alt_response(412, description="somebody changed the case first")
    @blp.alt_response(428, description="no If-Match")
    def post(self, asked: dict[str, Any], case_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Make one move of the table; `If-Match` names the version that was read. May be repeated."""
        actor, version = asking(), version_read()
        return tagged(transact(lambda session: service.move(
            session, case_id, actor, asked["to"], version=version, row=asked["move"], reason=asked["reason"],
            evidence=asked["evidence"],
        )))  # fmt: skip


@blp.route("/cases/<uuid:case_id>/answer")
class Answer(MethodView):
    """Signing the answer."""

    @blp.arguments(AnswerSchema)
    @blp.response(200, CaseFileSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another role's move")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="no answer is due now")
    @blp.alt_response(412, description="somebody changed the case first")
    @blp.alt_response(428, description="no If-Match")
    def post(self, asked: dict[str, str], case_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Sign the answer: everybody whose report the case holds gets a numbered feedback sheet. May be repeated."""
        actor, version = asking(), version_read()
        return tagged(transact(lambda session: service.answer(
            session, case_id, actor, asked["text"], version=version, apart=asked["apart"]
        )))  # fmt: skip


@blp.route("/cases/<uuid:case_id>/urges")
class Urges(MethodView):
    """Urging a case."""

    @blp.arguments(UrgeSchema)
    @blp.response(200, CaseFileSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that may not go so far")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="nothing is due of it any more")
    def post(self, asked: dict[str, Any], case_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Urge a case (催办, 督办, 提级督办): a flag that changes no state. The same again is noted once."""
        actor = asking()
        return tagged(transact(lambda session: service.urge(session, case_id, actor, asked["level"], asked["note"])))


@blp.route("/cases/<uuid:case_id>/commitments")
class Promises(MethodView):
    """What the body that handles a case promises."""

    @blp.arguments(PromiseSchema)
    @blp.response(200, CommitmentSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not of the body that handles it")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any], case_id: UUID) -> dict[str, Any]:
        """Add what one's body promises until a day; it is followed to the end. May be repeated."""
        actor = asking()
        return commitment_wire(transact(lambda session: service.promise(
            session, case_id, actor, asked["id"], asked["text"], asked["due_on"]
        )))  # fmt: skip


@blp.route("/cases/<uuid:case_id>/level")
class Levels(MethodView):
    """How sensitive a case is."""

    @blp.arguments(LevelSchema)
    @blp.response(200, CaseFileSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that may not raise or lower it")
    @blp.alt_response(404, description="no such case for this person")
    def post(self, asked: dict[str, str], case_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Judge anew how sensitive a case is; it and all that hangs on it follow at once. May be repeated."""
        actor = asking()
        return tagged(
            transact(lambda session: service.set_level(session, case_id, actor, asked["level"], asked["reason"]))
        )


@blp.route("/cases/<uuid:case_id>/topics")
class CaseTopics(MethodView):
    """Topics of supervision that a case carries."""

    @blp.response(200, CaseTopicsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """List the topics, and which of them the case carries, by its category or by hand."""
        actor = asking()
        return topics_wire(transact(lambda session: service.topics_of(session, case_id, actor)))

    @blp.arguments(TagSchema)
    @blp.response(200, CaseTopicsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that tags nothing")
    @blp.alt_response(404, description="no such case for this person")
    def put(self, asked: dict[str, Any], case_id: UUID) -> dict[str, Any]:
        """Let the case carry just these topics by hand, beside those of its category. May be repeated."""
        actor = asking()
        return topics_wire(transact(lambda session: service.tag(session, case_id, actor, asked["topics"])))


@blp.route("/cases/<uuid:case_id>/children")
class Children(MethodView):
    """Splitting a case."""

    @blp.arguments(ChildSchema)
    @blp.response(200, CaseFileSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that splits nothing")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="the case is over, or the id is taken")
    def post(self, new: NewChild, case_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Open a child for some of its reports, or for a part in words; answers with the child's file. May be repeated."""
        actor = asking()
        return tagged(transact(lambda session: service.split(session, case_id, actor, new)))


@blp.route("/cases/near")
class NearCases(MethodView):
    """What may be the same matter."""

    @blp.arguments(NearSchema, location="query")
    @blp.response(200, CaseNearSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the open cases of a category near a place or in a cell; how near and how recent, the category says."""
        require_viewer()
        place = wgs84_place(asked["lon"], asked["lat"], asked["crs"]) if asked["crs"] else None
        return near_wire(transact(lambda session: service.near(session, asked["category"], place, asked["cell"])))


@blp.route("/cases/<uuid:case_id>/reports/<uuid:report_id>/contact")
class Contact(MethodView):
    """Name and phone of who sent in a report."""

    @blp.arguments(RevealSchema)
    @blp.response(200, CaseContactSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls nobody")
    @blp.alt_response(404, description="no such report or contact for this person")
    @blp.alt_response(429, description="as many as one may see in a day")
    def post(self, asked: dict[str, str], case_id: UUID, report_id: UUID) -> Person:
        """Show name and phone of one person, for a reason; each time goes into the record."""
        actor = asking()

        def work(session: Session) -> Person:
            throttle_reveal(session)
            return service.reveal(session, case_id, report_id, actor, asked["reason"])

        return transact(work)


@blp.route("/cases/<uuid:case_id>/consents")
class Consents(MethodView):
    """Who agreed that a body outside, or one it is handed over to, learns how to reach them."""

    @blp.response(200, ConsentsAskedSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that asks nobody")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """List each person of the case and each such body at its table, with what was said last."""
        actor = asking()
        return asked_wire(transact(lambda session: service.asked_of(session, case_id, actor)))

    @blp.arguments(ConsentNoteSchema)
    @blp.response(200, ConsentsAskedSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that asks nobody")
    @blp.alt_response(404, description="no such case for this person")
    def post(self, asked: dict[str, Any], case_id: UUID) -> dict[str, Any]:
        """Note how a person agreed, or that they took it back; it counts at once. May be repeated."""
        actor = asking()
        return asked_wire(transact(lambda session: service.note(
            session, case_id, actor, asked["report_id"], asked["body_id"], asked["how"]
        )))  # fmt: skip


@blp.route("/submissions/<string:receipt>/consents")
class OwnConsents(MethodView):
    """One's own word."""

    @blp.arguments(OwnWordSchema)
    @blp.response(204)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(429, description="guessed too often")
    def post(self, asked: dict[str, Any], receipt: str) -> None:
        """Agree that a body gets name and number, or take it back: it then sees neither. May be repeated."""
        found = open_receipt(receipt)
        transact(
            lambda session: service.say_own(
                session, found, asked["body_id"], agreed=asked["agreed"], language=language()
            ),
            service.context_of_held(found),
        )


@blp.route("/submissions/<string:receipt>/transitions")
class OwnTransitions(MethodView):
    """What the person who spoke may do with the matter."""

    @blp.arguments(OwnTransitionSchema)
    @blp.response(204)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(409, description="no such move of a citizen's in the present state")
    @blp.alt_response(429, description="guessed too often")
    def post(self, asked: dict[str, Any], receipt: str) -> None:
        """Withdraw the matter, add what was asked for, or have it redone: the moves that the receipt lists."""
        found = open_receipt(receipt)
        transact(
            lambda session: service.by_receipt(
                session, found, asked["to"], reason=asked["reason"], evidence=asked["evidence"]
            ),
            service.context_of_held(found),
        )


def tagged(file: CaseFile) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Return a case file as the wire has it, with its version as ETag."""
    return file_wire(file), 200, {"ETag": f'"{file.head.version}"'}
