"""POST and GET /api/opinions, what is written down of others, what a person does by receipt, sittings, the drafts of a phone."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from backend.cases import service as cases
from backend.cases.domain import Actor
from backend.cases.schemas import asking
from backend.codes.receipts import QUERY_CODE, open_receipt
from backend.errors import Invalid, Refusal, TooLarge
from backend.http import crowd
from backend.http.current import current_settings
from backend.http.fields import ProblemSchema
from backend.http.paging import day_and_id, moment_and_id
from backend.http.problems import first_message, refusal_body
from backend.http.transaction import transact
from backend.http.viewer import FILERS, require_viewer
from backend.opinions import service
from backend.opinions.domain import MOST_IN_BATCH, Accepted, NewOpinion, Sitting
from backend.opinions.domain.moves import State
from backend.opinions.schemas import (
    FieldDraftsSchema,
    NotedOpinionSchema,
    OpinionAcceptedSchema,
    OpinionBatchAnswerSchema,
    OpinionBatchSchema,
    OpinionCaseSchema,
    OpinionDecidedSchema,
    OpinionDecisionSchema,
    OpinionErasedSchema,
    OpinionExportSchema,
    OpinionFiledSchema,
    OpinionFileSchema,
    OpinionFiltersSchema,
    OpinionFollowedSchema,
    OpinionParticipationFilters,
    OpinionParticipationSchema,
    OpinionPointsSchema,
    OpinionSchema,
    OpinionsSchema,
    OpinionThanksSchema,
    SittingFiltersSchema,
    SittingRowSchema,
    SittingSchema,
    SittingsSchema,
    accepted_wire,
    export_wire,
    file_wire,
    followed_wire,
    page_wire,
    sitting_wire,
    sittings_wire,
    took_wire,
    wanted_of,
)
from backend.stations import service as stations

blp = Blueprint("opinions", __name__, url_prefix="/api", description="What people say of drafts")
ONE = NotedOpinionSchema()
PROBLEM = {"schema": ProblemSchema, "content_type": "application/problem+json"}
# Who writes down what others say, or speaks with an account of the own.
NOTERS = FILERS | {"town_congress", "deputy"}


@blp.route("/opinions")
class Opinions(MethodView):
    """Speaking, and the list."""

    @blp.arguments(OpinionSchema)
    @blp.response(201, OpinionAcceptedSchema)
    @blp.alt_response(200, schema=OpinionAcceptedSchema, description="sent before; the same answer")
    @blp.alt_response(409, description="the id holds something else, the draft is closed, or the article was dropped")
    @blp.alt_response(429, description="too many in a short time")
    def post(self, new: NewOpinion) -> tuple[dict[str, Any], int]:
        """Say something of a draft, without an account. The sender makes the id, so it may be sent again freely."""
        crowd.admit(service.way_in(new))
        accepted = transact(lambda session: service.record(session, new), service.context_of(new))
        return accepted_wire(accepted), 200 if accepted.again else 201

    @blp.arguments(OpinionFiltersSchema, location="query")
    @blp.response(200, OpinionsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the opinions one sees: of one's area, on drafts that one's body or station runs, one's own; newest first."""
        require_viewer()
        wanted, most, last = wanted_of(asked), asked["limit"], moment_and_id(asked["cursor"])
        return transact(lambda session: page_wire(service.listed(session, wanted, last, most + 1), most))


