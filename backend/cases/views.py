"""GET /api/cases, GET /api/cases/{id}, POST …/transitions, POST …/answer; reopening by receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import current_app, request
from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases import service
from backend.cases.domain import CHINA, LABELS, Actor, State, working_days_left
from backend.cases.queries import CaseRow, Event, Filters, Head
from backend.cases.schemas import (
    AnswerSchema,
    CaseContactSchema,
    CaseFileSchema,
    CaseFiltersSchema,
    CasesSchema,
    ReopenSchema,
    RevealSchema,
    TransitionSchema,
)
from backend.cases.service import CaseFile, NextMove
from backend.codes.views import opened
from backend.contacts.service import Person
from backend.db import Context
from backend.errors import NotFound, PreconditionNeeded, Stale
from backend.http.limits import throttle
from backend.http.paging import encode, moment_and_id
from backend.http.transaction import transact
from backend.http.viewer import Viewer, require_viewer
from backend.http.words import language, say
from backend.reports.service import Told, of_deputy

blp = Blueprint("cases", __name__, url_prefix="/api", description="Cases: the handling of a matter")
ROLE_LABELS = {
    "grid_worker": "网格员",
    "collector": "信息采集员",
    "liaison": "联络员",
    "verifier": "核查员",
    "town_congress": "镇人大",
    "town_head": "乡镇长",
    "deputy": "代表",
    "administrator": "管理员",
    "citizen": "群众",
    "system": "系统",
}
IF_MATCH = {
    "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"},
    "description": "The case's ETag as it was read",
}  # fmt: skip
QUERY_CODE = {
    "name": "Query-Code",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "The query code that came with the receipt",
}


def actor_of(viewer: Viewer) -> Actor:
    """Return the person who asks as the cases know them."""
    return Actor(viewer.id, viewer.name, tuple((each.role, each.prefix) for each in viewer.roles))


def context_of(viewer: Viewer, case_id: UUID) -> Context:
    """Return the context in which the person meets this case.

    A deputy has no scope of area, but what came by the deputy's own code: that report and its case.
    """
    scope = viewer.context()
    if not viewer.holds("deputy"):
        return scope
    report = transact(lambda session: of_deputy(session, case_id, viewer.id), Context())
    return replace(scope, receipt=report, case=case_id) if report else scope


@blp.route("/cases")
class Cases(MethodView):
    """The inbox."""

    @blp.etag
    @blp.arguments(CaseFiltersSchema, location="query")
    @blp.response(200, CasesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the cases of one's scope, newest first; with the ETag it asks again for as little as a 304."""
        actor = actor_of(require_viewer())
        filters = Filters(
            state=asked["state"], category=asked["category"], cell=asked["cell"], station=asked["station"],
            since=midnight(asked["since"]), until=midnight(asked["until"], later=1), waiting=asked["waiting"],
            unplaced=asked["unplaced"],
        )  # fmt: skip
        before = moment_and_id(asked["cursor"])
        page = transact(lambda session: service.list_cases(session, actor, filters, before=before, most=asked["limit"]))
        last = page.rows[-1] if page.more else None
        return {
            "items": [row_of(row) for row in page.rows],
            "next": encode(last.opened_at.isoformat(), last.id) if last else None,
        }


