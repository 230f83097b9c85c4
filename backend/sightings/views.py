"""POST /api/sightings, POST /api/sightings/batch, GET /api/sightings/{id}/missing; correcting and adding to what was filed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import ValidationError

from backend.cases.domain import Actor
from backend.errors import Invalid, Refusal, TooLarge
from backend.http.fields import ProblemSchema
from backend.http.problems import first_message, refusal_body
from backend.http.transaction import at_once, transact
from backend.http.viewer import FILERS, require_viewer
from backend.sightings import service
from backend.sightings.domain import MOST_IN_BATCH, Addition, Correction, NewSighting, Outcome, spelling_of
from backend.sightings.schemas import (
    MissingAttachmentsSchema,
    SightingAdditionSchema,
    SightingAmendedSchema,
    SightingAskedSchema,
    SightingBatchAnswerSchema,
    SightingBatchSchema,
    SightingClashSchema,
    SightingCorrectionSchema,
    SightingHistorySchema,
    SightingNearSchema,
    SightingSchema,
    SightingStoredSchema,
    asked_wire,
    history_wire,
)

blp = Blueprint("sightings", __name__, url_prefix="/api/sightings", description="What grid workers see")
# Made once: a class would be made anew, field by field, for each request.
ONE = SightingSchema()
PROBLEM = {"schema": ProblemSchema, "content_type": "application/problem+json"}


@blp.route("")
class Sightings(MethodView):
    """Filing one."""

    @blp.arguments(ONE)
    @blp.response(201, SightingStoredSchema)
    @blp.alt_response(200, schema=SightingStoredSchema, description="stored before: the same answer, byte for byte")
    @blp.alt_response(409, description="the id holds something else", **PROBLEM)
    def post(self, new: NewSighting) -> Response:
        """File a sighting. The phone makes the id, so it may send again freely."""
        context = require_viewer(*FILERS).context().filing()
        (outcome,) = at_once(lambda trip: service.record(trip, [new]), context)
        if outcome.refusal:
            raise outcome.refusal
        return Response(outcome.answer, outcome.status, content_type="application/json")


@blp.route("/batch")
class Batch(MethodView):
    """Filing many."""

    @blp.arguments(SightingBatchSchema())
    @blp.response(200, SightingBatchAnswerSchema)
    @blp.alt_response(413, description="more than 500 items: none is read", **PROBLEM)
    def post(self, asked: dict[str, list[Any]]) -> Response:
        """File up to 500 sightings in one statement.

        The answer has one item for each of the request, in its order: the answer of that sighting with its
        status, or its problem. Good ones are kept when others fail.
        """
        context = require_viewer(*FILERS).context().filing()
        raw = asked["items"]
        if len(raw) > MOST_IN_BATCH:
            raise TooLarge("一次最多{n}条", field="items", n=MOST_IN_BATCH)
        spellings = [spelling_of(item) for item in raw]
        spelt = [(item["id"], each) if each else None for item, each in zip(raw, spellings, strict=True)]
        known = at_once(lambda trip: service.known(trip, spelt), context)
        read = [told(known[n]) if n in known else read_one(item) for n, item in enumerate(raw)]
        good = [
            (item, spelling) for item, spelling in zip(read, spellings, strict=True) if isinstance(item, NewSighting)
        ]
        done = iter(at_once(lambda trip: service.record(trip, *zip(*good, strict=True)), context) if good else ())
        items = [told(next(done)) if isinstance(item, NewSighting) else item for item in read]
        return Response(f'{{"items":[{",".join(items)}]}}', 200, content_type="application/json")


@blp.route("/near")
class NearSightings(MethodView):
    """What may be the same matter."""

    @blp.response(200, SightingNearSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    def get(self) -> dict[str, Any]:
        """List the open matters of one's cells and one's own, for the phone to keep; hidden and restricted ones only when one's own."""
        require_viewer(*FILERS)
        return {"items": transact(service.near)}


@blp.route("/<uuid:report>/missing")
class Missing(MethodView):
    """Attachments not yet here."""

    @blp.response(200, MissingAttachmentsSchema)
    @blp.alt_response(404, description="no such report of yours", **PROBLEM)
    def get(self, report: UUID) -> dict[str, list[str]]:
        """Say which attachments of your own report have not arrived."""
        require_viewer(*FILERS)
        return {"missing": transact(lambda session: service.missing(session, report))}