@blp.route("/opinions/batch")
class OpinionBatch(MethodView):
    """Writing down many."""

    @blp.arguments(OpinionBatchSchema)
    @blp.response(200, OpinionBatchAnswerSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that writes nothing down")
    @blp.alt_response(413, description="more than 500 items: none is read", **PROBLEM)
    def post(self, asked: dict[str, list[Any]]) -> Response:
        """Write down up to 500 opinions, of others or one's own.

        The answer has one item for each of the request, in its order: the answer of that opinion with its status, or its problem.
        Good ones are kept when others fail.
        """
        context, who = require_viewer(*NOTERS).context(), asking()
        raw = asked["items"]
        if len(raw) > MOST_IN_BATCH:
            raise TooLarge("一次最多{n}条", field="items", n=MOST_IN_BATCH)
        read = [read_one(item) for item in raw]
        done = transact(
            lambda session: [keep(session, who, item) if isinstance(item, NewOpinion) else item for item in read],
            context,
        )
        return Response(json.dumps({"items": done}), 200, content_type="application/json")


@blp.route("/opinions/decisions")
class Decisions(MethodView):
    """Sorting what came in."""

    @blp.arguments(OpinionDecisionSchema)
    @blp.response(200, OpinionDecidedSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that sorts nothing there")
    @blp.alt_response(404, description="one of them is none of this person's")
    @blp.alt_response(409, description="one of them stands elsewhere already")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Register opinions, which numbers and counts them, or say why they are none. All of them or none; may be repeated."""
        who, to = asking(), State(asked["to"])
        transact(lambda session: service.decide(session, who, asked["ids"], to, asked["words"]))
        return {"ids": asked["ids"], "state": to.value}


@blp.route("/opinions/participation")
class Participation(MethodView):
    """Who took part."""

    @blp.arguments(OpinionParticipationFilters, location="query")
    @blp.response(200, OpinionParticipationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell what each station took in for a draft, of what one sees."""
        require_viewer()
        return took_wire(transact(lambda session: service.participation(session, asked["solicitation"])))


@blp.route("/opinions/<uuid:opinion_id>")
class OneOpinion(MethodView):
    """One of them."""

    @blp.response(200, OpinionFileSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such opinion for this person")
    def get(self, opinion_id: UUID) -> dict[str, Any]:
        """Return an opinion as it was said, with the article as it lay before the person and what became of it."""
        who = asking()
        return transact(lambda session: file_wire(service.read(session, opinion_id, who)))


@blp.route("/opinions/<uuid:opinion_id>/case")
class IntoCase(MethodView):
    """A concern that is no matter of the law."""

    @blp.arguments(OpinionCaseSchema)
    @blp.response(200, OpinionFiledSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that sorts nothing there")
    @blp.alt_response(404, description="no such opinion for this person")
    @blp.alt_response(409, description="it counts as an opinion already, or its words are erased")
    def post(self, asked: dict[str, Any], opinion_id: UUID) -> dict[str, Any]:
        """Make a case of what is no matter of the law, in the same breath; its receipt follows the case. May be repeated."""
        who = asking()
        filed = transact(
            lambda session: service.become_case(session, who, opinion_id, asked["category"], asked["text"])
        )
        return {"case_id": opinion_id, "number": filed.number, "receipt": filed.receipt}


@blp.route("/opinions/receipts/<string:receipt>")
class OwnOpinion(MethodView):
    """Following up."""

    @blp.response(200, OpinionFollowedSchema)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(429, description="guessed too often")
    def get(self, receipt: str) -> dict[str, Any]:
        """Tell what became of an opinion, for the receipt and its query code."""
        held = open_receipt(receipt, of="opinion")
        return transact(lambda session: followed_wire(service.follow(session, held)), cases.context_of_held(held))


@blp.route("/opinions/receipts/<string:receipt>/export")
class OwnOpinionExport(MethodView):
    """Everything held about one."""

    @blp.response(200, OpinionExportSchema)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(429, description="guessed too often")
    def get(self, receipt: str) -> dict[str, Any]:
        """Tell everything held about the person by this receipt, name and phone as they were given."""
        held = open_receipt(receipt, of="opinion")
        return transact(lambda session: export_wire(service.export(session, held)), cases.context_of_held(held))


@blp.route("/opinions/receipts/<string:receipt>/contents")
class OwnOpinionContents(MethodView):
    """Having erased what one said."""

    @blp.response(200, OpinionErasedSchema)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(409, description="the law wants the case it became whole for now")
    @blp.alt_response(429, description="guessed too often")
    def delete(self, receipt: str) -> dict[str, Any]:
        """Erase what was said and how to reach the person; what was counted stays counted. May be repeated."""
        held = open_receipt(receipt, of="opinion")
        return {"erased_at": transact(lambda session: service.erase(session, held), cases.context_of_held(held))}


@blp.route("/opinions/receipts/<string:receipt>/withdrawal")
class OwnOpinionWithdrawal(MethodView):
    """Taking it back."""

    @blp.response(200, OpinionFollowedSchema)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(409, description="it counts already")
    @blp.alt_response(429, description="guessed too often")
    def post(self, receipt: str) -> dict[str, Any]:
        """Take back an opinion that nobody has counted yet; its words are erased. May be repeated."""
        held = open_receipt(receipt, of="opinion")

        def work(session: Session) -> dict[str, Any]:
            service.withdraw(session, held)
            return followed_wire(service.follow(session, held))

        return transact(work, cases.context_of_held(held))


@blp.route("/opinions/receipts/<string:receipt>/thanks")
class OwnOpinionThanks(MethodView):
    """Being thanked by name."""

    @blp.arguments(OpinionThanksSchema)
    @blp.response(200, OpinionFollowedSchema)
    @blp.doc(parameters=[QUERY_CODE])
    @blp.alt_response(404, description="receipt or query code is wrong")
    @blp.alt_response(409, description="nothing of it was adopted")
    @blp.alt_response(429, description="guessed too often")
    def put(self, asked: dict[str, str], receipt: str) -> dict[str, Any]:
        """Be thanked under a name on the page of the results, or no more for the empty one. May be repeated."""
        held = open_receipt(receipt, of="opinion")
        context = cases.context_of_held(held)
        return transact(lambda session: followed_wire(service.thank(session, held, asked["name"])), context)


@blp.route("/me/points")
class OwnPoints(MethodView):
    """What one's own opinions came to."""

    @blp.response(200, OpinionPointsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """Count one's own opinions that count and that were adopted, and their points where the office keeps any."""
        require_viewer()
        kept = current_settings()
        found = transact(lambda session: service.points(session, kept.points_said, kept.points_adopted))
        return vars(found) | {"on": bool(kept.points_said or kept.points_adopted)}


@blp.route("/opinions/<uuid:opinion_id>/thanks")
class OpinionNames(MethodView):
    """Names that do not belong on a public page."""

    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that sorts nothing")
    @blp.alt_response(404, description="no such opinion for this person")
    def delete(self, opinion_id: UUID) -> None:
        """Take the name off under which somebody is thanked. May be repeated."""
        require_viewer("liaison")
        transact(lambda session: service.take_off(session, opinion_id))


@blp.route("/opinion-sittings")
class Sittings(MethodView):
    """Meetings, boxes that were opened."""

    @blp.arguments(SittingSchema)
    @blp.response(201, SittingRowSchema)
    @blp.alt_response(200, schema=SittingRowSchema, description="kept before; the same answer")
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that keeps none")
    @blp.alt_response(409, description="the id holds something else")
    def post(self, new: Sitting) -> tuple[dict[str, Any], int]:
        """Keep a sitting at which several spoke, or that a box was opened: who, when, how many papers. May be repeated."""
        who = asking()

        def work(session: Session) -> tuple[dict[str, Any], int]:
            kept, again = service.sit(session, who, new)
            station = stations.get(session, kept.station_id)
            return sitting_wire(
                kept, station.name if station else "", service.written_at(session, kept.id)
            ), 200 if again else 201

        return transact(work)

    @blp.arguments(SittingFiltersSchema, location="query")
    @blp.response(200, SittingsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the sittings of one's area, newest first, each with how many opinions were written down of it."""
        require_viewer()
        most, last = asked["limit"], day_and_id(asked["cursor"])
        return transact(lambda session: sittings_wire(service.sittings(session, last, most + 1), most))


@blp.route("/field-drafts")
class FieldDrafts(MethodView):
    """What a phone holds of drafts."""

    @blp.response(200, FieldDraftsSchema)
    @blp.alt_response(304, description="nothing has changed since")
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> Response | dict[str, Any]:
        """List the drafts that may be spoken on where one works, with their articles; small, and kept by its version (ETag)."""
        viewer = require_viewer(*NOTERS)
        areas = [prefix for role, prefix in viewer.held if role in NOTERS]
        found = transact(lambda session: service.field_drafts(session, areas))
        tag = f'"{found["version"]}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        answer = Response(json.dumps(found, ensure_ascii=False), content_type="application/json")
        answer.headers["ETag"], answer.headers["Cache-Control"] = tag, "private, no-cache"
        return answer


def read_one(item: Any) -> NewOpinion | dict[str, Any]:
    """Return one item of a batch as an opinion, or its problem."""
    try:
        new: NewOpinion = ONE.load(item)
    except ValidationError as error:
        field, detail = first_message(error.messages)
        body = refusal_body(Invalid("有内容要改", field=field)) | ({"detail": detail} if detail else {})
    except Refusal as refusal:
        body = refusal_body(refusal)
    else:
        return new
    known = item.get("id") if isinstance(item, dict) else None
    return {"id": known if isinstance(known, str) else None} | body


def keep(session: Session, who: Actor, new: NewOpinion) -> dict[str, Any]:
    """Store one item of a batch; return its answer or its problem, which holds up none of the others."""
    try:
        accepted: Accepted = service.record_noted(session, who, new)
    except Refusal as refusal:
        return {"id": str(new.id)} | refusal_body(refusal)
    return {"status": 200 if accepted.again else 201} | accepted_wire(accepted)