@blp.route("/cases/<uuid:case_id>")
class OneCase(MethodView):
    """A case file."""

    @blp.response(200, CaseFileSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Return the whole file of a case with the moves this person may make; the ETag is its version."""
        viewer = require_viewer()
        return tagged(
            transact(lambda session: service.read(session, case_id, actor_of(viewer)), context_of(viewer, case_id))
        )


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
        viewer = require_viewer()
        actor, version = actor_of(viewer), version_read()
        return tagged(
            transact(
                lambda session: service.move(
                    session, case_id, actor, asked["to"], version=version, reason=asked["reason"],
                    evidence=asked["evidence"],
                ),
                context_of(viewer, case_id),
            )
        )  # fmt: skip


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
        viewer = require_viewer()
        actor, version = actor_of(viewer), version_read()
        return tagged(
            transact(
                lambda session: service.answer(session, case_id, actor, asked["text"], version=version),
                context_of(viewer, case_id),
            )
        )


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
        viewer = require_viewer()
        most: int = current_app.extensions["zhitong.settings"].reveals_a_day
        throttle("reveal", str(viewer.id), limit=most, seconds=86400)
        return transact(
            lambda session: service.reveal(session, case_id, report_id, actor_of(viewer), asked["reason"]),
            context_of(viewer, case_id),
        )


@blp.route("/submissions/<string:receipt>/reopen")
class Reopening(MethodView):
    """Asking to have an answered matter redone."""

    @blp.arguments(ReopenSchema)
    @blp.response(204)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(409, description="it cannot be reopened now")
    @blp.alt_response(429, description="guessed too often")
    def post(self, asked: dict[str, str], receipt: str) -> None:
        """Reopen the matter behind a receipt with a reason, within the days the office has set."""
        found = opened(receipt, request.headers.get("Query-Code", ""))
        case_id = found.case_id
        if case_id is None:
            raise NotFound("回执号或查询码不对。两个号都在“已收到”那一页。")
        transact(
            lambda session: service.reopen_by_receipt(session, case_id, asked["reason"]),
            Context(receipt=found.report_id, case=case_id),
        )


def version_read() -> int:
    """Return the version that `If-Match` names.

    Raises PreconditionNeeded without the header, Stale when it is no version of ours.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionNeeded("先读取这件事，再改它", field="If-Match")
    digits = given.removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    return int(digits)


def midnight(day: date | None, *, later: int = 0) -> datetime | None:
    """Return the moment `day` (plus `later` days) begins in China, in UTC."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=later), time(), CHINA).astimezone(UTC)


def tagged(file: CaseFile) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Return a case file as the wire has it, with its version as ETag."""
    body = head_of(file.head) | {
        "reports": [report_of(each, file.contacts.get(each.id)) for each in file.reports],
        "timeline": [event_of(each) for each in file.timeline],
        "sheets": [vars(each) | {"attempts": file.attempts[each.id]} for each in file.sheets],
        "moves": [move_of(each) for each in file.moves],
    }
    return body, 200, {"ETag": f'"{file.head.version}"'}


def head_of(case: Head | CaseRow) -> dict[str, Any]:
    """Return the facts of a case that list and file share."""
    return {
        "id": case.id,
        "number": case.number,
        "state": case.state,
        "label": say(LABELS[State(case.state)]),
        "category": {
            "code": case.category,
            "name": case.category_name_en if language() == "en" else case.category_name,
        },
        "area": {"code": case.area_code, "name": case.area_name},
        "cell": {"code": case.cell_code, "name": case.cell_name} if case.cell_code else None,
        "station": {"id": case.station_id, "name": case.station_name},
        "hidden": case.hidden,
        "opened_at": case.opened_at,
        "state_since": case.state_since,
        "due_on": case.due_on,
        "days_left": working_days_left(datetime.now(CHINA).date(), case.due_on) if case.due_on else None,
        "version": case.version,
    }


def row_of(row: CaseRow) -> dict[str, Any]:
    """Return a case in a list as the wire has it."""
    return head_of(row) | {"reports": row.reports, "opening": row.opening, "waiting_for_me": row.mine}


def report_of(told: Told, contact: Person | None) -> dict[str, Any]:
    """Return one report as the wire has it."""
    placed = told.lon is not None and told.lat is not None
    return vars(told) | {
        "text": told.body,
        "place": {"type": "Point", "coordinates": [told.lon, told.lat]} if placed else None,
        "deputy": told.deputy_name,
        "contact": contact,
    }


def event_of(event: Event) -> dict[str, Any]:
    """Return one event as the wire has it."""
    label = "签发答复" if event.kind == "signed" else LABELS[State(event.to_state)]
    return vars(event) | {
        "role": event.actor_role,
        "role_label": say(ROLE_LABELS[event.actor_role]),
        "source": event.from_state,
        "to": event.to_state,
        "label": say(label),
    }


def move_of(move: NextMove) -> dict[str, Any]:
    """Return one possible move as the wire has it."""
    return {
        "to": move.to,
        "label": say(move.label),
        "needs": [need.key for need in move.needs],
        "fields_": [{"key": need.key, "label": say(need.label), "least": need.least} for need in move.needs],
        "reason_required": move.reason_required,
        "waiting_for": say(move.waiting_for) if move.waiting_for else None,
    }