@blp.route("/asked")
class AskedSightings(MethodView):
    """What stations ask of one's own sightings."""

    @blp.response(200, SightingAskedSchema)
    @blp.alt_response(401, description="nobody is logged in", **PROBLEM)
    def get(self) -> dict[str, Any]:
        """List what is asked of one's own sightings now, with the deadline; wherever one works now."""
        require_viewer(*FILERS)
        return asked_wire(transact(service.asked))


@blp.route("/<uuid:report>")
class OneSighting(MethodView):
    """A sighting as it stands."""

    @blp.response(200, SightingHistorySchema)
    @blp.alt_response(403, description="neither its author nor its liaison", **PROBLEM)
    @blp.alt_response(404, description="no such sighting for this person", **PROBLEM)
    def get(self, report: UUID) -> dict[str, Any]:
        """Return what a sighting says now and everything that was said of it, to its author and a liaison of its place."""
        actor = acting()
        versions, correctable = transact(lambda session: service.history(session, report, actor))
        return history_wire(versions, actor.id, correctable=correctable)


@blp.route("/<uuid:report>/corrections")
class Corrections(MethodView):
    """Putting a sighting right."""

    @blp.arguments(SightingCorrectionSchema)
    @blp.response(201, SightingAmendedSchema)
    @blp.alt_response(200, schema=SightingAmendedSchema, description="stored before: the same answer")
    @blp.alt_response(403, description="neither its author nor its liaison", **PROBLEM)
    @blp.alt_response(404, description="no such sighting for this person", **PROBLEM)
    @blp.alt_response(
        409,
        schema=SightingClashSchema,
        content_type="application/problem+json",
        description="somebody changed the same field meanwhile: choose; or the matter is over, or the id taken",
    )
    def post(self, new: Correction, report: UUID) -> tuple[Any, int]:
        """Say fields of a sighting anew; what others changed meanwhile in other fields stays. May be repeated."""
        actor = acting()
        told, again = transact(lambda session: service.correct(session, report, actor, new))
        return told, 200 if again else 201


@blp.route("/<uuid:report>/additions")
class Additions(MethodView):
    """Saying more."""

    @blp.arguments(SightingAdditionSchema)
    @blp.response(201, SightingAmendedSchema)
    @blp.alt_response(200, schema=SightingAmendedSchema, description="stored before: the same answer")
    @blp.alt_response(403, description="not its author", **PROBLEM)
    @blp.alt_response(404, description="no such sighting for this person", **PROBLEM)
    @blp.alt_response(409, description="the id holds something else, or the contents are erased", **PROBLEM)
    def post(self, new: Addition, report: UUID) -> tuple[Any, int]:
        """Add words and photos to one's own sighting; where the station asked for more, the matter goes on. May be repeated."""
        actor = acting()
        told, again = transact(lambda session: service.add(session, report, actor, new))
        return told, 200 if again else 201


def acting() -> Actor:
    """Return who amends, as the cases know them.

    Raises Unauthorized when nobody is logged in, Forbidden for who files nothing.
    """
    viewer = require_viewer(*FILERS)
    return Actor(viewer.id, viewer.name, viewer.held)


def read_one(item: Any) -> NewSighting | str:
    """Return one item of a batch as a sighting, or its problem as JSON text."""
    try:
        new: NewSighting = ONE.load(item)
    except ValidationError as error:
        field, detail = first_message(error.messages)
        body = refusal_body(Invalid("有内容要改", field=field)) | ({"detail": detail} if detail else {})
    except Refusal as refusal:
        body = refusal_body(refusal)
    else:
        return new
    known = item.get("id") if isinstance(item, dict) else None
    return lean({"id": known if isinstance(known, str) else None} | body)


def told(outcome: Outcome) -> str:
    """Return the answer of one item of a batch as JSON text: the frozen one, with its status."""
    if outcome.refusal:
        return lean({"id": str(outcome.id)} | refusal_body(outcome.refusal))
    return f'{{"status":{outcome.status},{str(outcome.answer).strip()[1:]}'


def lean(body: dict[str, Any]) -> str:
    """Return `body` as JSON text without blanks; escaped, as an id that is echoed may be no Unicode at all."""
    return json.dumps(body, separators=(",", ":"))
